import { describe, expect, test } from 'vitest';
import { parseConfig } from '../worker/env.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const pem = '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----';
const good = { ENVIRONMENT: 'production', SESSION_KEY: key, MASTER_KEY: key, ZENDESK_APP_PUBLIC_KEY: pem };

describe('the environment', () => {
  test('is read once, with what follows from it', () => {
    expect(parseConfig({ ...good, OPENAI_BASE_URL: '', OTHER: { any: 'binding' } })).toMatchObject({
      ENVIRONMENT: 'production',
      FRAME_ANCESTORS: 'https://*.zendesk.com',
      OPENAI_BASE_URL: undefined,
    });
    expect(parseConfig({ ...good, OTLP_HEADERS: 'x-team=support, Authorization=Bearer%20k=1' }).OTLP_HEADERS).toEqual({
      'x-team': 'support',
      authorization: 'Bearer k=1',
    });
    expect(parseConfig({ ...good, ENVIRONMENT: 'local', DEV_APP_PUBLIC_KEY: pem.replaceAll('\n', '\\n') }).DEV_APP_PUBLIC_KEY).toBe(pem);
  });

  test.each([
    ['SESSION_KEY', undefined, 'is not set'],
    ['SESSION_KEY', Buffer.alloc(16).toString('base64'), '32 bytes'],
    ['MASTER_KEY', 'not base64!', '32 bytes'],
    ['ENVIRONMENT', 'staging', 'not usable'],
    ['ENVIRONMENT', undefined, 'is not set'],
    ['OPENAI_BASE_URL', 'api.openai.com', 'not usable'],
    ['OPENAI_EMBEDDING_DIMENSIONS', '3072', 'not usable'],
    ['ZENDESK_APP_PUBLIC_KEY', '-----BEGIN PRIVATE KEY-----', 'PEM'],
    ['FRAME_ANCESTORS', "https://a.example; script-src 'unsafe-inline'", 'not usable'],
    ['OTLP_HEADERS', 'authorization', 'not usable'],
    ['OTLP_HEADERS', 'authorization=%E0%A4%A', 'not usable'],
    ['OTLP_HEADERS', 'a name=key-of-the-collector', 'not usable'],
    ['DEV_APP_PUBLIC_KEY', pem, 'outside a local environment'],
  ])('names %s when it is %s, and never its value', (name, value, what) => {
    let message = '';
    try {
      parseConfig({ ...good, [name]: value });
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).toContain(name);
    expect(message).toContain(what);
    if (value && value.length > 20) expect(message).not.toContain(value);
  });
});
