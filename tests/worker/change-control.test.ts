/** One story: a policy change is proposed, judged, mended, approved by another, live, taken back; and the audit proves it. */
import { beforeAll, expect, test } from 'vitest';
import type { Health } from '../../shared/api.ts';
import type { AuditEntry, BlastRadius, Checkpoint, Proposal, ReleaseView, ReplayAnswer } from '../../shared/governance.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import { verifyChain } from '../../worker/governance/audit/chain.ts';
import { checkpointHolds, checkpointKey, signCheckpoint } from '../../worker/governance/audit/checkpoint.ts';
import { articles, bindings, createClient, createInstallation, exampleTicket, ingest } from './support/harness.ts';
import { testVariables } from './support/variables.ts';

const { call, platform } = createClient();
const NAME = 'change-control';
const as: Record<string, string> = {};
const json = { accept: 'application/json' };

const tokenOf = async (user: string, role: string): Promise<string> =>
  String((await call('POST', '/v1/local/token', { body: { installation: NAME, user, role } })).json.token);
const ask = async (body: object) => (await call('POST', '/v1/suggestions', { token: as.agent ?? '', body, headers: json })).json as unknown as Suggestion;
const send = async <T>(who: string, method: string, path: string, body?: object) => {
  const answer = await call(method, path, { token: as[who] ?? '', ...(body === undefined ? {} : { body }) });
  return { status: answer.status, code: answer.json.error?.code, data: answer.json as unknown as T };
};
const auditTrail = async (): Promise<AuditEntry[]> => (await send<{ entries: AuditEntry[] }>('auditor', 'GET', '/v1/audit')).data.entries;

const healthOf = async (name: string) => ((await call('GET', '/healthz')).json as unknown as Health).installations.find((i) => i.id === `zendesk:${name}`);

const refund = exampleTicket('500', 'How do I change my plan? I paid too much and want my money back.');
const password = exampleTicket('501', 'I forgot my password and cannot sign in. How do I get a new one?');
const policy = (keywords: string[]) => ({
  id: 'money-back',
  title: 'Money back',
  text: 'Refunds are decided by the billing team.',
  when: { keywords },
  then: { escalate: { reason: 'Money back is decided by the billing team.', group: 'Billing' } },
});

beforeAll(async () => {
  await createInstallation(NAME);
  for (const [user, role] of [
    ['agent', 'agent'],
    ['mia', 'knowledge_manager'],
    ['noah', 'reviewer'],
    ['ada', 'admin'],
    ['auditor', 'auditor'],
  ] as const)
    as[user] = await tokenOf(user, role);
  expect(await ingest(as.ada ?? '', { article: articles })).toMatchObject({ state: 'published' });
  expect((await send('ada', 'PUT', '/v1/settings', { secondPerson: true, traceDays: 30, suggestionDays: 30 })).status).toBe(200);
});

