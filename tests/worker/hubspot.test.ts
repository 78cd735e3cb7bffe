import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../worker/errors.ts';
import { issueSession } from '../../worker/http/session-token.ts';
import { processEvent } from '../../worker/queue.ts';
import { reconcile } from '../../worker/service/reconcile.ts';
import { articles, exampleTicket, ingest, origin, readEvents } from './support/harness.ts';
import { APP_ID, hubspotClientUnderTest, SECRET, v3 } from './support/hubspot.ts';
import { testVariables } from './support/variables.ts';

const { call, platform, portal, signed, workflow, install } = hubspotClientUnderTest();
const record = platform.installation('hubspot:601');
const at = (name: string) => `/hubspot/card/${name}`;
const at601 = { portal: '601' };
let count = 0;
const key = (): string => `key-of-the-test-${count++}`;

beforeAll(async () => {
  await install('601');
  await install('602');
  const session = { installation: 'hubspot:601', user: { id: '7', name: 'Kim', role: 'admin' as const }, since: Math.floor(Date.now() / 1_000) };
  const { token } = await issueSession(testVariables.SESSION_KEY, session, Date.now());
  const solved = Array.from({ length: 6 }, (_, i) => ({
    id: String(900 + i),
    subject: 'Password forgotten',
    body: `I forgot my password and cannot sign in. How do I reset it? I tried ${i + 1} times.`,
    status: 'solved',
    replies: [
      {
        role: 'agent',
        at: '2026-01-01T00:00:00Z',
        text: 'Open the sign-in page and choose Forgot password. We send a link to your e-mail address.',
        public: true,
      },
    ],
    tags: ['password'],
    resolvedBy: ['a1'],
    createdAt: '2026-01-01T00:00:00Z',
  }));
  expect((await ingest(token, { article: articles, ticket: solved })).state).toBe('published');
});
beforeEach(() => {
  portal.tickets = new Map(['35', '36', '37'].map((id) => [id, exampleTicket(id, 'I forgot my password and cannot sign in. How do I reset it?') as never]));
  Object.assign(portal, { notes: [], sent: [], delayMs: 0, failWith: null, pipeline: '0', tags: new Map(), uninstalled: [] });
});

type Events = { events: { type: string; data: Record<string, never> }[] };
const suggest = async (ticketId: string, more: object = {}, options: object = at601) =>
  (await signed(at('suggestion'), { ticketId, key: key(), ...more }, options)).json as unknown as Events & { running?: true; error?: { code: string } };
const idOf = (answer: Events): string => {
  const done = answer.events.find((e) => e.type === 'done')?.data as unknown as { suggestionId: string } | undefined;
  return done?.suggestionId ?? '';
};

