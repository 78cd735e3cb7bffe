import { expect, test } from 'vitest';
import { controlSettingsSchema } from '../../shared/governance.ts';
import { policySchema } from '../../shared/policy.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import { ticketSchema } from '../../shared/ticket.ts';
import { defaultManifest } from '../../worker/governance/default-release.ts';
import { type Rehearsal, runGate } from '../../worker/governance/gate.ts';
import { createRelease } from '../../worker/governance/release.ts';
import { matchPolicies } from '../../worker/pipeline/triage/match-policies.ts';

const limits = controlSettingsSchema.parse({}).gate;
const live = createRelease(defaultManifest('zendesk:acme'));
const other = createRelease({ ...live.manifest, models: { ...live.manifest.models, drafter: 'another' } });
const heldBack = [ticketSchema.parse({ id: 't1', subject: 'Battery', messages: [] })].map((ticket) => ({ ticket, articleIds: ['a1'] }));

type Run = { ms?: number; usd?: number; failing?: boolean; articles?: string[] };
const rehearsal =
  (runs: Record<string, Run>): Rehearsal =>
  async (_, { id }) => {
    const { ms = 10, usd = 0, failing = false, articles = ['a1'] } = runs[id] ?? {};
    const degraded = failing ? [{ part: 'model', message: 'gone' }] : [];
    const suggestion = { articles: articles.map((a) => ({ id: a })), degraded, route: { mode: 'draft_for_agent', tags: [] }, draft: { text: '' } };
    return { suggestion: suggestion as unknown as Suggestion, trace: {}, milliseconds: ms, costUsd: usd };
  };
const judge = (release: typeof live, base: typeof live | null, runs: Record<string, Run>, of: Partial<typeof limits> = {}) =>
  runGate({ release, base, golden: [], heldBack, limits: { ...limits, ...of }, now: 0 }, rehearsal(runs));

test('a candidate as quick and cheap as what is live passes, and so does the first release', async () => {
  expect(await judge(other, live, {})).toMatchObject({ ok: true, problems: [], latency: { p95Ms: 10, baseP95Ms: 10 }, cost: { usd: 0, baseUsd: 0 } });
  expect(await judge(live, null, {})).toMatchObject({ ok: true, latency: { baseP95Ms: null }, cost: { baseUsd: null } });
});

test.each<[what: string, run: Run, base: Run, problem: RegExp]>([
  ['slow', { ms: 10_001 }, { ms: 9_000 }, /too slow \(p95 10001 ms, 10000 ms allowed\)/],
  ['slower than what is live', { ms: 6_000 }, { ms: 900 }, /slower than what is live \(p95 6000 ms after 900 ms, 5000 ms more allowed\)/],
  ['dear', { usd: 0.051 }, { usd: 0.05 }, /too dear \(\$0.0510 a suggestion, \$0.0500 allowed\)/],
  ['dearer than what is live', { usd: 0.03 }, { usd: 0.005 }, /dearer than what is live \(\$0.0300 a suggestion after \$0.0050/],
  ['less good at finding', { articles: [] }, {}, /less well \(0.00 after 1.00\)/],
  ['without its model', { failing: true }, {}, /another did not write 1 of 1 drafts/],
])('one that is %s is held back, and says so', async (_, run, base, problem) => {
  const { ok, problems } = await judge(other, live, { [other.id]: run, [live.id]: base });
  expect({ ok, problems }).toEqual({ ok: false, problems: [expect.stringMatching(problem)] });
});

test('the limits are the installation’s; a model that is live already may be down, and holds nothing back', async () => {
  expect(await judge(other, live, { [other.id]: { ms: 200 } }, { p95RiseMs: 100 })).toMatchObject({ ok: false });
  const same = createRelease({ ...live.manifest, tags: ['x'] });
  expect(await judge(same, live, { [same.id]: { failing: true }, [live.id]: { failing: true } })).toMatchObject({ ok: true, model: { asked: 1, failed: 1 } });
});

test('a policy that does not apply where its golden tickets say, or applies where they do not, is held back', async () => {
  const golden = [
    { says: 'I want my money back.', applies: true },
    { says: 'How much money is in my account?', applies: false },
  ];
  const policy = (keywords: string[]) => policySchema.parse({ id: 'refunds', title: 'Refunds', text: '', when: { keywords }, then: {}, golden });
  const matching: Rehearsal = async (ticket, release) => {
    const flags = matchPolicies(release.manifest.policies, { text: ticket.messages[0]?.text ?? '', tags: [], ticket }).map(({ policy: { id } }) => ({
      code: 'policy',
      evidence: [id],
    }));
    const answer = await rehearsal({})(ticket, release);
    return { ...answer, suggestion: { ...answer.suggestion, triage: { flags } } as unknown as Suggestion };
  };
  const judged = (keywords: string[]) =>
    runGate({ release: createRelease({ ...live.manifest, policies: [policy(keywords)] }), base: live, golden: [], heldBack, limits, now: 0 }, matching);
  expect(await judged(['money back'])).toMatchObject({ ok: true, golden: { total: 2, failed: [] } });
  const wide = await judged(['money']);
  expect(wide).toMatchObject({ ok: false, problems: ['1 of 2 golden tickets fail'] });
  expect(wide.golden.failed).toEqual([{ id: 'policy refunds#2', problems: ['the policy applies to “How much money is in my account?”'] }]);
  expect((await judged(['refund'])).golden.failed).toEqual([{ id: 'policy refunds#1', problems: ['the policy does not apply to “I want my money back.”'] }]);
});