test('the story of one change', async () => {
  const [before, other] = [await ask({ ticket: refund }), await ask({ ticket: password })];
  expect(before.decision.outcome).not.toBe('escalate');
  const [first] = (await send<{ releases: ReleaseView[] }>('mia', 'GET', '/v1/releases')).data.releases;
  expect(first).toMatchObject({ id: before.releaseId, state: 'live' });

  // What is agreed: a question about a forgotten password is never handed over.
  const golden = { id: 'password', ticket: password, expect: { outcome: other.decision.outcome, mustCite: ['a1'] } };
  expect((await send('mia', 'POST', '/v1/golden', golden)).status).toBe(200);

  // A policy that reaches too far is proposed; its blast radius shows both tickets, the gate fails on the golden one.
  const wide = { title: 'Money back to billing', why: 'Agents promised refunds.', change: { policies: [policy(['money back', 'password'])] } };
  const { status, data: proposed } = await send<Proposal>('mia', 'POST', '/v1/proposals', wide);
  expect({ status, proposed }).toMatchObject({ status: 201 });
  expect(proposed.changes).toEqual([expect.objectContaining({ part: 'policies', what: 'policy money-back added' })]);
  const radius = (await send<BlastRadius>('mia', 'GET', `/v1/proposals/${proposed.id}/blast-radius?n=50`)).data;
  expect(radius.n).toBe(2);
  expect(radius.changed.map((c) => [c.ticketId, c.outcome[1]]).sort()).toEqual([
    ['500', 'escalate'],
    ['501', 'escalate'],
  ]);
  const shown500 = radius.changed.find((c) => c.ticketId === '500');
  expect(shown500?.draft).toEqual([expect.stringContaining('Change plan'), expect.any(String)]);
  expect(shown500?.draft?.[1]).not.toBe(shown500?.draft?.[0]);
  const failed = (await send<Proposal>('mia', 'POST', `/v1/proposals/${proposed.id}/evaluate`, {})).data;
  expect(failed).toMatchObject({ state: 'proposed', gate: { ok: false, golden: { total: 1, failed: [{ id: 'password' }] }, privacy: { leaks: 0 } } });
  expect(await send('noah', 'POST', `/v1/proposals/${proposed.id}/approve`, { why: 'looks good' })).toMatchObject({ status: 409 });

  // Mended; the gate passes; who proposed it may not approve it, even as an admin; another may.
  const narrow = { ...wide, title: 'Money back to billing, nothing else', change: { policies: [policy(['money back'])] } };
  const mended = (await send<Proposal>('noah', 'POST', '/v1/proposals', narrow)).data;
  const passed = (await send<Proposal>('mia', 'POST', `/v1/proposals/${mended.id}/evaluate`, {})).data;
  expect(passed).toMatchObject({ state: 'evaluated', gate: { ok: true, injection: { unauthorised: 0 } } });
  expect(await send('ada', 'POST', `/v1/proposals/${mended.id}/publish`, { why: 'now' })).toMatchObject({ status: 409, code: 'conflict' });
  expect(await send('noah', 'POST', `/v1/proposals/${mended.id}/approve`, { why: 'mine' })).toMatchObject({ status: 403 });
  expect(await send('mia', 'POST', `/v1/proposals/${mended.id}/approve`, { why: 'mine' })).toMatchObject({ status: 403 });
  expect((await send('ada', 'POST', `/v1/proposals/${mended.id}/approve`, { why: 'billing agrees' })).status).toBe(200);
  expect(await send('ada', 'POST', `/v1/proposals/${mended.id}/publish`, { why: 'billing agrees' })).toMatchObject({ status: 200, data: { state: 'live' } });

  // Live for the next suggestion, the same ticket included; what was given before still names its own release.
  const after = await ask({ ticket: refund });
  expect(after).toMatchObject({ releaseId: mended.releaseId, decision: { outcome: 'escalate' }, route: { group: 'Billing' } });
  const replayed = (await send<ReplayAnswer>('noah', 'POST', `/v1/suggestions/${before.suggestionId}/replay`, {})).data;
  expect(replayed).toMatchObject({ state: 'replayed', equal: true, diff: null, suggestion: { releaseId: before.releaseId } });
  const under = (await send<ReplayAnswer>('noah', 'POST', `/v1/suggestions/${before.suggestionId}/replay`, { releaseId: mended.releaseId })).data;
  expect(under).toMatchObject({ state: 'replayed', equal: false, diff: { outcome: [before.decision.outcome, 'escalate'] } });

  // Taken back with one call.
  expect(await send('ada', 'POST', '/v1/rollback', { why: 'billing changed its mind' })).toMatchObject({ status: 200, data: { releaseId: before.releaseId } });
  expect(await ask({ ticket: refund })).toMatchObject({ releaseId: before.releaseId, decision: { outcome: before.decision.outcome } });
  const shown = await send<{ diffToLive: object[] }>('mia', 'GET', `/v1/releases/${mended.releaseId}`);
  expect(shown).toMatchObject({ status: 200 });
  expect(shown.data.diffToLive).toEqual([expect.objectContaining({ what: 'policy money-back added' })]);

  // The audit proves each step: in order, by whom, unbroken, and signed outside.
  const trail = await auditTrail();
  const steps = trail.filter((e) => /^(golden|release|settings)\./.test(e.action)).map((e) => `${e.action} ${e.actor}`);
  expect(steps).toEqual([
    'release.propose deskgraph',
    'release.evaluate deskgraph',
    'release.publish deskgraph',
    'settings.change ada',
    'golden.set mia',
    'release.propose mia',
    'release.evaluate mia',
    'release.propose noah',
    'release.evaluate mia',
    'release.approve ada',
    'release.retire ada',
    'release.publish ada',
    'release.retire ada',
    'release.rollback ada',
  ]);
  const exported = (await call('GET', '/v1/audit/export', { token: as.auditor ?? '' })).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const entries = exported.filter((line) => !('checkpoint' in line)) as AuditEntry[];
  expect(entries.at(-1)).toMatchObject({ action: 'audit.export', actor: 'auditor' });
  expect(verifyChain(entries, [])).toBeNull();
  expect(
    verifyChain(
      entries.map((e) => (e.action === 'release.approve' ? { ...e, actor: 'noah' } : e)),
      [],
    ),
  ).toMatchObject({ fault: 'hash' });
});

