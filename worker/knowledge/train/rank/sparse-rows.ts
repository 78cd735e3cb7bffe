/** Sparse rows in one pair of arrays. */
import { dampened } from '../../rank/query.ts';

export type SparseRows = { offsets: Uint32Array; terms: Uint32Array; values: Float32Array; rows: number };

/** Distinct terms of a list with their counts, in order of first appearance; counts may be bumped by a second list. */
export function countTerms(lists: readonly { terms: Uint32Array; weight: number }[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { terms, weight } of lists) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + weight);
  return counts;
}

/** Unit-length (1 + ln tf) · weight^0.7 rows; terms without weight are left out. The same formula as a query's `cosine`. */
export function cosineRows(bags: readonly Map<number, number>[], weight: (term: number) => number): SparseRows {
  const offsets = new Uint32Array(bags.length + 1);
  const terms: number[] = [];
  const values: number[] = [];
  for (const [row, bag] of bags.entries()) {
    const start = terms.length;
    let square = 0;
    for (const [term, tf] of bag) {
      const value = dampened(tf) * Math.max(0, weight(term)) ** 0.7;
      if (value === 0) continue;
      terms.push(term);
      values.push(value);
      square += value * value;
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = start; i < values.length; i++) values[i] = (values[i] as number) * scale;
    offsets[row + 1] = terms.length;
  }
  return { offsets, terms: Uint32Array.from(terms), values: Float32Array.from(values), rows: bags.length };
}

/** The chosen rows, in their order. */
export function pickRows(all: SparseRows, chosen: readonly number[]): SparseRows {
  const offsets = new Uint32Array(chosen.length + 1);
  for (const [i, row] of chosen.entries()) offsets[i + 1] = (offsets[i] as number) + (all.offsets[row + 1] as number) - (all.offsets[row] as number);
  const terms = new Uint32Array(offsets[chosen.length] as number);
  const values = new Float32Array(terms.length);
  for (const [i, row] of chosen.entries()) {
    terms.set(all.terms.subarray(all.offsets[row], all.offsets[row + 1]), offsets[i]);
    values.set(all.values.subarray(all.offsets[row], all.offsets[row + 1]), offsets[i]);
  }
  return { offsets, terms, values, rows: chosen.length };
}

/** The rows of `a`, then those of `b`. */
export function joinRows(a: SparseRows, b: SparseRows): SparseRows {
  const start = a.offsets[a.rows] as number;
  const offsets = new Uint32Array(a.rows + b.rows + 1);
  offsets.set(a.offsets);
  for (let i = 0; i <= b.rows; i++) offsets[a.rows + i] = start + (b.offsets[i] as number);
  const terms = new Uint32Array(offsets[a.rows + b.rows] as number);
  const values = new Float32Array(terms.length);
  terms.set(a.terms);
  terms.set(b.terms, start);
  values.set(a.values);
  values.set(b.values, start);
  return { offsets, terms, values, rows: a.rows + b.rows };
}
