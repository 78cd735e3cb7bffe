import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Suggestion } from '../../shared/suggestion.ts';
import { AppError } from '../../worker/errors.ts';
import { processEvent } from '../../worker/queue.ts';
import { hashOfInput } from '../../worker/service/prepared-suggestion.ts';
import { automaticReplies } from './support/automatic-replies.ts';
import { countingHelpdesk } from './support/counting-helpdesk.ts';
import { articles, bindings, createClient, createInstallation, exampleTicket, ingest } from './support/harness.ts';
import { lostBuilds } from './support/lost-builds.ts';
import { readsNothingElse } from './support/reads-nothing-else.ts';

let desk = countingHelpdesk();
const { call, platform } = createClient({ helpdesk: async () => desk.helpdesk });
const record = platform.installation('zendesk:events');
let token = '';
let count = 0;

beforeAll(async () => {
  token = (await createInstallation('events')).token;
  await ingest(token, { article: articles });
});
beforeEach(() => {
  desk = countingHelpdesk();
});

async function receive(ticketId: string): Promise<{ installation: string; eventId: string }> {
  const id = `evt_test_${count++}`;
  await record.receive([{ id, dedupeKey: id, kind: 'ticket_created', ticketId, receivedAt: new Date().toISOString() }]);
  return { installation: 'zendesk:events', eventId: id };
}
const isPending = async (id: string): Promise<boolean> => (await record.pendingEvents(1_000)).some((e) => e.id === id);

