/** `passages`: the right passage or document for a question, by a help centre that has no solved tickets yet. */
import { ticketSchema } from '#shared/ticket';
import { retrieve } from '../../worker/pipeline/retrieve/index.ts';
import { bm25Baseline } from './bm25-baseline.ts';
import { putUnderTest } from './knowledge-under-test.ts';
import { figuresOf, meanFigures, pairedBootstrap, type RankFigures, round } from './metrics.ts';
import { loadQuestionSet } from './question-sets.ts';

const printed = ['recall@5', 'ndcg@5', 'hit@1', 'hit@3', 'hit@10', 'mrr@10'] as const;

export async function passages(args: Record<string, string | string[]>): Promise<object> {
  const { documents, questions } = loadQuestionSet(args);
  const under = await putUnderTest({ articles: documents, tickets: [], macros: [], policies: [], entities: [] });
  const prepared = questions.map(({ id, turns }) =>
    under.prepare(
      ticketSchema.parse({
        id,
        locale: 'en',
        messages: turns.map((text, i) => ({ id: String(i), role: 'requester', at: `2020-01-01T00:${String(i).padStart(2, '0')}:00Z`, text: text || '-' })),
      }),
    ),
  );
  for (const p of prepared.slice(0, 20)) await under.ask(p);
  const began = performance.now();
  const ours: RankFigures[] = [];
  for (const [i, p] of prepared.entries())
    ours.push(
      figuresOf(
        (await under.ask(p)).articles.map((a) => a.id),
        questions[i]?.right ?? new Set(),
      ),
    );
  const ms = (performance.now() - began) / Math.max(1, prepared.length);
  // A help centre without solved tickets asks for no vectors made of words alone; here, what they would add.
  const asking = { ...under.deps, embedder: { ...under.deps.embedder, weighted: false } };
  const withVectors: number[] = [];
  for (const [i, p] of prepared.entries())
    withVectors.push(
      figuresOf(
        (await retrieve(p, asking)).articles.map((a) => a.id),
        questions[i]?.right ?? new Set(),
      )['mrr@10'],
    );

  const search = bm25Baseline(documents);
  const baseline = questions.map(({ turns, right }) => figuresOf(search(turns.at(-1) ?? ''), right));
  const whole = questions.map(({ turns, right }) => figuresOf(search(turns.join('\n')), right));
  const vectors = pairedBootstrap(
    withVectors,
    ours.map((f) => f['mrr@10']),
  );
  return {
    suite: 'passages',
    n: questions.length,
    documents: documents.length,
    ...meanFigures(ours, printed),
    ms_per_query: round(ms),
    baseline: { name: 'bm25', ...meanFigures(baseline, printed) },
    baseline_conversation: { name: 'bm25, all turns', ...meanFigures(whole, printed) },
    ci95: pairedBootstrap(
      ours.map((f) => f['recall@5']),
      baseline.map((f) => f['recall@5']),
    ).ci95,
    vectors_gain: vectors,
    build_seconds: round(under.seconds),
    snapshot_mb: round(under.bytes / 1_048_576),
  };
}