describe('the card', () => {
  test('gets a whole suggestion, in the contract’s order, from its own portal', async () => {
    const answer = await suggest('35');
    expect([...new Set(answer.events.map((e) => e.type))]).toEqual(['evidence', 'decision', 'draft.delta', 'suggestion', 'done']);
    expect(await record.suggestion(idOf(answer))).toMatchObject({ ticketId: '35' });
    expect(await platform.installation('hubspot:602').suggestion(idOf(answer))).toBeNull();
  });

  test('that asks twice with one key gets one suggestion, however close together', async () => {
    const same = { key: key() };
    const before = portal.fetched;
    const answers = await Promise.all([suggest('36', same), suggest('36', same), suggest('36', same)]);
    answers.push(await suggest('36', same));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(portal.fetched - before).toBe(1);
    expect((await suggest('36', { ...same, attempt: 1 })).error?.code).toBe('idempotency_conflict');
  });

  test('is told within seconds that a slow suggestion runs on, and finds it under the same key', async () => {
    portal.delayMs = 3_400;
    const same = { key: key() };
    const started = Date.now();
    expect(await suggest('37', same)).toEqual({ running: true });
    expect(Date.now() - started).toBeLessThan(12_000);
    let answer = await suggest('37', same);
    while (answer.running) answer = await suggest('37', same);
    expect(idOf(answer)).toMatch(/^sug_/);
  });

  test.each([
    ['a ticket that is gone', () => ({ ticketId: '404404' }), 'not_found'],
    ['a ticket id that is none', () => ({ ticketId: '35/../36' }), 'invalid_request'],
    ['no key', () => ({ ticketId: '35', key: undefined }), 'invalid_request'],
  ])('%s answers 200 with an error', async (_, body, code) => {
    const answer = await signed(at('suggestion'), { key: key(), ...body() }, at601);
    expect([answer.status, answer.json.error?.code]).toEqual([200, code]);
  });

  test('HubSpot refusing us is told as it is, and the key is free again', async () => {
    const same = { key: key() };
    portal.failWith = new AppError('upstream_failed', 'HubSpot refused Deskgraph’s access. An admin must connect it again.', { retryable: false });
    expect((await suggest('35', same)).error?.code).toBe('upstream_failed');
    portal.failWith = null;
    expect(idOf(await suggest('35', same))).toMatch(/^sug_/);
  });

  test('a body over 1 MB is refused before it is read whole', async () => {
    expect((await signed(at('suggestion'), { ticketId: '35', key: 'x'.repeat(1_100_000) }, at601)).status).toBe(413);
  });

  test('tags, comment, escalation, feedback: each once, each for a suggestion of this ticket', async () => {
    const suggestionId = idOf(await suggest('35'));
    for (let i = 0; i < 2; i++)
      expect((await signed(at('comment'), { ticketId: '35', suggestionId, text: 'Draft for Lee' }, at601)).json).toMatchObject({ status: 'confirmed' });
    expect(portal.notes).toHaveLength(1);
    for (let i = 0; i < 2; i++) expect((await signed(at('escalate'), { ticketId: '35', suggestionId }, at601)).json).toMatchObject({ status: 'confirmed' });
    expect(portal.notes).toHaveLength(2);
    expect((await signed(at('tags'), { ticketId: '35', suggestionId, tags: ['never-offered'] }, at601)).json.error?.code).toBe('invalid_request');
    expect((await signed(at('comment'), { ticketId: '36', suggestionId, text: 'x' }, at601)).json.error?.code).toBe('not_found');
    expect((await signed(at('comment'), { ticketId: '35', suggestionId, text: 'x' }, { portal: '602' })).json.error?.code).toBe('not_found');
    expect((await signed(at('feedback'), { suggestionId, kind: 'up' }, at601)).json).toEqual({ ok: true });
  });

  test('a reply goes out once, as the signed user, after a confirmation of exactly this', async () => {
    const suggestionId = idOf(await suggest('35'));
    const target = (await signed(at('reply-target'), { ticketId: '35' }, at601)).json as unknown as { recipient: string; threadId: string };
    const reply = { ticketId: '35', suggestionId, text: 'Choose Forgot password.', recipient: target.recipient, threadId: target.threadId };
    expect((await signed(at('reply'), reply, at601)).json.error?.code).toBe('invalid_request');
    expect(portal.sent).toEqual([]);
    for (let i = 0; i < 2; i++)
      expect((await signed(at('reply'), { ...reply, confirmed: true, userId: '666' }, at601)).json).toMatchObject({ status: 'confirmed' });
    expect(portal.sent).toEqual([{ ticketId: '35', text: reply.text, userId: '7' }]);
    expect((await signed(at('reply'), { ...reply, recipient: 'Eve', confirmed: true }, at601)).json.error?.code).toBe('conflict');
  });

  test('an agent’s own question is answered from the knowledge, and what needs a model says so', async () => {
    const ask = (wanted: object) => signed(at('assist'), { ticketId: '35', ask: wanted }, at601);
    expect((await ask({ ability: 'answer', text: 'How does a customer get a new password?' })).json).toMatchObject({
      ability: 'answer',
      text: expect.stringContaining('Forgot password'),
    });
    expect((await ask({ ability: 'summarize' })).json).toMatchObject({ ability: 'summarize', by: { drafter: 'extractive' } });
    expect((await ask({ ability: 'friendlier' })).json.error?.code).toMatch(/needs_model|conflict/);
    expect((await ask({ ability: 'sing' })).json.error?.code).toBe('invalid_request');
  });

  test('a passage can be read', async () => {
    const answer = await suggest('35');
    const evidence = answer.events[0]?.data as unknown as { articles: { passageIds: string[]; title: string }[] };
    expect((await signed(at('passage'), { id: evidence.articles[0]?.passageIds[0] }, at601)).json).toMatchObject({ title: evidence.articles[0]?.title });
  });
});

