/** The card of a portal, what its admin has set, and the streaming window. */
import { describe, expect, test } from 'vitest';
import type { Suggestion } from '../../shared/suggestion.ts';
import { AppError } from '../../worker/errors.ts';
import { connectedPortal } from './support/connected-portal.ts';
import { origin, readEvents } from './support/harness.ts';

const { call, platform, portal, signed, record, at, at601, key, suggest, idOf } = connectedPortal();

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

  test('solved tickets are shown, and an answer rests on them, only where everyone may read all', async () => {
    const answered = async (attempt: number) => {
      const { events } = await suggest('36', { attempt });
      const dataOf = (type: string) => events.find((event) => event.type === type)?.data as unknown as Suggestion | undefined;
      const { similar = [], articles = [] } = dataOf('evidence') ?? {};
      const hops = articles.flatMap(({ why }) => why.path.filter(({ kind }) => kind === 'ticket'));
      const citations = dataOf('suggestion')?.draft.citations ?? [];
      return { similar: similar.length, hops: hops.length, cited: citations.filter(({ passageId }) => passageId.startsWith('ticket:')).length };
    };
    for (const attempt of [0, 1]) expect(await answered(attempt)).toEqual({ similar: 0, hops: 0, cited: 0 });
    await save({ everyoneReadsAllTickets: true });
    // What was prepared for people of unknown rights is not what these get.
    for (const attempt of [0, 1]) expect((await answered(attempt)).similar).toBeGreaterThan(0);
    await save();
    expect(await answered(0)).toEqual({ similar: 0, hops: 0, cited: 0 });
  });

  test('an auditor may read and not act', async () => {
    const suggestionId = idOf(await suggest('35'));
    await save({ roles: { 9: 'auditor' } });
    expect((await signed(at('comment'), { ticketId: '35', suggestionId, text: 'x' }, { portal: '601', user: '9' })).json.error?.code).toBe('forbidden');
    expect((await signed(at('prepared'), { ticketId: '35' }, { portal: '601', user: '9' })).json.error).toBeUndefined();
  });
});

describe('the console', () => {
  const open = async (user: string) =>
    (await signed('/hubspot/settings/console', {}, { portal: '601', user })).json as unknown as { url: string; error?: { code: string } };
  const sessionOf = (html: string) => JSON.parse(/id="deskgraph-session">(.*?)<\/script>/.exec(html)?.[1] ?? 'null') as { token: string; user: object } | null;

  test('opens once for whom an admin gave a role, as that; it is at no ticket, and a role that is taken away ends it', async () => {
    const give = (roles: object) => signed('/hubspot/settings/save', { access: { scope: {}, roles } }, at601);
    await give({ 9: 'auditor' });
    expect((await open('8')).error?.code).toBe('forbidden');
    const { url } = await open('9');
    const path = url.replace(/^https?:\/\/[^/]+/, '');
    expect(path).toMatch(/^\/hubspot\/console\?token=/);
    const page = await call('GET', path);
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining("frame-ancestors 'none'")]);
    const session = sessionOf(page.text);
    expect(session).toMatchObject({ user: { id: '9', role: 'auditor' }, installation: 'hubspot:601' });
    expect((await call('GET', path)).status).toBe(401);
    const token = session?.token ?? '';
    expect((await call('GET', '/v1/audit', { token })).status).toBe(200);
    expect((await call('GET', '/v1/setup', { token })).json).toMatchObject({ choices: { people: [{ id: '7', name: 'Kim' }, { id: '8' }] } });
    expect((await call('PUT', '/v1/settings', { token, body: { traceDays: 5 } })).status).toBe(403);
    // Of one purpose a token opens nothing of another.
    const opener = new URL(url, origin).searchParams.get('token') ?? '';
    expect((await call('GET', `/hubspot/page?token=${opener}`)).status).toBe(401);
    await give({ 9: 'reviewer' });
    const renewed = await call('POST', '/v1/session', { token, body: {} });
    expect(renewed).toMatchObject({ status: 200, json: { user: { role: 'reviewer' } } });
    for (const [route, body] of [
      ['/v1/suggestions', { ticketId: '35' }],
      ['/v1/tickets/35/escalate', {}],
      ['/v1/tickets/35/tags', {}],
    ] as const)
      expect(await call('POST', route, { token: String(renewed.json.token), body })).toMatchObject({ status: 403, json: { error: { code: 'forbidden' } } });
    const { url: late } = await open('9');
    await give({});
    expect((await call('GET', late.replace(/^https?:\/\/[^/]+/, ''))).status).toBe(403);
    expect((await call('POST', '/v1/session', { token: String(renewed.json.token), body: {} })).status).toBe(403);
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
    // As in the card: of tickets whose readers HubSpot does not tell, nothing is said.
    const { articles = [] } = (readEvents(stream.text)[0]?.data ?? {}) as unknown as Partial<Suggestion>;
    expect(articles.flatMap(({ why }) => why.path.filter(({ kind }) => kind === 'ticket'))).toEqual([]);
    expect(articles.length).toBeGreaterThan(0);
    expect((await call('GET', `/hubspot/page?token=${token}`)).status).toBe(401);
    expect((await call('POST', '/v1/suggestions', { token, body: { ticketId: '35' } })).status).toBe(401);
    const opener = new URL(url).searchParams.get('token') ?? '';
    expect((await call('POST', '/hubspot/page/stream', { token: opener, body: {} })).status).toBe(401);
  });
});
