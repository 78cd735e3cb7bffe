/** Zendesk's failures over a real socket: what each makes of a call, and what is sent again. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultFieldMap } from '../../worker/adapters/zendesk/to-ticket.ts';
import { zendeskAccount } from '../../worker/adapters/zendesk/zendesk-account.ts';
import { zendeskHelpdesk } from '../../worker/adapters/zendesk/zendesk-helpdesk.ts';
import { zendeskOAuth } from '../../worker/adapters/zendesk/zendesk-oauth.ts';
import { type ZendeskAccountServer, zendeskAccountServer } from '../servers/zendesk-account.ts';

let zendesk: ZendeskAccountServer;
let server: Server;
let origin = '';
const token = 'access-1';

beforeEach(async () => {
  zendesk = zendeskAccountServer();
  zendesk.state.access.add(token);
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const answer = await zendesk
      .answer(
        new Request(`${origin}${incoming.url}`, {
          method: incoming.method ?? 'GET',
          headers: incoming.headers as Record<string, string>,
          ...(body === '' ? {} : { body }),
        }),
      )
      .catch(() => null);
    // A connection that breaks in the middle.
    if (!answer || answer.status === 599) return void incoming.socket.destroy();
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const broken = () => Response.json({}, { status: 599 });
const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('<html>no</html>', { status: code, headers });
const account = (renew?: (stale: string) => Promise<string | null>) => zendeskAccount({ origin, token, ...(renew ? { renew } : {}) });
const calls = (method: string) => zendesk.state.calls.filter((c) => c.method === method).length;

describe('reading', () => {
  test.each([
    ['a broken connection', broken],
    ['502', status(502)],
    ['503', status(503)],
  ])('goes on after %s', async (_, fault) => {
    zendesk.state.faults.push(fault, fault);
    expect(await account().whoAmI()).toMatchObject({ role: 'admin' });
    expect(calls('GET')).toBe(3);
  });
  test('waits as long as 429 says, and tells how long when that is too long to hold', async () => {
    zendesk.state.faults.push(status(429, { 'retry-after': '1' }));
    expect(await account().whoAmI()).toMatchObject({ role: 'admin' });
    for (let i = 0; i < 3; i++) zendesk.state.faults.push(status(429, { 'retry-after': '93' }));
    await expect(account().whoAmI()).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 93_000 });
  });
  test.each([
    ['text', () => new Response('hello')],
    ['nothing', () => Response.json({})],
    ['null', () => Response.json({ user: null })],
    ['a list', () => Response.json([])],
  ])('%s in the place of a user is refused, never taken for one', async (_, fault) => {
    for (let i = 0; i < 3; i++) zendesk.state.faults.push(fault);
    await expect(account().whoAmI()).rejects.toMatchObject({ name: 'AppError' });
  });
});

describe('writing', () => {
  test.each([
    ['a broken connection', broken],
    ['500', status(500)],
  ])('is not sent twice after %s, because it may have been done', async (_, fault) => {
    zendesk.state.refuse['POST /api/v2/webhooks'] = fault;
    await expect(account().ensureWebhook('https://worker.example/w')).rejects.toMatchObject({ code: 'upstream_failed', retryable: true });
    expect(calls('POST')).toBe(1);
    // Repeating the step reads first, so that what was made after all is found.
    zendesk.state.webhooks.push({ id: '01W', name: 'Deskgraph', endpoint: 'https://worker.example/w', status: 'active' });
    expect(await account().ensureWebhook('https://worker.example/w')).toEqual({ id: '01W', created: false });
  });
  test('is sent again after 429, which did nothing', async () => {
    zendesk.state.refuse['POST /api/v2/webhooks'] = status(429, { 'retry-after': '1' });
    expect(await account().ensureWebhook('https://worker.example/w')).toMatchObject({ created: true });
    expect(zendesk.state.webhooks).toHaveLength(1);
  });
  test('removing what is gone already has been done', async () => {
    await account().removeTrigger('999');
    await account().removeWebhook('999');
  });
  test('a webhook that an admin switched off is switched on, and a trigger that calls another webhook is put right', async () => {
    const made = await account().ensureWebhook('https://worker.example/w');
    const trigger = await account().ensureTrigger('ticket_created', made.id);
    Object.assign(zendesk.state.webhooks[0] ?? {}, { status: 'inactive' });
    await account().ensureWebhook('https://worker.example/w');
    expect(zendesk.state.webhooks[0]).toMatchObject({ status: 'active' });
    expect(await account().ensureTrigger('ticket_created', '01OTHER')).toEqual({ id: trigger.id, created: false });
    expect(JSON.stringify(zendesk.state.triggers.find((t) => String(t.id) === trigger.id)?.actions)).toContain('01OTHER');
  });
});

describe('the token', () => {
  test('is renewed after 401, and the call is made again with the new one', async () => {
    zendesk.state.access.clear();
    zendesk.state.refresh = 'refresh-1';
    const oauth = zendeskOAuth({ origin, clientId: 'zdg-deskgraph', clientSecret: 'client-secret', redirectUri: 'https://worker.example/cb' });
    const seen: string[] = [];
    const renew = async (stale: string) => {
      seen.push(stale);
      return (await oauth.refresh('refresh-1')).access;
    };
    const one = account(renew);
    expect(await one.whoAmI()).toMatchObject({ role: 'admin' });
    expect(await one.whoAmI()).toMatchObject({ role: 'admin' });
    expect(seen).toEqual([token]);
    await expect(oauth.refresh('refresh-1')).rejects.toMatchObject({ code: 'unauthenticated' });
  });
  test('that cannot be renewed is refused once, without asking again and again', async () => {
    zendesk.state.access.clear();
    await expect(account(async () => null).whoAmI()).rejects.toMatchObject({ code: 'upstream_failed', retryable: false });
    expect(calls('GET')).toBe(1);
  });
  test('403 is no reason to renew', async () => {
    zendesk.state.faults.push(status(403));
    await expect(account(async () => 'another').whoAmI()).rejects.toMatchObject({ code: 'upstream_failed', retryable: false });
    expect(calls('GET')).toBe(1);
  });
});

test.each([
  [404, 'not_found', false],
  [410, 'not_found', false],
  [422, 'conflict', false],
  [409, 'conflict', true],
])('a ticket that answers %i is told as %s', async (code, told, retryable) => {
  const helpdesk = zendeskHelpdesk({ origin, token, fieldMap: defaultFieldMap });
  for (let i = 0; i < 6; i++) zendesk.state.faults.push(status(code));
  await expect(helpdesk.setRouting('35', { group: null, priority: 'high' })).rejects.toMatchObject({ code: told, retryable });
});