test('a checkpoint of the chain is signed and kept where the installation cannot change it', async () => {
  // What is not named stays: none of these turns off the second person.
  for (let i = 0; i < 20; i++)
    expect(await send('ada', 'PUT', '/v1/settings', { traceDays: 31 + i, watch: { minimum: 40 + i } })).toMatchObject({
      status: 200,
      data: { controls: { secondPerson: true, suggestionDays: 30, watch: { on: true, minimum: 40 + i } } },
    });
  const { checkpoints } = (await send<{ checkpoints: Checkpoint[] }>('auditor', 'GET', '/v1/audit/checkpoints')).data;
  expect(checkpoints.length).toBeGreaterThan(0);
  const key = checkpointKey(testVariables.MASTER_KEY);
  for (const checkpoint of checkpoints) expect(checkpointHolds(checkpoint, key)).toBe(true);
  const trail = await auditTrail();
  expect(verifyChain(trail, checkpoints)).toBeNull();
  const verdict = async (client = call) => (await client('GET', '/v1/audit/verify', { token: as.auditor ?? '' })).json;
  // The alarm may have signed further entries meanwhile.
  const whole = await verdict();
  expect(whole).toMatchObject({ fault: null, entries: trail.length });
  expect(Number(whole.signedUpTo)).toBeGreaterThanOrEqual(checkpoints.at(-1)?.seq ?? 0);
  const { config } = platform;
  expect(await verdict(createClient({ config: { ...config, MASTER_KEY: btoa('another key of thirty-two bytes!') } }).call)).toMatchObject({
    fault: expect.stringContaining('not signed for this installation with a key that is here'),
  });
  // While the master key is being changed, what the one before it signed still holds.
  const changing = { ...config, MASTER_KEY: btoa('another key of thirty-two bytes!'), MASTER_KEY_PREVIOUS: config.MASTER_KEY };
  expect(await verdict(createClient({ config: changing }).call)).toMatchObject({ fault: null });
  const later = signCheckpoint({ installation: `zendesk:${NAME}`, seq: 9_999, hash: 'f'.repeat(64), at: '' }, key);
  expect(await verdict(createClient({ checkpoints: { list: async () => [later] } }).call)).toMatchObject({
    fault: expect.stringContaining('knows entry 9999'),
  });
  const newest = (await send<{ entries: AuditEntry[]; next: number | null }>('auditor', 'GET', '/v1/audit?before=10')).data;
  expect([newest.entries.map(({ seq }) => seq), newest.next]).toEqual([[9, 8, 7, 6, 5, 4, 3, 2, 1, 0], null]);
  const cut = trail.slice(0, checkpoints.at(-1)?.seq ?? 0);
  expect(verifyChain(cut, checkpoints)).toMatchObject({ fault: 'cut' });
  const listed = await bindings.SNAPSHOTS.list({ prefix: `audit/${encodeURIComponent(`zendesk:${NAME}`)}/` });
  expect(listed.keys.length).toBeGreaterThanOrEqual(checkpoints.length);
});

test('new knowledge waits for a second person where one is demanded', async () => {
  const live = (await send<{ releases: ReleaseView[] }>('mia', 'GET', '/v1/releases')).data.releases.find((r) => r.state === 'live');
  const changed = [...articles, { id: 'a4', title: 'Close your account', text: 'Open Settings and choose Close account. This cannot be undone.' }];
  await ingest(as.ada ?? '', { article: changed });
  const { releases } = (await send<{ releases: ReleaseView[] }>('mia', 'GET', '/v1/releases')).data;
  expect(releases.find((r) => r.state === 'live')?.id).toBe(live?.id);
  const waiting = releases.find((r) => r.state === 'evaluated' && r.snapshot !== live?.snapshot)?.proposals[0];
  expect(waiting).toMatchObject({ createdBy: 'deskgraph', state: 'evaluated', gate: { ok: true } });
  // Whoever approves it is told what is in it, not a hash alone.
  const told = (await send<Proposal>('noah', 'GET', `/v1/proposals/${waiting?.id}`)).data.changes.map(({ what, after }) => `${what}: ${after}`);
  expect(told).toEqual([expect.stringMatching(/^snapshot changed/), 'article a4 added: Close your account', expect.stringMatching(/^number of graph nodes/)]);
});

