import { expect, test } from 'vitest';
import { controlSettingsSchema } from '../../shared/governance.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import { ticketSchema } from '../../shared/ticket.ts';
import { defaultManifest } from '../../worker/governance/default-release.ts';
import { type Rehearsal, runGate } from '../../worker/governance/gate.ts';
import { createRelease } from '../../worker/governance/release.ts';

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
