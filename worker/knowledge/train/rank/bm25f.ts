/** BM25F (Robertson & Zaragoza 2009): fields are weighed before saturation; one length over all. */

import type { ImpactIndex } from '../../rank/impact-index.ts';
import { Bag } from './bag.ts';

export type Bm25Options = { k1: number; b: number };

/**
 * `fill` puts a row's weighted counts of terms below `terms` into an empty bag. It is called three times a row, for counting, for the
 * largest impact, and for the postings: all of a large help centre's would fill an isolate before they are a byte each.
 */
export function bm25Index(terms: number, rows: number, fill: (bag: Bag, row: number) => void, { k1, b }: Bm25Options): ImpactIndex {
  const bag = new Bag(terms);
  const eachPosting = (visit: (term: number, row: number, tf: number) => void): void => {
    for (let row = 0; row < rows; row++) {
      bag.clear();
      fill(bag, row);
      for (let i = 0; i < bag.size; i++) {
        const term = bag.terms[i] as number;
        visit(term, row, bag.counts[term] as number);
      }
    }
  };
  const lengths = new Float64Array(rows);
  const offsets = new Uint32Array(terms + 1);
  eachPosting((term, row, tf) => {
    lengths[row] = (lengths[row] as number) + tf;
    offsets[term + 1] = (offsets[term + 1] as number) + 1;
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, rows) || 1;
  const idf = Float64Array.from({ length: terms }, (_, term) => {
    const n = offsets[term + 1] as number;
    return n === 0 ? 0 : Math.log(1 + (rows - n + 0.5) / (n + 0.5));
  });
  const impact = (term: number, row: number, exact: number): number => {
    const tf = Math.fround(exact);
    const norm = 1 - b + (b * (lengths[row] as number)) / mean;
    return Math.fround(((idf[term] as number) * tf * (k1 + 1)) / (tf + k1 * norm));
  };
  let most = 0;
  eachPosting((term, row, tf) => {
    most = Math.max(most, impact(term, row, tf));
  });
  const scale = most / 255 || 1;
  for (let t = 0; t < terms; t++) offsets[t + 1] = (offsets[t + 1] as number) + (offsets[t] as number);
  const next = offsets.slice(0, terms);
  const postings = offsets[terms] as number;
  const found: Room = { rows: rows <= 0x10000 ? new Uint16Array(postings) : new Uint32Array(postings), values: new Uint8Array(postings) };
  eachPosting((term, row, tf) => {
    const byte = Math.round(impact(term, row, tf) / scale);
    if (byte === 0) return;
    const at = next[term] as number;
    next[term] = at + 1;
    found.rows[at] = row;
    found.values[at] = byte;
  });
  return { ...withoutGaps(offsets, next, found), zero: 0, scale, size: rows };
}

type Room = Pick<ImpactIndex, 'rows' | 'values'>;

/** Postings that rounded to nothing left gaps: those of a term end at `ends`, where the next one's need not begin. */
function withoutGaps(offsets: Uint32Array, ends: Uint32Array, found: Room): Pick<ImpactIndex, 'offsets' | 'rows' | 'values'> {
  let end = 0;
  for (let term = 0; term < ends.length; term++) {
    const [from, to] = [offsets[term] as number, ends[term] as number];
    offsets[term] = end;
    if (end !== from) {
      found.rows.copyWithin(end, from, to);
      found.values.copyWithin(end, from, to);
    }
    end += to - from;
  }
  offsets[ends.length] = end;
  return { offsets, rows: found.rows.subarray(0, end), values: found.values.subarray(0, end) };
}