describe('what an admin has set', () => {
  const access = (change: object = {}) => ({ scope: {}, roles: {}, ...change });
  const save = (change: object = {}) => signed('/hubspot/settings/save', { access: access(change) }, at601);

  test('only whoever installed it, or whom they named, is an admin', async () => {
    expect((await signed('/hubspot/settings/read', {}, { portal: '601', user: '8' })).json.error?.code).toBe('forbidden');
    expect((await signed('/hubspot/settings/read', {}, at601)).json).toMatchObject({
      access: { roles: { 7: 'admin' } },
      choices: { pipelines: [{ label: 'Support' }] },
    });
    await save({ roles: { 8: 'admin', 7: 'agent' } });
    expect((await signed('/hubspot/settings/read', {}, { portal: '601', user: '8' })).json).toMatchObject({ access: { roles: { 7: 'admin', 8: 'admin' } } });
    expect((await signed('/hubspot/settings/read', {}, { portal: '602', user: '8' })).json.error?.code).toBe('forbidden');
  });

  test('how far automation goes is chosen here, and the dry run is told', async () => {
    const automation = { autoTag: 'dry_run', tagPrefix: 'dg_', note: true };
    expect((await signed('/hubspot/settings/save', { automation }, at601)).json).toMatchObject({ automation, accuracy: { tickets: 0 } });
    expect((await signed('/hubspot/settings/save', { automation: { autoTag: 'always' } }, at601)).json.error?.code).toBe('invalid_request');
    expect((await signed('/hubspot/settings/read', {}, at601)).json).toMatchObject({ automation, access: { roles: { 7: 'admin' } } });
    await signed('/hubspot/settings/save', { automation: { autoTag: 'on' } }, at601);
  });

  test.each([
    ['another user', { users: ['8'] }, 'forbidden'],
    ['another team', { teams: ['9'] }, 'forbidden'],
    ['another pipeline', { pipelines: ['5'] }, 'forbidden'],
    ['another channel', { channels: ['phone'] }, 'forbidden'],
    ['their own team', { teams: ['Tier 2'] }, undefined],
    ['their own pipeline', { pipelines: ['0'] }, undefined],
    ['themselves', { users: ['7'], teams: ['9'] }, undefined],
  ])('turned on for %s', async (_, scope, code) => {
    await save({ scope });
    expect((await suggest('35')).error?.code).toBe(code);
    await save();
  });

  test('solved tickets are shown only where everyone may read all', async () => {
    const similar = async () => {
      const evidence = (await suggest('36', { attempt: 1 })).events[0]?.data as unknown as { similar: unknown[] } | undefined;
      return evidence?.similar.length ?? -1;
    };
    expect(await similar()).toBe(0);
    await save({ everyoneReadsAllTickets: true });
    expect(await similar()).toBeGreaterThan(0);
    await save();
  });

  test('an auditor may read and not act', async () => {
    const suggestionId = idOf(await suggest('35'));
    await save({ roles: { 9: 'auditor' } });
    expect((await signed(at('comment'), { ticketId: '35', suggestionId, text: 'x' }, { portal: '601', user: '9' })).json.error?.code).toBe('forbidden');
    expect((await signed(at('prepared'), { ticketId: '35' }, { portal: '601', user: '9' })).json.error).toBeUndefined();
  });
});

describe('the streaming window', () => {
  test('opens once, streams for its own ticket, and its tokens open nothing else', async () => {
    const { url } = (await signed(at('page'), { ticketId: '35' }, at601)).json as unknown as { url: string };
    const path = url.slice(origin.length);
    const page = await call('GET', path);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain('frame-ancestors https://*.hubspot.com');
    expect((await call('GET', path)).status).toBe(401);
    const { token } = JSON.parse(/id="deskgraph-start">(.*?)<\/script>/.exec(page.text)?.[1] ?? '{}') as { token: string };
    const stream = await call('POST', '/hubspot/page/stream', { token, body: {} });
    expect(readEvents(stream.text).map((e) => e.type)).toContain('done');
    expect(readEvents(stream.text)[0]?.data).toMatchObject({ ticketId: '35', similar: [] });
    expect((await call('GET', `/hubspot/page?token=${token}`)).status).toBe(401);
    expect((await call('POST', '/v1/suggestions', { token, body: { ticketId: '35' } })).status).toBe(401);
    const opener = new URL(url).searchParams.get('token') ?? '';
    expect((await call('POST', '/hubspot/page/stream', { token: opener, body: {} })).status).toBe(401);
  });
});

