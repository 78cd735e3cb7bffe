/** `articles --articles F --train F [--test F]`: the right article for each ticket of a later time. */
import { type Signal, signalSchema } from '#shared/release';
import { reliability } from '../../worker/knowledge/train/calibrate.ts';
import type { Retrieved } from '../../worker/pipeline/types.ts';
import { option } from './classification.ts';
import { putUnderTest, type UnderTest } from './knowledge-under-test.ts';
import { incoming, type Labelled, loadLabelled, solved } from './labelled-tickets.ts';
import { loadFile } from './load-folder.ts';
import { figuresOf, meanFigures, pairedBootstrap, type RankFigures, round } from './metrics.ts';
import { minisearchBaseline } from './minisearch-baseline.ts';

/** The development split of an archive that is not cut in two: learn before, test in these two months. */
const LEARN_BEFORE = '2019-12-01';
const TEST_BEFORE = '2020-02-01';
const printed = ['mrr@10', 'hit@1', 'recall@5', 'ndcg@10'] as const;

export async function articles(args: Record<string, string | string[]>): Promise<object> {
  const { train, test } = splitInTime(args);
  const documents = loadFile('article', option(args, 'articles')).documents;
  const known = new Set(documents.map((d) => d.id));
  const asked = test.map((t) => ({ ...t, right: t.right.filter((id) => known.has(id)) })).filter((t) => t.right.length > 0);
  if (asked.length === 0) throw new Error('No ticket of the test file names an article of the articles file in gold_specific.');
  const under = await putUnderTest({
    articles: documents,
    tickets: train.map((t) => (args.labels === 'links' ? t.document : solved(t))),
    macros: [],
    policies: [],
    entities: [],
  });

  const prepared = asked.map((t) => under.prepare(incoming(t)));
  for (const p of prepared.slice(0, 50)) await under.ask(p);
  const began = performance.now();
  const results: Retrieved[] = [];
  for (const p of prepared) results.push(await under.ask(p));
  const ms = (performance.now() - began) / prepared.length;
  const ours = asked.map((t, i) => figuresOf(results[i]?.articles.map((a) => a.id) ?? [], new Set(t.right)));

  const baseline = runBaseline(documents, asked);
  const bySignal = args.quick === undefined ? await leaveOut(under, prepared, asked, ours) : {};
  const hits = asked.map((t, i) => t.right.includes(results[i]?.articles[0]?.id ?? ''));
  const calibration = reliability(
    results.map((r) => r.confidence),
    hits,
  );
  return {
    suite: 'articles',
    n: asked.length,
    ...meanFigures(ours, printed),
    ms_per_query: round(ms),
    baseline: { name: 'minisearch', ...meanFigures(baseline.figures, printed), ms_per_query: round(baseline.ms) },
    ci95: pairedBootstrap(
      ours.map((f) => f['mrr@10']),
      baseline.figures.map((f) => f['mrr@10']),
    ).ci95,
    by_signal: bySignal,
    graph_gain: bySignal.graph ?? null,
    ece: round(calibration.ece),
    reliability: calibration.bins
      .filter((b) => b.n > 0)
      .map((b) => ({ from: round(b.from), n: b.n, confidence: round(b.confidence), observed: round(b.observed) })),
    learned_from: train.length,
    build_seconds: round(under.seconds),
    snapshot_mb: round(under.bytes / 1_048_576),
    models_mb: round(under.modelBytes / 1_048_576),
  };
}

/** What is learned from and what is tested on: the test file, or the later part of the train file (`--from`, `--to`). */
export function splitInTime(args: Record<string, string | string[]>): { train: Labelled[]; test: Labelled[] } {
  const all = loadLabelled(option(args, 'train'));
  if (args.test !== undefined) {
    const test = loadLabelled(option(args, 'test'));
    const later = new Set(test.map((t) => t.document.id));
    return { train: all.filter((t) => !later.has(t.document.id)), test };
  }
  const from = String(args.from ?? LEARN_BEFORE);
  const to = String(args.to ?? TEST_BEFORE);
  return { train: all.filter((t) => t.created < from), test: all.filter((t) => t.created >= from && t.created < to) };
}

function runBaseline(
  documents: readonly { id: string; title: string; summary: string; text: string }[],
  asked: readonly Labelled[],
): { figures: RankFigures[]; ms: number } {
  const search = minisearchBaseline(documents);
  const began = performance.now();
  const found = asked.map(({ document }) => search(`${document.subject} ${document.body}`));
  return { ms: (performance.now() - began) / asked.length, figures: asked.map((t, i) => figuresOf(found[i] ?? [], new Set(t.right))) };
}

/** What each signal adds: the figure with all of them minus the one without it, by the same stage and its refitted weights. */
async function leaveOut(
  under: UnderTest,
  prepared: ReturnType<UnderTest['prepare']>[],
  asked: readonly Labelled[],
  ours: readonly RankFigures[],
): Promise<Partial<Record<Signal, { 'mrr@10': number; gain: number; ci95: [number, number] }>>> {
  const found: Partial<Record<Signal, { 'mrr@10': number; gain: number; ci95: [number, number] }>> = {};
  for (const signal of signalSchema.options) {
    const without: number[] = [];
    for (const [i, p] of prepared.entries())
      without.push(
        figuresOf(
          (await under.ask(p, signal)).articles.map((a) => a.id),
          new Set(asked[i]?.right),
        )['mrr@10'],
      );
    const { mean, ci95 } = pairedBootstrap(
      ours.map((f) => f['mrr@10']),
      without,
    );
    found[signal] = { 'mrr@10': round(without.reduce((a, b) => a + b, 0) / without.length), gain: mean, ci95 };
  }
  return found;
}
