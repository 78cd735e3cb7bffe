/** Sparse rows in one pair of arrays. */
import { dampened } from '../../rank/query.ts';

export type SparseRows = { offsets: Uint32Array; terms: Uint32Array; values: Float32Array; rows: number };

/** Distinct terms of a list with their counts, in order of first appearance; counts may be bumped by a second list. */
export function countTerms(lists: readonly { terms: Uint32Array; weight: number }[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { terms, weight } of lists) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + weight);
  return counts;
}

/** Bags of terms as rows: the counts of each, in the bag's order. */
export function countRows(count: number, bagAt: (row: number) => ReadonlyMap<number, number>): SparseRows {
  const offsets = new Uint32Array(count + 1);
  let terms = new Uint32Array(1024);
  let values = new Float32Array(1024);
  let end = 0;
  for (let row = 0; row < count; row++) {
    const bag = bagAt(row);
    if (end + bag.size > terms.length) {
      const size = Math.max(end + bag.size, Math.ceil(terms.length * 1.5));
      const [longerTerms, longerValues] = [new Uint32Array(size), new Float32Array(size)];
      longerTerms.set(terms.subarray(0, end));
      longerValues.set(values.subarray(0, end));
      [terms, values] = [longerTerms, longerValues];
    }
    for (const [term, tf] of bag) {
      terms[end] = term;
      values[end++] = tf;
    }
    offsets[row + 1] = end;
  }
  return { offsets, terms: terms.slice(0, end), values: values.slice(0, end), rows: count };
}

/** Unit-length (1 + ln tf) · weight^0.7 rows of counts; terms without weight are left out. The same formula as a query's `cosine`. */
export function cosineRows(counts: SparseRows, weight: (term: number) => number): SparseRows {
  const offsets = new Uint32Array(counts.rows + 1);
  const terms = new Uint32Array(counts.terms.length);
  const values = new Float32Array(counts.terms.length);
  let end = 0;
  for (let row = 0; row < counts.rows; row++) {
    const start = end;
    let square = 0;
    for (let k = counts.offsets[row] as number; k < (counts.offsets[row + 1] as number); k++) {
      const term = counts.terms[k] as number;
      const value = dampened(counts.values[k] as number) * Math.max(0, weight(term)) ** 0.7;
      if (value === 0) continue;
      terms[end] = term;
      values[end++] = value;
      square += value * value;
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = start; i < end; i++) values[i] = (values[i] as number) * scale;
    offsets[row + 1] = end;
  }
  return { offsets, terms: terms.slice(0, end), values: values.slice(0, end), rows: counts.rows };
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
