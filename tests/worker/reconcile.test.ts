/** What webhooks did not tell is found by reading what changed; what agents make of our tags comes back. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../worker/errors.ts';
import type { Helpdesk } from '../../worker/helpdesk-ports.ts';
import { processEvent } from '../../worker/queue.ts';
import { alarmsOf } from '../../worker/service/alarms.ts';
import { reconcile } from '../../worker/service/reconcile.ts';
import { readConnection } from '../../worker/service/setup/connection.ts';
import { noteProposal, readAccuracy } from '../../worker/service/setup/tag-accuracy.ts';
import { world } from './support/zendesk-world.ts';

type World = ReturnType<typeof world>;
let w: World;
let installation = '';
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const ticket = (id: number, more: object = {}) => ({ id, created_at: minutesAgo(30), updated_at: minutesAgo(20), status: 'new', tags: [], ...more });
const announce = (id: number) =>
  w.record.receive([
    {
      id: `evt_${id}`,
      dedupeKey: `zendesk|${id}|ticket_created|x`,
      kind: 'ticket_created',
      ticketId: String(id),
      receivedAt: new Date().toISOString(),
    },
  ]);
/** Nothing runs by itself here: what waits is what was received. */
const run = () => reconcile({ ...w.platform, wake: async () => undefined }, installation);

beforeEach(async () => {
  w = world({ name: 'reconcile' });
  installation = `zendesk:${w.subdomain}`;
  expect((await w.install()).status).toBe(200);
});

describe('reconciliation', () => {
  test('receives every ticket that was never announced, once', async () => {
    w.zendesk.state.tickets = Array.from({ length: 200 }, (_, i) => ticket(i + 1));
    for (let i = 1; i <= 200; i++) if (i % 20 !== 0) await announce(i);
    expect(await run()).toMatchObject({ read: 200, recovered: 10 });
    expect(await run()).toMatchObject({ recovered: 0 });
    expect((await w.record.inboxCounts()).pending).toBe(200);
  });

  test('leaves alone what is old, solved, closed or malformed', async () => {
    w.zendesk.state.tickets = [
      ticket(1, { created_at: minutesAgo(600) }),
      ticket(2, { status: 'solved' }),
      ticket(3, { status: 'closed' }),
      ticket(4, { created_at: null }),
      { id: null },
      { id: 5, tags: 'x', status: 7 },
    ];
    expect(await run()).toMatchObject({ recovered: 0 });
  });

  test('goes on where it stopped', async () => {
    await run();
    await run();
    const calls = w.zendesk.state.calls.filter((c) => c.path.includes('/incremental/'));
    expect(calls).toHaveLength(2);
    expect(JSON.parse((await w.record.setupNote('reconcile')) ?? '{}')).toEqual({ cursor: 'end', readAt: expect.any(Number) });
  });

  test('after hours without Deskgraph or without access receives what came meanwhile, of a week at most', async () => {
    const days = 24 * 60;
    await w.record.putSetupNote('reconcile', JSON.stringify({ cursor: 'end', readAt: Date.now() - 5 * 3_600_000 }));
    w.zendesk.state.tickets = [ticket(1, { created_at: minutesAgo(240) }), ticket(2, { created_at: minutesAgo(400) })];
    expect(await run()).toMatchObject({ recovered: 1 });
    await w.record.putSetupNote('reconcile', JSON.stringify({ cursor: 'end', readAt: Date.now() - 30 * days * 60_000 }));
    w.zendesk.state.tickets = [
      ticket(1, { created_at: minutesAgo(240) }),
      ticket(3, { created_at: minutesAgo(6 * days) }),
      ticket(4, { created_at: minutesAgo(8 * days) }),
    ];
    expect(await run()).toMatchObject({ recovered: 1 });
  });

  test('tags that agents took away become feedback, and count against us', async () => {
    const proposal = { at: minutesAgo(20), final: null };
    await noteProposal(w.record, { ticketId: '1', suggestionId: 'sug_1', proposed: ['refund', 'billing'], added: ['refund', 'billing'], ...proposal });
    await noteProposal(w.record, { ticketId: '2', suggestionId: 'sug_2', proposed: ['refund'], added: [], ...proposal });
    w.zendesk.state.tickets = [ticket(1, { status: 'solved', tags: ['refund'] }), ticket(2, { status: 'closed', tags: ['billing', 'vip'] })];
    expect(await run()).toMatchObject({ judged: 2 });
    // Of three proposed tags one was left; of the two that agents used and we know, one was missed.
    expect(await readAccuracy(w.record)).toEqual({ tickets: 2, proposed: 3, kept: 1, missed: 1 });
    expect(await run()).toMatchObject({ judged: 0 });
  });

  test('an access that was taken away is noted, and asks for an administrator', async () => {
    w.zendesk.state.access.clear();
    w.zendesk.state.refresh = null;
    await expect(run()).rejects.toMatchObject({ code: 'upstream_failed' });
    expect((await readConnection(w.record)).needsReconnect).toBe(true);
    expect((await w.install()).status).toBe(200);
    expect((await readConnection(w.record)).needsReconnect).toBe(false);
  });
});

