import { runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { forgery, validWebhook, type Webhook } from '../forged-webhooks.ts';
import { bindings, createClient, createInstallation } from './support/harness.ts';

const woken: string[][] = [];
let queueIsDown = false;
const { call, platform } = createClient();
let secret = '';
let otherSecret = '';

beforeAll(async () => {
  secret = (await createInstallation('hooks')).webhookSecret;
  otherSecret = (await createInstallation('hooks-other')).webhookSecret;
  await runInDurableObject(bindings.INSTALLATION.getByName('installation:zendesk:hooks'), (installation) => {
    const sendBatch = async (messages: Iterable<{ body: { eventId: string } }>): Promise<void> => {
      if (queueIsDown) throw new Error('the queue is down');
      woken.push([...messages].map((m) => m.body.eventId));
    };
    Object.assign(installation, { env: { ...(installation as unknown as { env: object }).env, EVENTS: { sendBatch } } });
  });
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
    await vi.waitFor(() => expect(woken.flat()).toContain(event?.id));
  });

  test('that comes with others shares its wake-up with them', async () => {
    woken.length = 0;
    await Promise.all(Array.from({ length: 150 }, (_, i) => deliver({ body: triggerBody(String(2_000 + i)) })));
    await vi.waitFor(() => expect(woken.flat()).toHaveLength(150));
    expect(woken.length).toBeLessThan(75);
    expect(Math.max(...woken.map((batch) => batch.length))).toBeLessThanOrEqual(100);
  });

  test('that comes at the same moment as its duplicates and others is one event, and each is told what became of its own', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => String(3_000 + (i % 12)));
    const answers = await Promise.all(ids.map((id) => deliver({ body: triggerBody(id) })));
    expect(answers.map((a) => a.status)).toEqual(Array(60).fill(202));
    const told = answers.map((a) => (a.json as unknown as { duplicate: boolean }).duplicate);
    const fresh = ids.filter((_, i) => !told[i]);
    expect([...fresh].sort()).toEqual([...new Set(ids)].sort());
    const stored = (await pending()).map((e) => e.ticketId).filter((id) => ids.includes(id));
    expect(stored.sort()).toEqual([...new Set(ids)].sort());
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
    queueIsDown = true;
    expect((await deliver({ body: triggerBody('104') })).status).toBe(202);
    await new Promise((r) => setTimeout(r, 50));
    queueIsDown = false;
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

describe('many', () => {
  const post = ({ body, headers }: { body: string; headers: Record<string, string> }) => call('POST', '/webhooks/zendesk/hooks', { raw: body, headers });
  const sign = (key: string, text: string): Promise<string> => signature(key, '', text);

  test('valid ones are all taken, forged ones all refused, however they differ', async () => {
    const before = (await pending()).length;
    for (let n = 0; n < 300; n++) expect([n, (await post(await forgery(n, secret, sign))).status]).toEqual([n, 401]);
    expect((await pending()).length).toBe(before);
    for (let n = 0; n < 100; n++) expect((await post(await validWebhook(secret, sign))).json).toMatchObject({ duplicate: false });
  });

  test('forgeries do not keep the installation busy', async () => {
    const asked = vi.fn();
    const counting = createClient({
      installation: (id) => {
        asked();
        return platform.installation(id);
      },
    });
    for (let n = 0; n < 200; n++) {
      const { body, headers } = await forgery(n, secret, sign);
      await counting.call('POST', '/webhooks/zendesk/hooks', { raw: body, headers });
    }
    expect(asked.mock.calls.length).toBeLessThan(150);
  });

  test('forgeries are told to the operator once a minute, when they are more than one in a hundred', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    let at = Date.now();
    const own = createClient({ clock: { now: () => at } });
    const post = ({ body, headers }: Webhook) => own.call('POST', '/webhooks/zendesk/hooks', { raw: body, headers });
    for (let n = 0; n < 5; n++) await post(await validWebhook(secret, sign));
    for (let n = 0; n < 3; n++) await post(await forgery(n, secret, sign));
    expect(warn).not.toHaveBeenCalled();
    at += 61_000;
    await post(await validWebhook(secret, sign));
    at += 61_000;
    await post(await validWebhook(secret, sign));
    const told = warn.mock.calls.map(([line]) => JSON.parse(String(line)) as object);
    warn.mockRestore();
    expect(told).toEqual([{ alarm: 'webhooks_refused', installation: 'zendesk:hooks', value: 3, of: 8 }]);
  });

  test('none is taken after the installation is gone', async () => {
    const { webhookSecret } = await createInstallation('hooks-gone');
    const gone = { installation: 'hooks-gone', key: webhookSecret };
    expect((await deliver({ ...gone, body: triggerBody('1') })).status).toBe(202);
    await platform.installation('zendesk:hooks-gone').remove('admin', {});
    expect((await deliver({ ...gone, body: triggerBody('2') })).status).toBe(404);
  });
});