describe('webhooks', () => {
  const event = (objectId: number, more: object = {}) => ({
    eventId: 1,
    subscriptionId: 5,
    portalId: 601,
    appId: Number(APP_ID),
    occurredAt: 1_700_000_000_000,
    subscriptionType: 'ticket.creation',
    attemptNumber: 0,
    objectId,
    changeSource: 'CRM_UI',
    ...more,
  });
  async function deliver(events: unknown, raw = JSON.stringify(events)) {
    const now = String(Date.now());
    const signature = await v3(SECRET, 'POST', `${origin}/hubspot/webhooks`, raw, now);
    return call('POST', '/hubspot/webhooks', { raw, headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': now } });
  }
  const pending = async (portalId = '601') => (await platform.installation(`hubspot:${portalId}`).pendingEvents(1_000)).map((e) => e.ticketId);

  test('a batch that mixes portals reaches each its own; an unknown portal and a broken event spoil nothing', async () => {
    const answer = await deliver([event(1001), event(1002, { portalId: 602 }), event(1003, { portalId: 999 }), { nonsense: true }, null, event(1004)]);
    expect([answer.status, answer.json]).toEqual([200, { ok: true, received: 3, duplicate: 0, skipped: 0, malformed: 2, unknownPortal: 1, erased: 0 }]);
    expect(await pending()).toEqual(expect.arrayContaining(['1001', '1004']));
    expect(await pending('602')).toEqual(['1002']);
    expect(await platform.installation('hubspot:999').settings()).toBeNull();
  });

  test('repeated, out of order, with other attempt numbers: one event each', async () => {
    const batch = [event(1100, { occurredAt: 2 }), event(1100, { occurredAt: 1 }), event(1101, { eventId: 1 })];
    for (let i = 0; i < 5; i++) await deliver(batch.map((e) => ({ ...e, attemptNumber: i })).reverse());
    expect((await pending()).filter((id) => id === '1100')).toHaveLength(2);
    expect((await pending()).filter((id) => id === '1101')).toHaveLength(1);
  });

  test('equal event ids for different messages and properties are different events', async () => {
    await deliver(['a', 'b'].map((messageId) => event(1200, { subscriptionType: 'conversation.newMessage', messageId, messageType: 'MESSAGE' })));
    await deliver(['subject', 'content'].map((propertyName) => event(1201, { subscriptionType: 'ticket.propertyChange', propertyName })));
    expect((await pending()).filter((id) => id === 'thread:1200')).toHaveLength(2);
    expect((await pending()).filter((id) => id === '1201')).toHaveLength(2);
  });

  test.each([
    ['what Deskgraph wrote itself', { subscriptionType: 'ticket.propertyChange', propertyName: 'subject', changeSource: 'INTEGRATION', sourceId: APP_ID }],
    ['a change of its own property', { subscriptionType: 'ticket.propertyChange', propertyName: 'deskgraph_tags' }],
    ['an internal comment', { subscriptionType: 'conversation.newMessage', messageId: 'c', messageType: 'COMMENT' }],
    ['a welcome message', { subscriptionType: 'conversation.newMessage', messageId: 'w', messageType: 'WELCOME_MESSAGE' }],
    ['a deletion', { subscriptionType: 'ticket.deletion' }],
    ['something newer', { subscriptionType: 'object.creation', objectTypeId: '0-1' }],
  ])('%s is acknowledged and left alone', async (_, more) => {
    const before = await pending();
    const answer = await deliver([event(1300, more)]);
    expect([answer.status, answer.json]).toMatchObject([200, { skipped: 1, received: 0 }]);
    expect(await pending()).toEqual(before);
  });

  test('a hundred events are kept before the answer', async () => {
    const answer = await deliver(Array.from({ length: 100 }, (_, i) => event(2_000 + i)));
    expect(answer.json).toMatchObject({ received: 100 });
    expect((await pending()).filter((id) => /^20\d\d$/.test(id))).toHaveLength(100);
  });

  test.each([
    ['not JSON', 'nonsense', 400],
    ['over 1 MB', JSON.stringify([event(1, { padding: 'x'.repeat(1_100_000) })]), 413],
  ])('%s is refused', async (_, raw, status) => {
    expect((await deliver(null, raw as string)).status).toBe(status);
  });

  test('an event leads to tags on the ticket; a thread without a ticket ends there', async () => {
    portal.tickets.set('1400', exampleTicket('1400', 'I forgot my password and cannot sign in.') as never);
    await deliver([
      event(1400, { subscriptionType: 'conversation.newMessage', messageId: 'm', messageType: 'MESSAGE' }),
      event(1401, { subscriptionType: 'conversation.newMessage', messageId: 'n', messageType: 'MESSAGE' }),
    ]);
    const events = await record.pendingEvents(1_000);
    const process = (ticketId: string) =>
      processEvent({ installation: 'hubspot:601', eventId: events.find((e) => e.ticketId === ticketId)?.id ?? '' }, platform);
    expect(await process('thread:1400')).toBe('done');
    expect(await process('thread:1401')).toBe('obsolete');
    expect(await record.latestSuggestion('1400')).toMatchObject({ ticketId: '1400' });
  });

  test('what an agent made of the draft is noted when their reply comes by, and no other draft is prepared', async () => {
    const asked = exampleTicket('1430', 'I forgot my password and cannot sign in. How do I reset it?') as { messages: object[] };
    portal.tickets.set('1430', asked as never);
    const suggestionId = idOf(await suggest('1430'));
    const sent = (await record.suggestion(suggestionId))?.draft.text ?? '';
    const at = new Date(Date.now() + 1_000).toISOString();
    portal.tickets.set('1430', { ...asked, messages: [...asked.messages, { id: 'r', role: 'agent', at, text: sent, public: true }] } as never);
    await deliver([event(1430, { subscriptionType: 'conversation.newMessage', messageId: 'r', messageType: 'MESSAGE' })]);
    const waiting = (await record.pendingEvents(1_000)).find((e) => e.ticketId === 'thread:1430');
    expect(await processEvent({ installation: 'hubspot:601', eventId: waiting?.id ?? '' }, platform)).toBe('done');
    const trace = await record.trace((await record.suggestion(suggestionId))?.traceId ?? '');
    expect(trace?.feedback).toEqual([expect.objectContaining({ kind: 'sent' })]);
    expect((await record.latestSuggestion('1430'))?.suggestionId).toBe(suggestionId);
  });

  test('a ticket outside of the pipelines and channels turned on is left alone', async () => {
    portal.tickets.set('1410', exampleTicket('1410', 'I forgot my password and cannot sign in.') as never);
    await signed('/hubspot/settings/save', { access: { scope: { pipelines: ['5'] }, roles: {} } }, at601);
    await deliver([event(1410)]);
    const waiting = (await record.pendingEvents(1_000)).find((e) => e.ticketId === '1410');
    expect(await processEvent({ installation: 'hubspot:601', eventId: waiting?.id ?? '' }, platform)).toBe('obsolete');
    expect(await record.latestSuggestion('1410')).toBeNull();
    await signed('/hubspot/settings/save', { access: { scope: {}, roles: {} } }, at601);
  });

  test('what was never delivered is found by reading what changed, once', async () => {
    const now = new Date().toISOString();
    const changed = (id: string, more: object = {}) => ({ id, createdAt: now, updatedAt: now, status: 'open', tags: [], ...more });
    portal.changed = [changed('1420'), changed('1421', { status: 'closed' }), changed('1422', { createdAt: '2026-01-01T00:00:00Z' })];
    const quiet = { ...platform, wake: async () => undefined };
    expect(await reconcile(quiet, 'hubspot:601')).toMatchObject({ read: 3, recovered: 1 });
    expect(await reconcile(quiet, 'hubspot:601')).toMatchObject({ recovered: 0 });
    expect((await record.pendingEvents(1_000)).filter((e) => e.ticketId === '1420')).toHaveLength(1);
  });

  test('a contact’s privacy deletion erases what was kept of them', async () => {
    portal.tickets.set('1500', { ...(exampleTicket('1500', 'I forgot my password.') as object), requester: { id: '88', name: 'Pat', email: null } } as never);
    const suggestionId = idOf(await suggest('1500'));
    expect(await record.suggestion(suggestionId)).not.toBeNull();
    expect((await deliver([event(88, { subscriptionType: 'contact.privacyDeletion' })])).json).toMatchObject({ erased: 1 });
    expect(await record.suggestion(suggestionId)).toBeNull();
  });
});

describe('the workflow action', () => {
  const request = (callbackId: string, more: object = {}) => ({
    callbackId,
    origin: { portalId: 601, actionDefinitionId: 1 },
    context: { source: 'WORKFLOWS', workflowId: 2 },
    object: { objectId: 35, objectType: 'TICKET' },
    inputFields: {},
    ...more,
  });

  test('answers what the ticket is about, and repeats itself for the same callback', async () => {
    const before = portal.fetched;
    const answers = [await workflow(request('ap-601-1')), await workflow(request('ap-601-1'))];
    expect(answers.map((a) => a.status)).toEqual([200, 200]);
    expect(answers[0]?.json).toEqual(answers[1]?.json);
    expect(answers[0]?.json).toMatchObject({ outputFields: { hs_execution_state: 'SUCCESS', needs_person: 'false' } });
    expect(portal.fetched - before).toBe(1);
    expect((await workflow(request('ap-601-1', { object: { objectId: 36, objectType: 'TICKET' } }))).status).toBe(409);
  });

  test('lets the workflow go on when the ticket cannot be triaged, and asks again for what may pass', async () => {
    expect((await workflow(request('ap-601-2', { object: { objectId: 404, objectType: 'TICKET' } }))).json).toMatchObject({
      outputFields: { hs_execution_state: 'FAIL_CONTINUE' },
    });
    expect((await workflow(request('ap-601-3', { object: { objectId: 35, objectType: 'CONTACT' } }))).json).toMatchObject({
      outputFields: { hs_execution_state: 'FAIL_CONTINUE' },
    });
    portal.failWith = new AppError('rate_limited', 'HubSpot asks for a pause.', { retryable: true });
    const answer = await workflow(request('ap-601-4'));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '5000']);
    portal.failWith = null;
    expect((await workflow(request('ap-601-4'))).status).toBe(200);
  });

  test('of a portal that is not connected finds nothing', async () => {
    expect((await workflow(request('ap-9', { origin: { portalId: 999 } }))).status).toBe(404);
  });
});