test('whoever corrected the graph does not approve the release it leads to', async () => {
  const edit = { do: 'add_node', kind: 'product', id: 'hub-of-ada', label: 'Hub' };
  expect((await send('ada', 'POST', '/v1/knowledge/overlays', edit)).status).toBe(201);
  const run = (await ingest(as.ada ?? '', { article: [...articles, { id: 'a6', title: 'The hub', text: 'The hub blinks green when it is online.' }] })) as {
    releaseId: string;
  };
  expect(run).toMatchObject({ state: 'held', step: expect.stringContaining('second person') });
  const { proposals } = (await send<{ proposals: Proposal[] }>('ada', 'GET', '/v1/proposals')).data;
  const waiting = proposals.find((p) => p.releaseId === run.releaseId)?.id ?? '';
  expect(await send('ada', 'POST', `/v1/proposals/${waiting}/approve`, { why: 'mine' })).toMatchObject({ status: 403 });
  expect((await send('noah', 'POST', `/v1/proposals/${waiting}/approve`, { why: 'looked at it' })).status).toBe(200);
});

test('new knowledge that fails the gate is held back, says why, and is not proposed again', async () => {
  const liveOf = async () => (await send<{ releases: ReleaseView[] }>('mia', 'GET', '/v1/releases')).data.releases.find((r) => r.state === 'live')?.id;
  const proposals = async () => (await send<{ proposals: Proposal[] }>('mia', 'GET', '/v1/proposals')).data.proposals.length;
  await send('ada', 'PUT', '/v1/settings', { secondPerson: false });
  const before = await liveOf();
  const hours = { id: 'hours', ticket: exampleTicket('502', 'When does your shop open on Sundays?'), expect: { mustNotSay: ['nine'] } };
  expect((await send('mia', 'POST', '/v1/golden', hours)).status).toBe(200);
  const broken = [...articles, { id: 'a5', title: 'When does the shop open?', text: 'The shop opens at nine on Sundays and closes at six.' }];
  const run = await ingest(as.ada ?? '', { article: broken });
  expect(run).toMatchObject({ state: 'held', step: expect.stringContaining('1 of 2 golden tickets fail') });
  expect(await liveOf()).toBe(before);
  expect(await healthOf(NAME)).toMatchObject({ held: expect.stringContaining('1 of 2 golden tickets fail'), releaseId: before });
  const count = await proposals();
  expect(await ingest(as.ada ?? '', { article: broken })).toMatchObject({ state: 'held' });
  expect(await proposals()).toBe(count);
  expect((await auditTrail()).findLast(({ action }) => action.startsWith('release.'))).toMatchObject({
    action: 'release.evaluate',
    actor: 'deskgraph',
    details: { ok: false },
  });
  // Mended, it goes live by itself.
  const mended = [{ id: 'a5', title: 'When does the shop open?', text: 'The shop stays closed on Sundays.' }];
  const published = await ingest(as.ada ?? '', { article: mended });
  expect(published).toMatchObject({ state: 'published' });
  expect(await healthOf(NAME)).toMatchObject({ held: null, releaseId: published.releaseId });

  // Taken back, the next build of the same documents does not undo that; a person may.
  expect((await send('ada', 'POST', '/v1/rollback', { why: 'wrong hours' })).status).toBe(200);
  const again = await ingest(as.ada ?? '', {});
  expect(again).toMatchObject({ state: 'held', releaseId: published.releaseId, step: expect.stringContaining('taken back') });
  expect(await liveOf()).toBe(before);
  const waiting = (await send<{ proposals: Proposal[] }>('mia', 'GET', '/v1/proposals')).data.proposals.find(
    (p) => p.state === 'evaluated' && p.releaseId === published.releaseId,
  );
  expect((await send('ada', 'POST', `/v1/proposals/${waiting?.id}/publish`, { why: 'the hours are right' })).status).toBe(200);
  expect(await liveOf()).toBe(published.releaseId);
});