describe('an event whose helpdesk fails', () => {
  const failing = (error: AppError): Helpdesk => ({
    platform: 'zendesk',
    fetchTicket: () => Promise.reject(error),
    addTags: () => Promise.reject(error),
    addInternalNote: () => Promise.reject(error),
    setRouting: () => Promise.reject(error),
  });
  const work = (error: AppError) => processEvent({ installation, eventId: 'evt_9' }, { ...w.platform, helpdesk: async () => failing(error) });
  const refused = new AppError('upstream_failed', 'Refused.', { retryable: false, cause: new Error('401') });

  test('waits without end while access is missing, and comes back when an administrator connects', async () => {
    await announce(9);
    for (let i = 0; i < 20; i++) expect(await work(refused)).toBe('retry');
    expect(await w.record.inboxCounts()).toEqual({ pending: 1, done: 0, obsolete: 0, dead: 0 });
    expect((await readConnection(w.record)).needsReconnect).toBe(true);
    expect(await alarmsOf(w.platform, installation)).toEqual([{ alarm: 'needs_reconnect', installation, value: 1 }]);
  });
  test('that waits for long is told to the operator', async () => {
    await announce(9);
    expect(await alarmsOf(w.platform, installation)).toEqual([]);
    const later = { ...w.platform, clock: { now: () => Date.now() + 3_600_000 } };
    expect(await alarmsOf(later, installation)).toMatchObject([{ alarm: 'late_events', installation, value: expect.closeTo(3_600, -2) }]);
  });
  test('a budget that is nearly spent, then spent, is told too', async () => {
    const told = async () => (await alarmsOf(w.platform, installation)).map(({ alarm }) => alarm);
    await w.record.setBudget({ tokens: 100, usd: null }, 'Ann');
    await w.record.spend('a', { tokens: 79, usd: 0 });
    expect(await told()).toEqual([]);
    await w.record.spend('b', { tokens: 1, usd: 0 });
    expect(await told()).toEqual(['budget_near']);
    await w.record.spend('c', { tokens: 20, usd: 0 });
    expect(await told()).toEqual(['budget_exceeded']);
  });
  test.each([
    ['gone', new AppError('not_found', 'Gone.')],
    ['closed', new AppError('conflict', 'Closed.', { retryable: false })],
  ])('is obsolete when the ticket is %s', async (_, error) => {
    await announce(9);
    expect(await work(error)).toBe('obsolete');
    expect((await w.record.inboxCounts()).obsolete).toBe(1);
  });
  test('is kept as dead after its last attempt, never dropped', async () => {
    await announce(9);
    for (let i = 0; i < 8; i++) expect(await work(new AppError('upstream_failed', 'Answered 500.', { retryable: true }))).toBe('retry');
    expect(await w.record.inboxCounts()).toMatchObject({ pending: 0, dead: 1 });
    expect(await alarmsOf(w.platform, installation)).toEqual([{ alarm: 'dead_events', installation, value: 1 }]);
  });
});

describe('our own change', () => {
  test('that comes back as an update is acknowledged and not received; a ticket we open is', async () => {
    const secret = (await w.record.secret('webhook_secret')) ?? '';
    const own = String(w.zendesk.state.user.id);
    const post = async (body: object) => {
      const text = JSON.stringify(body);
      const timestamp = new Date().toISOString();
      const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
      const signature = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(timestamp + text)))));
      return w.call('POST', `/webhooks/zendesk/${w.subdomain}`, {
        raw: text,
        headers: { 'x-zendesk-webhook-signature': signature, 'x-zendesk-webhook-signature-timestamp': timestamp },
      });
    };
    const update = (actor: string | undefined) => ({
      type: 'ticket_updated',
      ticket: { id: '1', updated_at: 'a' },
      ...(actor === undefined ? {} : { actor_id: actor }),
    });
    expect((await post(update(own))).status).toBe(202);
    expect((await w.record.inboxCounts()).pending).toBe(0);
    expect((await post(update('55'))).status).toBe(202);
    expect((await post({ type: 'ticket_created', ticket: { id: '2', updated_at: 'a' }, actor_id: own })).status).toBe(202);
    const { pending, done, obsolete } = await w.record.inboxCounts();
    expect(pending + done + obsolete).toBe(2);
  });
});
