/**
 * Most solved tickets name no article, yet their replies say what one says. A model from replies to articles, learned
 * where a link proves it, guesses the article behind the others (self-training, Yarowsky 1995).
 */

import { giveBack } from '../../give-back.ts';
import type { CorpusTerms } from './corpus-terms.ts';
import type { Label } from './evidence.ts';
import { ridge } from './ridge.ts';
import { COLUMNS, compact, giveBackCompact, renumbered, timesRows } from './sparse-product.ts';
import { cosineRows, giveBackRows, pickRows, type SparseRows } from './sparse-rows.ts';

const LAMBDA = 1;
const ITERATIONS = 12;
/** A reply of fewer distinct words says nothing that tells one article from another. */
const LEAST_TERMS = 10;
const LEAST_SCORE = 0.05;
/** Below this many proven tickets the model would guess from chance words. */
const LEAST_PROVEN = 40;

/** The likeliest article with how sure that is (0 to 1), by row; null where nothing is guessed. */
export function softLabels(docs: CorpusTerms, labels: readonly (readonly Label[])[], rows: readonly number[]): (Label | null)[] {
  const out: (Label | null)[] = labels.map(() => null);
  const replyTerms = (r: number): number => (docs.replies.offsets[r + 1] as number) - (docs.replies.offsets[r] as number);
  const proven = rows.filter((r) => (labels[r]?.length ?? 0) > 0 && replyTerms(r) > 0);
  const open = rows.filter((r) => (labels[r]?.length ?? 0) === 0 && replyTerms(r) > LEAST_TERMS);
  if (proven.length < LEAST_PROVEN || open.length === 0) return out;

  const frequency = new Float64Array(docs.total);
  for (const r of rows)
    for (let k = docs.replies.offsets[r] as number; k < (docs.replies.offsets[r + 1] as number); k++)
      frequency[docs.replies.terms[k] as number] = (frequency[docs.replies.terms[k] as number] as number) + 1;
  const weight = (term: number): number => {
    const n = frequency[term] as number;
    return n < 2 || n > rows.length * 0.4 ? 0 : Math.log(rows.length / n);
  };
  const cosinesOf = (some: readonly number[]): SparseRows => {
    const counts = pickRows(docs.replies, some);
    const cosines = cosineRows(counts, weight);
    giveBackRows(counts);
    return cosines;
  };
  const known = compact(cosinesOf(proven), docs.total);
  const guesses = renumbered(cosinesOf(open), known.places);
  const articles = [...new Set(proven.flatMap((r) => (labels[r] ?? []).map((l) => l.article)))].sort((a, b) => a - b);
  const targets = new Map(articles.map((article) => [article, [] as { row: number; value: number }[]]));
  for (const [i, r] of proven.entries())
    for (const { article, weight: w } of labels[r] ?? []) targets.get(article)?.push({ row: i, value: w / Math.sqrt(labels[r]?.length ?? 1) });

  const scores = new Float64Array(open.length * COLUMNS);
  ridge(
    known,
    articles.length,
    (c) => targets.get(articles[c] as number) ?? [],
    { lambda: LAMBDA, iterations: ITERATIONS },
    (first, count, weights) => {
      timesRows(guesses, weights, scores.fill(0));
      for (const [i, r] of open.entries())
        for (let c = 0; c < count; c++) {
          const score = scores[i * COLUMNS + c] as number;
          if (score > Math.max(LEAST_SCORE, out[r]?.weight ?? 0)) out[r] = { article: articles[first + c] as number, weight: Math.min(1, score) };
        }
    },
  );
  giveBackCompact(known);
  giveBackRows(guesses);
  giveBack(scores, frequency);
  return out;
}
