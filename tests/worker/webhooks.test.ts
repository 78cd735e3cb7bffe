import { beforeAll, describe, expect, test } from 'vitest';
import { createClient, createInstallation } from './support/harness.ts';

const woken: string[] = [];
const { call, platform } = createClient({ wake: async ({ eventId }) => void woken.push(eventId) });
let secret = '';
let otherSecret = '';

beforeAll(async () => {
  secret = (await createInstallation('hooks')).webhookSecret;
  otherSecret = (await createInstallation('hooks-other')).webhookSecret;
});

const encoder = new TextEncoder();
async function signature(key: string, timestamp: string, body: string, hash = 'SHA-256'): Promise<string> {
  const imported = await crypto.subtle.importKey('raw', encoder.encode(key), { name: 'HMAC', hash }, false, ['sign']);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(timestamp + body)))));
}
const triggerBody = (id: string, change: object = {}): string =>
  JSON.stringify({ type: 'ticket_created', account_id: 42, ticket: { id, updated_at: '2026-01-01T00:00:00Z' }, ...change });
const now = (): string => new Date().toISOString();

type Delivery = { body?: string; sent?: string; timestamp?: string; key?: string; installation?: string; headers?: Record<string, string | undefined> };
async function deliver({ body = triggerBody('1'), sent = body, timestamp = now(), key = secret, installation = 'hooks', headers = {} }: Delivery) {
  const all = {
    'x-zendesk-webhook-signature': await signature(key, timestamp, body),
    'x-zendesk-webhook-signature-timestamp': timestamp,
    'content-type': 'application/json',
    ...headers,
  };
  const given = Object.fromEntries(Object.entries(all).filter((e): e is [string, string] => e[1] !== undefined));
  return call('POST', `/webhooks/zendesk/${installation}`, { raw: sent, headers: given });
}
const pending = (installation = 'zendesk:hooks') => platform.installation(installation).pendingEvents(1_000);

