/** Figures of ranked lists, and whether two of them differ. */
import { seededRandom } from '../../worker/knowledge/seeded-random.ts';

export type RankFigures = { 'mrr@10': number; 'hit@1': number; 'hit@3': number; 'hit@10': number; 'recall@5': number; 'ndcg@5': number; 'ndcg@10': number };
export type FigureName = keyof RankFigures;

/** Figures of one list (best first) against the right ids, which must be at least one. */
export function figuresOf(ranked: readonly string[], right: ReadonlySet<string>): RankFigures {
  const places = ranked.flatMap((id, i) => (right.has(id) ? [i] : []));
  const first = places[0] ?? Number.POSITIVE_INFINITY;
  const ndcg = (k: number): number => {
    const gain = places.filter((p) => p < k).reduce((sum, p) => sum + 1 / Math.log2(p + 2), 0);
    const ideal = Array.from({ length: Math.min(k, right.size) }, (_, i) => 1 / Math.log2(i + 2)).reduce((a, b) => a + b, 0);
    return ideal === 0 ? 0 : gain / ideal;
  };
  return {
    'mrr@10': first < 10 ? 1 / (first + 1) : 0,
    'hit@1': Number(first < 1),
    'hit@3': Number(first < 3),
    'hit@10': Number(first < 10),
    'recall@5': places.filter((p) => p < 5).length / Math.max(1, right.size),
    'ndcg@5': ndcg(5),
    'ndcg@10': ndcg(10),
  };
}

/** Means of the chosen figures, rounded to four places. */
export function meanFigures<K extends FigureName>(all: readonly RankFigures[], names: readonly K[]): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, round(mean(all.map((f) => f[name])))])) as Record<K, number>;
}

export const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length);
export const round = (value: number): number => Math.round(value * 10_000) / 10_000;

export type Difference = { mean: number; ci95: [number, number] };

/**
 * Mean of a − b with its 95 % interval: paired bootstrap over items (Efron & Tibshirani 1993), seeded, so that a run can
 * be repeated to the digit.
 */
export function pairedBootstrap(a: readonly number[], b: readonly number[], resamples = 2_000, seed = 1): Difference {
  const differences = a.map((value, i) => value - (b[i] ?? 0));
  const next = seededRandom(seed);
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < differences.length; i++) sum += differences[Math.floor(next() * differences.length)] ?? 0;
    return sum / Math.max(1, differences.length);
  }).sort((x, y) => x - y);
  const at = (q: number): number => round(means[Math.min(resamples - 1, Math.floor(q * resamples))] ?? 0);
  return { mean: round(mean(differences)), ci95: [at(0.025), at(0.975)] };
}
