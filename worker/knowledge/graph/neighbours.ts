import type { TermVectors } from '../term-vectors.ts';

/** Terms in more rows than this connect too many to be worth following; the cosine then leaves their part out. */
const MAX_POSTINGS = 1_500;

export type Neighbour = { row: number; cosine: number };

/**
 * For each of `rows` its `k` most alike among `rows` with at least `least` cosine, best first. Costs the sum of the
 * lengths of its terms' postings, each at most 1,500.
 */
export function nearest(vectors: TermVectors, rows: readonly number[], k: number, least: number): Map<number, Neighbour[]> {
  const postings = postingsOf(vectors, rows);
  const found = new Map<number, Neighbour[]>();
  const scores = new Float32Array(vectors.count);
  for (const row of rows) {
    const touched: number[] = [];
    for (let at = vectors.offsets[row] as number; at < (vectors.offsets[row + 1] as number); at++) {
      const weight = vectors.weights[at] as number;
      const from = postings.offsets[vectors.terms[at] as number] as number;
      const end = postings.offsets[(vectors.terms[at] as number) + 1] as number;
      if (end - from > MAX_POSTINGS) continue;
      for (let i = from; i < end; i++) {
        const other = postings.rows[i] as number;
        if (scores[other] === 0) touched.push(other);
        scores[other] = (scores[other] as number) + weight * (postings.weights[i] as number);
      }
    }
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

/** Term `t` stands in the rows `[offsets[t], offsets[t + 1])`, in the order of `rows`. */
type RowsByTerm = { offsets: Uint32Array; rows: Uint32Array; weights: Float32Array };

function postingsOf(vectors: TermVectors, rows: readonly number[]): RowsByTerm {
  const terms = vectors.terms.reduce((most, term) => Math.max(most, term + 1), 0);
  const offsets = new Uint32Array(terms + 1);
  const each = (visit: (term: number, row: number, weight: number) => void): void => {
    for (const row of rows)
      for (let at = vectors.offsets[row] as number; at < (vectors.offsets[row + 1] as number); at++)
        visit(vectors.terms[at] as number, row, vectors.weights[at] as number);
  };
  each((term) => {
    offsets[term + 1] = (offsets[term + 1] as number) + 1;
  });
  for (let t = 0; t < terms; t++) offsets[t + 1] = (offsets[t + 1] as number) + (offsets[t] as number);
  const next = offsets.slice();
  const found: RowsByTerm = { offsets, rows: new Uint32Array(offsets[terms] as number), weights: new Float32Array(offsets[terms] as number) };
  each((term, row, weight) => {
    const place = next[term] as number;
    next[term] = place + 1;
    found.rows[place] = row;
    found.weights[place] = weight;
  });
  return found;
}