describe('installing and leaving', () => {
  const begin = async () => new URL((await call('GET', '/hubspot/oauth/start')).headers.get('location') ?? '').searchParams.get('state') ?? '';
  const finish = (state: string, code = 'code-603') => call('GET', `/hubspot/oauth/callback?state=${encodeURIComponent(state)}&code=${code}`);

  test('a state that is missing, forged or used before connects nothing', async () => {
    expect((await finish('')).status).toBe(401);
    expect((await finish('forged')).status).toBe(401);
    const state = await begin();
    expect((await finish(state)).status).toBe(200);
    expect((await finish(state)).status).toBe(401);
    expect(await platform.installation('hubspot:603').settings()).toMatchObject({ platform: 'hubspot', accountId: '603' });
  });

  test('removing ends the installation at HubSpot and here', async () => {
    expect((await signed('/hubspot/settings/uninstall', {}, { portal: '603' })).json.error?.code).toBe('invalid_request');
    expect((await signed('/hubspot/settings/uninstall', { confirm: true }, { portal: '603' })).json.error).toBeUndefined();
    expect(portal.uninstalled).toEqual(['access-code-603']);
    expect((await signed(at('suggestion'), { ticketId: '35', key: key() }, { portal: '603' })).json.error?.code).toBe('unknown_installation');
    expect((await signed('/hubspot/settings/read', {}, at601)).json.error).toBeUndefined();
  });
});