test('the first release passes the gate too, and waits where it does not', async () => {
  const { token } = await createInstallation('first-gate');
  const golden = (mustCite: string[]) => call('POST', '/v1/golden', { token, body: { id: 'password', ticket: password, expect: { mustCite } } });
  await golden(['never-written']);
  const held = await ingest(token, { article: articles });
  expect(held).toMatchObject({ state: 'held', step: expect.stringContaining('1 of 1 golden tickets fail') });
  expect(await healthOf('first-gate')).toMatchObject({ releaseId: null, state: 'no_knowledge', held: expect.stringContaining('golden') });
  expect(await call('POST', '/v1/suggestions', { token, body: { ticket: password }, headers: json })).toMatchObject({ status: 409 });
  await golden(['a1']);
  expect(await ingest(token, {})).toMatchObject({ state: 'published', releaseId: held.releaseId });
  expect(await healthOf('first-gate')).toMatchObject({ state: 'ready', held: null });
});

test('traces are found by what they hold, with what the agent did, and leave as OTLP without a word of the ticket', async () => {
  const suggestion = await ask({ ticket: exampleTicket('777', 'I forgot my password; my address is anna.berg@private.example'), attempt: 1 });
  await send('agent', 'POST', '/v1/feedback', { suggestionId: suggestion.suggestionId, kind: 'inserted' });
  const find = async (query: string) => (await send<{ traces: { id: string }[] }>('auditor', 'GET', `/v1/traces?${query}`)).data.traces.map((t) => t.id);
  const article = suggestion.articles[0]?.id ?? '';
  const reason = suggestion.decision.reasons[0]?.code ?? '';
  for (const query of [
    'ticket=777',
    `ticket=777&article=${article}`,
    `reason=${reason}&ticket=777`,
    `outcome=${suggestion.decision.outcome}&release=${suggestion.releaseId}`,
  ])
    expect(await find(query)).toContain(suggestion.traceId);
  expect(await find('ticket=777&outcome=nothing')).toEqual([]);
  const trace = (await call('GET', `/v1/traces/${suggestion.traceId}`, { token: as.auditor ?? '' })).json as unknown as { feedback: object[] };
  expect(trace.feedback).toEqual([expect.objectContaining({ kind: 'inserted' })]);
  const otlp = await call('GET', `/v1/traces/${suggestion.traceId}/otlp`, { token: as.auditor ?? '' });
  expect(otlp.text).toContain('gen_ai.operation.name');
  for (const text of [otlp.text, JSON.stringify(trace)]) expect(text).not.toMatch(/anna|berg|private\.example|forgot/i);
});

test('with the kill switch on nothing is written, whoever asks', async () => {
  const suggestion = await ask({ ticket: password, attempt: 2 });
  const writes: string[] = [];
  const helpdesk = {
    platform: 'zendesk' as const,
    fetchTicket: async () => Promise.reject(new Error('not asked')),
    addTags: async (_: string, tags: string[]) => {
      writes.push('tags');
      return tags;
    },
    addInternalNote: async () => {
      writes.push('note');
    },
    setRouting: async () => ({ group: null, priority: null }),
  };
  const client = createClient({ helpdesk: async () => helpdesk });
  const escalate = () =>
    client.call('POST', '/v1/tickets/501/escalate', { token: as.agent ?? '', body: { suggestionId: suggestion.suggestionId, note: `n ${writes.length}` } });
  expect(await send('ada', 'POST', '/v1/kill-switch', { on: true, why: 'incident' })).toMatchObject({ status: 200, data: { inFlight: 0 } });
  expect(await escalate()).toMatchObject({ status: 409, json: { error: { code: 'actions_stopped' } } });
  expect(writes).toEqual([]);
  await send('ada', 'POST', '/v1/kill-switch', { on: false, why: 'over' });
  expect((await escalate()).status).toBe(200);
  expect(writes).toContain('note');
  expect((await auditTrail()).map((e) => e.action)).toEqual(expect.arrayContaining(['actions.stop', 'actions.resume', 'effect.confirm']));
});