describe('an event', () => {
  test('leaves a whole suggestion ready for the ticket, once, however often it is carried out', async () => {
    const wakeUp = await receive('2001');
    expect(await Promise.all([processEvent(wakeUp, platform), processEvent(wakeUp, platform)])).toEqual(expect.arrayContaining(['done', 'skipped']));
    expect(await processEvent(wakeUp, platform)).toBe('skipped');
    const { json, status } = await call('GET', '/v1/tickets/2001/suggestion', { token });
    expect(status).toBe(200);
    const prepared = json as unknown as Suggestion;
    expect(prepared.draft.text.length).toBeGreaterThan(0);
    const asked = await call('POST', '/v1/suggestions', { token, body: { ticketId: '2001' }, headers: { accept: 'application/json' } });
    expect((asked.json as unknown as Suggestion).suggestionId).toBe(prepared.suggestionId);
  });

  test('adds the tags the release is sure enough of, once, and no others', async () => {
    const ticketId = '2004';
    const ticket = await desk.helpdesk.fetchTicket(ticketId);
    const live = await record.liveRelease();
    if (!live) throw new Error('nothing is live');
    const made = (await call('POST', '/v1/suggestions', { token, body: { ticketId }, headers: { accept: 'application/json' } })).json as unknown as Suggestion;
    const offer = (tag: string, confidence: number) => ({ tag, confidence, reasons: [], present: false });
    const sure = live.manifest.thresholds.tag;
    const prepared = {
      ...made,
      suggestionId: 'sug_tagged',
      triage: { ...made.triage, tags: [offer('login', sure), offer('password', 0.99), offer('billing', sure - 0.01)] },
    };
    await record.saveSuggestion(prepared, { id: 'trc_tagged' } as never, hashOfInput(ticket));
    expect(await processEvent(await receive(ticketId), platform)).toBe('done');
    expect(desk.state.tags).toEqual(['password', 'login']);
    desk.state.tags = ['password'];
    expect(await processEvent(await receive(ticketId), platform)).toBe('done');
    expect(desk.state.tags).toEqual(['password']);
    expect(desk.state.writes).toBe(1);
  });

  test('delivered late, twenty times and out of order leaves each ticket as the newest says, tagged once', async () => {
    const ticketId = '2005';
    const made = (await call('POST', '/v1/suggestions', { token, body: { ticketId }, headers: { accept: 'application/json' } })).json as unknown as Suggestion;
    const tags = [{ tag: 'login', confidence: 0.99, reasons: [], present: false }];
    const prepared = { ...made, suggestionId: 'sug_late', triage: { ...made.triage, tags } };
    await record.saveSuggestion(prepared, { id: 'trc_late' } as never, hashOfInput(await desk.helpdesk.fetchTicket(ticketId)));
    const moments = ['T12:00', 'T08:00', 'T10:00'].flatMap((hour) => Array.from({ length: 20 }, () => `2026-11-01${hour}:00Z`));
    const kept = [];
    for (const [i, moment] of moments.entries()) {
      const id = `evt_late_${i}`;
      const kind = moment.includes('T08') ? ('ticket_created' as const) : ('ticket_updated' as const);
      const event = { id, dedupeKey: `zendesk|${ticketId}|${kind}|${moment}`, kind, ticketId, receivedAt: new Date().toISOString() };
      if ((await record.receive([event]))[0]) kept.push({ installation: 'zendesk:events', eventId: id });
    }
    expect(kept).toHaveLength(3);
    for (const wakeUp of kept) expect(await processEvent(wakeUp, platform)).toBe('done');
    expect(desk.state.tags).toEqual(['password', 'login']);
    expect(desk.state.writes).toBe(1);
    // After the ticket was solved, what comes late changes nothing.
    const fetchTicket = desk.helpdesk.fetchTicket;
    desk.helpdesk.fetchTicket = async (id) => ({ ...(await fetchTicket(id)), status: 'solved' });
    expect(await processEvent(await receive(ticketId), platform)).toBe('obsolete');
    expect(desk.state.writes).toBe(1);
  });

  test('of a side conversation is left alone', async () => {
    const fetchTicket = desk.helpdesk.fetchTicket;
    desk.helpdesk.fetchTicket = async (id) => ({ ...(await fetchTicket(id)), sideConversation: true });
    expect(await processEvent(await receive('2006'), platform)).toBe('obsolete');
    expect(desk.state.writes).toBe(0);
    expect((await call('GET', '/v1/tickets/2006/suggestion', { token })).text).toBe('null');
  });

  test('of a ticket that is gone is obsolete, not retried', async () => {
    const wakeUp = await receive('404');
    expect(await processEvent(wakeUp, platform)).toBe('obsolete');
    expect(await isPending(wakeUp.eventId)).toBe(false);
  });

  test('that fails stays in the inbox', async () => {
    const wakeUp = await receive('2002');
    const broken = { ...platform, helpdesk: async () => Promise.reject(new Error('down')) };
    expect(await processEvent(wakeUp, broken)).toBe('retry');
    expect(await isPending(wakeUp.eventId)).toBe(true);
    expect(await processEvent(wakeUp, platform)).toBe('done');
  });

  test('whose wake-up was lost is woken by the alarm', async () => {
    const wakeUp = await receive('2003');
    const stub = bindings.INSTALLATION.getByName('installation:zendesk:events');
    await runInDurableObject(stub, async (_, state) => {
      expect(await state.storage.getAlarm()).not.toBeNull();
      state.storage.sql.exec('UPDATE inbox SET due_at = 0 WHERE id = ?', wakeUp.eventId);
    });
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    // The queue's consumer runs under the local helpdesk's address, which is not there: the attempt is counted and the event stays.
    let attempts = 0;
    for (let i = 0; i < 100 && attempts === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      attempts = await runInDurableObject(stub, (_, state) =>
        Number(state.storage.sql.exec('SELECT attempts FROM inbox WHERE id = ?', wakeUp.eventId).one().attempts),
      );
    }
    expect(attempts).toBe(1);
  });
});

