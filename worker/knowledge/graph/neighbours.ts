import type { TermVectors } from '../term-vectors.ts';

/** Terms in more rows than this connect too many to be worth following; the cosine then leaves their part out. */
const MAX_POSTINGS = 1_500;

export type Neighbour = { row: number; cosine: number };

/**
 * For each of `rows` its `k` most alike among `rows` with at least `least` cosine, best first. Costs the sum of the
 * lengths of its terms' postings, each at most 1,500.
 */
export function nearest(vectors: TermVectors, rows: readonly number[], k: number, least: number): Map<number, Neighbour[]> {
  const postings = new Map<number, { rows: number[]; weights: number[] }>();
  const each = (row: number, visit: (term: number, weight: number) => void): void => {
    for (let at = vectors.offsets[row] as number; at < (vectors.offsets[row + 1] as number); at++)
      visit(vectors.terms[at] as number, vectors.weights[at] as number);
  };
  for (const row of rows) {
    each(row, (term, weight) => {
      const list = postings.get(term);
      if (list) {
        list.rows.push(row);
        list.weights.push(weight);
      } else postings.set(term, { rows: [row], weights: [weight] });
    });
  }
  const found = new Map<number, Neighbour[]>();
  const scores = new Float32Array(vectors.count);
  for (const row of rows) {
    const touched: number[] = [];
    each(row, (term, weight) => {
      const list = postings.get(term);
      if (!list || list.rows.length > MAX_POSTINGS) return;
      for (let i = 0; i < list.rows.length; i++) {
        const other = list.rows[i] as number;
        if (scores[other] === 0) touched.push(other);
        scores[other] = (scores[other] as number) + weight * (list.weights[i] as number);
      }
    });
    const near: Neighbour[] = [];
    for (const other of touched) {
      const cosine = scores[other] as number;
      scores[other] = 0;
      if (other !== row && cosine >= least) near.push({ row: other, cosine });
    }
    near.sort((a, b) => b.cosine - a.cosine || a.row - b.row);
    found.set(row, near.slice(0, k));
  }
  return found;
}