describe('a webhook', () => {
  test('that is signed is kept before it is acknowledged, and wakes the queue', async () => {
    const answer = await deliver({ body: triggerBody('100') });
    expect(answer).toMatchObject({ status: 202, json: { ok: true, duplicate: false } });
    const event = (await pending()).find((e) => e.ticketId === '100');
    expect(event).toMatchObject({ kind: 'ticket_created', ticketId: '100' });
    expect(woken).toContain(event?.id);
  });

  test('in Zendesk’s own event envelope is understood too', async () => {
    const body = JSON.stringify({
      type: 'zen:event-type:ticket.created',
      account_id: 42,
      id: 'x',
      detail: { id: '101', updated_at: '2026-01-01T00:00:00Z', status: 'OPEN' },
      event: {},
    });
    expect((await deliver({ body })).status).toBe(202);
    expect((await pending()).find((e) => e.ticketId === '101')).toMatchObject({ kind: 'ticket_created' });
  });

  test('that comes twenty times, with whatever unsigned headers and a new timestamp each time, is one event', async () => {
    const answers = [];
    for (let i = 0; i < 20; i++)
      answers.push(
        await deliver({
          body: triggerBody('102'),
          timestamp: new Date(Date.now() - i * 1_000).toISOString(),
          headers: { 'x-zendesk-webhook-invocation-id': `inv-${i}` },
        }),
      );
    expect(answers.map((a) => a.status)).toEqual(Array(20).fill(202));
    expect(answers.filter((a) => !(a.json as unknown as { duplicate: boolean }).duplicate)).toHaveLength(1);
    expect((await pending()).filter((e) => e.ticketId === '102')).toHaveLength(1);
  });

  test('about another change of the same ticket is another event', async () => {
    for (const updated_at of ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'])
      await deliver({ body: triggerBody('103', { ticket: { id: '103', updated_at } }) });
    expect((await pending()).filter((e) => e.ticketId === '103')).toHaveLength(2);
  });

  test('is kept although the queue refuses to be woken', async () => {
    const deaf = createClient({ wake: async () => Promise.reject(new Error('queue is down')) });
    const body = triggerBody('104');
    const timestamp = now();
    const headers = { 'x-zendesk-webhook-signature': await signature(secret, timestamp, body), 'x-zendesk-webhook-signature-timestamp': timestamp };
    expect((await deaf.call('POST', '/webhooks/zendesk/hooks', { raw: body, headers })).status).toBe(202);
    expect((await pending()).some((e) => e.ticketId === '104')).toBe(true);
  });

  test('under the secret before the last is taken while both are live', async () => {
    const record = platform.installation('zendesk:hooks');
    await record.putSecret('webhook_secret_previous', 'the-secret-of-yesterday');
    expect((await deliver({ body: triggerBody('105'), key: 'the-secret-of-yesterday' })).status).toBe(202);
  });
});

describe('a webhook is refused and not kept', () => {
  const minutes = (n: number): string => new Date(Date.now() + n * 60_000).toISOString();
  const cases: [string, () => Promise<Delivery> | Delivery, number][] = [
    ['without a signature', () => ({ headers: { 'x-zendesk-webhook-signature': undefined } }), 401],
    ['without a timestamp', () => ({ headers: { 'x-zendesk-webhook-signature-timestamp': undefined } }), 401],
    ['with an empty signature', () => ({ headers: { 'x-zendesk-webhook-signature': '' } }), 401],
    ['with another secret', () => ({ key: 'guess' }), 401],
    ['with another installation’s secret', () => ({ key: otherSecret }), 401],
    ['with Zendesk’s public test secret', () => ({ key: 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==' }), 401],
    ['with one byte of the body changed', () => ({ body: triggerBody('6661'), sent: triggerBody('6662') }), 401],
    ['with white space added', () => ({ sent: `${triggerBody('1')} ` }), 401],
    ['with the timestamp changed', async () => ({ headers: { 'x-zendesk-webhook-signature-timestamp': minutes(1) } }), 401],
    ['six minutes old', () => ({ timestamp: minutes(-6) }), 401],
    ['six minutes ahead', () => ({ timestamp: minutes(6) }), 401],
    ['with a timestamp that is none', () => ({ timestamp: 'now' }), 401],
    ['signed with SHA-1', async () => ({ headers: { 'x-zendesk-webhook-signature': await signature(secret, now(), triggerBody('1'), 'SHA-1') } }), 401],
    ['signed in hex', () => ({ headers: { 'x-zendesk-webhook-signature': 'ab'.repeat(32) } }), 401],
    ['from another account', () => ({ body: triggerBody('6663', { account_id: 43 }) }), 403],
    ['for an unknown installation', () => ({ installation: 'nobody' }), 404],
    ['for a name that is none', () => ({ installation: '..%2fdemo' }), 404],
    ['signed, but not JSON', () => ({ body: 'ticket 1' }), 400],
    ['signed, but about no ticket', () => ({ body: '{"type":"ticket_created"}' }), 400],
    ['signed, but with an id that is no number', () => ({ body: triggerBody('1/../2') }), 400],
    ['over 1 MB', () => ({ body: triggerBody('1', { padding: 'x'.repeat(1_100_000) }) }), 413],
  ];
  test.each(cases)('%s', async (_, make, status) => {
    const before = await pending();
    const answer = await deliver(await make());
    expect(answer.status).toBe(status);
    expect(answer.json.error?.message.length).toBeGreaterThan(10);
    expect(await pending()).toEqual(before);
  });

  test('with any character of its signature changed', async () => {
    const body = triggerBody('6664');
    const timestamp = now();
    const right = await signature(secret, timestamp, body);
    for (let i = 0; i < right.length; i++) {
      const wrong = `${right.slice(0, i)}${right[i] === 'A' ? 'B' : 'A'}${right.slice(i + 1)}`;
      const answer = await deliver({ body, timestamp, headers: { 'x-zendesk-webhook-signature': wrong } });
      expect(answer.status).toBe(401);
    }
  });
});