test('an event that is done answers for its duplicates for thirty days, a dead one for ninety, and then they go', async () => {
  await createInstallation('events-old');
  const own = platform.installation('zendesk:events-old');
  const stub = bindings.INSTALLATION.getByName('installation:zendesk:events-old');
  const event = (id: string) => ({ id, dedupeKey: `key ${id}`, kind: 'ticket_created' as const, ticketId: id, receivedAt: new Date().toISOString() });
  const all = ['done', 'obsolete', 'dead', 'pending'].map(event);
  await own.receive(all);
  await own.settleEvent('done', 'done', '');
  await own.settleEvent('obsolete', 'obsolete', 'the ticket is closed');
  for (let attempt = 0; attempt < 8; attempt++) {
    await runInDurableObject(stub, (_, state) => void state.storage.sql.exec("UPDATE inbox SET lease_until = 0 WHERE id = 'dead'"));
    await own.claimEvent('dead');
    await own.settleEvent('dead', 'retry', 'down');
  }
  expect(await own.inboxCounts()).toEqual({ pending: 1, done: 1, obsolete: 1, dead: 1 });
  const afterDays = async (days: number) => {
    await runInDurableObject(stub, async (_, state) => {
      state.storage.sql.exec("UPDATE inbox SET due_at = due_at - ? WHERE state <> 'pending'", days * 86_400_000);
      await state.storage.setAlarm(Date.now() + 60_000);
    });
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    return own.inboxCounts();
  };
  expect(await afterDays(29.9)).toEqual({ pending: 1, done: 1, obsolete: 1, dead: 1 });
  expect(await own.receive(all)).toEqual([false, false, false, false]);
  expect(await afterDays(0.2)).toEqual({ pending: 1, done: 0, obsolete: 0, dead: 1 });
  expect(await afterDays(59.8)).toMatchObject({ pending: 1, dead: 1 });
  expect(await afterDays(0.2)).toEqual({ pending: 1, done: 0, obsolete: 0, dead: 0 });
  // The hourly reading looks back a week; whatever else comes again after so long is new.
  expect(await own.receive(all)).toEqual([true, true, true, false]);
});

test('whatever a ticket asks for, nothing else is read than for one that asks for nothing', () =>
  readsNothingElse({ ticketId: '2008', platform, desk: desk.helpdesk, receive }));

test('what one ticket costs, from its webhook to the draft in the sidebar, stays within what docs/operations.md counts with', async () => {
  const counts = { object: 0, kv: 0, vectors: 0 };
  const counted = <T extends object>(target: T, name: keyof typeof counts): T =>
    new Proxy(target, {
      get: (of, key) => {
        const value = Reflect.get(of, key) as unknown;
        return typeof value === 'function' && key !== 'then'
          ? (...args: unknown[]) => {
              counts[name] += 1;
              return (value as (...args: unknown[]) => unknown).apply(of, args);
            }
          : value;
      },
    });
  const { vectors, snapshots } = platform;
  const watched = createClient({
    helpdesk: async () => desk.helpdesk,
    installation: (id) => counted(platform.installation(id), 'object'),
    vectors: counted(vectors, 'vectors'),
    snapshots: counted(snapshots, 'kv'),
  });
  const { eventId, installation } = await receive('2007');
  expect(await processEvent({ installation, eventId }, watched.platform)).toBe('done');
  const at = { ...counts };
  const open = async (body: object) =>
    (await watched.call('POST', '/v1/suggestions', { token, body, headers: { accept: 'application/json' } })).json as unknown as Suggestion;
  await watched.call('GET', '/v1/tickets/2007/suggestion', { token });
  const { suggestionId } = await open({ ticketId: '2007', until: 'decision' });
  await watched.call('GET', '/v1/tickets/2007/context', { token });
  await watched.call('POST', '/v1/feedback', { token, body: { suggestionId, kind: 'shown' } });
  // The snapshot is in the isolate by now: no KV. The helpdesk's own token and settings, the webhook and its effects come on top.
  expect(at.object).toBeLessThanOrEqual(12);
  expect(counts.object - at.object).toBeLessThanOrEqual(8);
  expect(counts.kv).toBe(0);
  expect(counts.vectors).toBeLessThanOrEqual(1);
});

