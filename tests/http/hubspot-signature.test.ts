import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signedUri, verifyV2, verifyV3 } from '../../worker/http/hubspot-signature.ts';

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const secret = '12345678-aaaa-bbbb-cccc-ddddeeeeffff';
const base = { method: 'GET', url: 'https://hubspot.com/?appId=1&portalId=2&userId=3', timestamp: '1111111111' };
const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64');

describe('v3', () => {
  test.each([
    ['', 'zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI='],
    ['{"a":1,"b":2}', 'aaknaCGCYJ4yqzuf1UKGqAWUfdcilJtm5nc/ZCudR9k='],
  ])('HubSpot’s own vector for the body "%s"', async (body, signature) => {
    const request = { ...base, body: encode(body), signature };
    expect(await verifyV3(request, [secret], 1_111_111_111)).toBe(true);
    expect(await verifyV3(request, ['another', secret], 1_111_111_111)).toBe(true);
    expect(await verifyV3(request, ['another'], 1_111_111_111)).toBe(false);
    expect(await verifyV3(request, [], 1_111_111_111)).toBe(false);
    expect(await verifyV3({ ...request, body: encode(`${body} `) }, [secret], 1_111_111_111)).toBe(false);
    expect(await verifyV3({ ...request, method: 'POST' }, [secret], 1_111_111_111)).toBe(false);
    expect(await verifyV3({ ...request, url: request.url.replace('portalId=2', 'portalId=4') }, [secret], 1_111_111_111)).toBe(false);
  });

  test.each([
    [300_000, true],
    [300_001, false],
    [-300_000, true],
    [-300_001, false],
  ])('a clock that is %i ms off: %s', async (off, valid) => {
    const request = { ...base, body: encode(''), signature: 'zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI=' };
    expect(await verifyV3(request, [secret], 1_111_111_111 + off)).toBe(valid);
  });

  test.each(['', 'now', '-1111111111', '1e9', ' 1111111111', '1111111111.0'])('a timestamp like "%s" is none', async (timestamp) => {
    const signature = hmac(secret, `GET${base.url}${timestamp}`);
    expect(await verifyV3({ ...base, body: encode(''), signature, timestamp }, [secret], 1_111_111_111)).toBe(false);
  });

  test('the escapes HubSpot writes out, in the query only', () => {
    expect(signedUri('https://w.example/a%40b?userEmail=kim%40acme.test&x=%3a%2F%3F%21%24%27%28%29%2A%2C%3B#frag')).toBe(
      "https://w.example/a%40b?userEmail=kim@acme.test&x=:/?!$'()*,;",
    );
    expect(signedUri('https://w.example/?a=%20b%26c%3Dd%25')).toBe('https://w.example/?a=%20b%26c%3Dd%25');
  });

  test('an e-mail address arrives escaped and was signed unescaped', async () => {
    const timestamp = '1700000000000';
    const signature = hmac(secret, `POSThttps://w.example/c?userEmail=kim@acme.test{}${timestamp}`);
    const request = { method: 'POST', url: 'https://w.example/c?userEmail=kim%40acme.test', body: encode('{}'), signature, timestamp };
    expect(await verifyV3(request, [secret], 1_700_000_000_000)).toBe(true);
  });

  test('any other spelling of the signature is refused', async () => {
    const right = 'zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI=';
    const valid = (signature: string | undefined) => verifyV3({ ...base, body: encode(''), signature }, [secret], 1_111_111_111);
    for (const wrong of [
      undefined,
      '',
      ` ${right}`,
      right.slice(0, -1),
      right.replace('=', ''),
      right.toLowerCase(),
      `${right.slice(0, -2)}J=`,
      Buffer.from(right, 'base64').toString('hex'),
    ])
      expect(await valid(wrong)).toBe(false);
    for (let i = 0; i < right.length; i++) expect(await valid(`${right.slice(0, i)}${right[i] === 'A' ? 'B' : 'A'}${right.slice(i + 1)}`)).toBe(false);
  });

  test('whatever is signed as HubSpot signs it is accepted, and nothing with one byte changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), fc.string(), fc.nat(), async (key, body, at) => {
        const timestamp = String(1_700_000_000_000);
        const request = {
          method: 'POST',
          url: 'https://w.example/h?portalId=1',
          body: encode(body),
          signature: hmac(key, `POSThttps://w.example/h?portalId=1${body.toWellFormed()}${timestamp}`),
          timestamp,
        };
        expect(await verifyV3(request, [key.toWellFormed()], 1_700_000_000_000)).toBe(true);
        const changed = encode(`${body}x`);
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
        expect(await verifyV3({ ...request, body: changed }, [key], 1_700_000_000_000)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe('v2', () => {
  const v2 = {
    method: 'POST',
    url: 'https://www.example.com/webhook_uri',
    body: encode('{"example_field":"example_value"}'),
    signature: '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900',
    version: 'v2',
  };
  const key = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';

  test('HubSpot’s own vector', async () => {
    expect(await verifyV2(v2, [key])).toBe(true);
    expect(await verifyV2(v2, ['x', key])).toBe(true);
  });

  test.each([
    ['no signature', { signature: undefined }],
    ['no version', { version: undefined }],
    ['v1 by name', { version: 'v1' }],
    ['capital letters', { signature: v2.signature.toUpperCase() }],
    ['another body', { body: encode('{}') }],
    ['another method', { method: 'GET' }],
    ['another address', { url: 'https://www.example.com/webhook_uri?' }],
    ['a v1 signature', { signature: createHash('sha256').update(`${key}{"example_field":"example_value"}`).digest('hex') }],
  ])('%s is refused', async (_, change) => {
    expect(await verifyV2({ ...v2, ...change }, [key])).toBe(false);
  });
});
