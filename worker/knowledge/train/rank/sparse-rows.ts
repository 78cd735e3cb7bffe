/** Sparse rows in one pair of arrays. */

import { giveBack } from '../../give-back.ts';
import { dampened } from '../../rank/query.ts';
import { Bag } from './bag.ts';

export type SparseRows = { offsets: Uint32Array; terms: Uint32Array; values: Float32Array; rows: number };

/** Texts of terms below `size` as rows of counts: `fill` puts those of a row into an empty bag. */
export function countRows(count: number, size: number, fill: (bag: Bag, row: number) => void): SparseRows {
  const bag = new Bag(size);
  const offsets = new Uint32Array(count + 1);
  let terms = new Uint32Array(1024);
  let values = new Float32Array(1024);
  let end = 0;
  for (let row = 0; row < count; row++) {
    bag.clear();
    fill(bag, row);
    if (end + bag.size > terms.length) {
      const room = Math.max(end + bag.size, Math.ceil(terms.length * 1.5));
      const [longerTerms, longerValues] = [new Uint32Array(room), new Float32Array(room)];
      longerTerms.set(terms.subarray(0, end));
      longerValues.set(values.subarray(0, end));
      giveBack(terms, values);
      [terms, values] = [longerTerms, longerValues];
    }
    for (let i = 0; i < bag.size; i++) {
      const term = bag.terms[i] as number;
      terms[end] = term;
      values[end++] = bag.counts[term] as number;
    }
    offsets[row + 1] = end;
  }
  return cut({ offsets, terms, values, rows: count });
}

/** Rows that nothing looks at any more. */
export const giveBackRows = (...all: readonly SparseRows[]): void => {
  for (const { offsets, terms, values } of all) giveBack(offsets, terms, values);
};

/** Without the room behind the last row. */
export function cut({ offsets, terms, values, rows }: SparseRows): SparseRows {
  const end = offsets[rows] as number;
  const kept = { offsets, terms: terms.slice(0, end), values: values.slice(0, end), rows };
  giveBack(terms, values);
  return kept;
}

/** Unit-length (1 + ln tf) · weight^0.7 rows of counts; terms without weight are left out. The same formula as a query's `cosine`. */
export function cosineRows(counts: SparseRows, weight: (term: number) => number): SparseRows {
  const offsets = new Uint32Array(counts.rows + 1);
  const terms = new Uint32Array(counts.terms.length);
  const values = new Float32Array(counts.terms.length);
  // A term's own part of its value, once a term: -1 is one that was not met yet.
  const rarity = new Float64Array(counts.terms.reduce((most, term) => Math.max(most, term + 1), 0)).fill(-1);
  let end = 0;
  for (let row = 0; row < counts.rows; row++) {
    const start = end;
    let square = 0;
    for (let k = counts.offsets[row] as number; k < (counts.offsets[row + 1] as number); k++) {
      const term = counts.terms[k] as number;
      if (rarity[term] === -1) rarity[term] = Math.max(0, weight(term)) ** 0.7;
      const value = dampened(counts.values[k] as number) * (rarity[term] as number);
      if (value === 0) continue;
      terms[end] = term;
      values[end++] = value;
      square += value * value;
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = start; i < end; i++) values[i] = (values[i] as number) * scale;
    offsets[row + 1] = end;
  }
  return cut({ offsets, terms, values, rows: counts.rows });
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