describe('a build', lostBuilds);

describe('escalating', () => {
  const suggest = async (id: string): Promise<Suggestion> =>
    (
      await call('POST', '/v1/suggestions', {
        token,
        body: { ticket: exampleTicket(id, 'I want to talk to a human about my password, now.') },
        headers: { accept: 'application/json' },
      })
    ).json as unknown as Suggestion;
  const escalate = (s: Suggestion, body: object = {}) =>
    call('POST', `/v1/tickets/${s.ticketId}/escalate`, { token, body: { suggestionId: s.suggestionId, group: 'Billing', ...body } });

  test('writes the note and the routing once, however often it is clicked', async () => {
    const suggestion = await suggest('3001');
    const answers = [await escalate(suggestion), await escalate(suggestion), await escalate(suggestion)];
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, json: { status: 'confirmed', group: 'Billing', note: suggestion.handover } });
    expect(desk.state.notes).toHaveLength(1);
    expect(desk.state.notes[0]).toContain('deskgraph:eff_');
    expect(desk.state.routing).toHaveLength(1);
  });

  test('whose answer was lost is completed by another click, without a second note', async () => {
    const suggestion = await suggest('3002');
    desk.state.fail = { when: 'after', error: new AppError('upstream_failed', 'The helpdesk could not be reached. Try again in a minute.') };
    expect(await escalate(suggestion)).toMatchObject({ status: 502, json: { error: { code: 'upstream_failed', retryable: true } } });
    expect(desk.state.notes).toHaveLength(1);
    expect((await escalate(suggestion)).status).toBe(200);
    expect(desk.state.notes).toHaveLength(1);
    expect(desk.state.routing).toHaveLength(1);
  });

  test('that was refused is tried anew by another click', async () => {
    const suggestion = await suggest('3003');
    desk.state.fail = { when: 'before', error: new AppError('conflict', 'The ticket is closed.') };
    expect((await escalate(suggestion)).status).toBe(409);
    expect((await escalate(suggestion)).status).toBe(200);
    expect(desk.state.notes).toHaveLength(1);
  });

  test('takes a suggestion of just that ticket', async () => {
    const suggestion = await suggest('3004');
    expect((await call('POST', '/v1/tickets/9999/escalate', { token, body: { suggestionId: suggestion.suggestionId } })).status).toBe(404);
    expect(desk.state.writes).toBe(0);
  });
});

describe('adding tags', () => {
  test('takes what the suggestion offered and nothing else, and answers the ticket’s tags', async () => {
    const { json } = await call('POST', '/v1/suggestions', {
      token,
      body: { ticket: exampleTicket('4001', 'I forgot my password.') },
      headers: { accept: 'application/json' },
    });
    const suggestion = { ...(json as unknown as Suggestion) };
    const offered = {
      ...suggestion,
      suggestionId: 'sug_offered',
      triage: { ...suggestion.triage, tags: [{ tag: 'login', confidence: 0.9, reasons: [], present: false }] },
    };
    await record.saveSuggestion(offered, { id: 'trc_offered' } as never, '');
    const add = (tags: string[]) => call('POST', '/v1/tickets/4001/tags', { token, body: { suggestionId: 'sug_offered', tags } });
    expect(await add(['login'])).toMatchObject({ status: 200, json: { status: 'confirmed', tags: ['password', 'login'] } });
    expect(await add(['login'])).toMatchObject({ status: 200, json: { status: 'confirmed' } });
    expect(desk.state.writes).toBe(1);
    expect(await add(['closed_by_merge'])).toMatchObject({ status: 400, json: { error: { code: 'invalid_request', path: 'tags' } } });
    expect(desk.state.writes).toBe(1);
  });
});

describe('a reply without a person', automaticReplies);
