/**
 * One structure for every scoring loop: for each term the rows it speaks for, with how strongly (quantised to a byte).
 * Inverted lists of articles, passages and solved tickets are such indexes, and so are linear models (rows = classes).
 */
import { putJson } from '../snapshot/container.ts';
import type { SectionReader, Sections } from '../types.ts';

export type ImpactIndex = {
  /** Postings of term t are at [offsets[t], offsets[t + 1]), rows ascending. */
  offsets: Uint32Array;
  rows: Uint16Array | Uint32Array;
  /** Impact = (value − zero) · scale. */
  values: Uint8Array;
  zero: number;
  scale: number;
  /** Number of rows. */
  size: number;
};

export type Posting = { term: number; row: number; value: number };

/** Builds an index from postings whose rows ascend; values may be negative. Postings that round to zero are left out. */
export function buildImpactIndex(
  terms: number,
  size: number,
  postings: { term: Uint32Array; row: Uint32Array; value: Float32Array; length: number },
): ImpactIndex {
  let least = 0;
  let most = 0;
  for (let i = 0; i < postings.length; i++) {
    const v = postings.value[i] as number;
    if (v < least) least = v;
    if (v > most) most = v;
  }
  const signed = least < 0;
  const zero = signed ? 128 : 0;
  const scale = (signed ? Math.max(most, -least) / 127 : most / 255) || 1;
  const bytes = new Uint8Array(postings.length);
  const offsets = new Uint32Array(terms + 1);
  for (let i = 0; i < postings.length; i++) {
    const byte = Math.round((postings.value[i] as number) / scale) + zero;
    bytes[i] = byte;
    if (byte !== zero) offsets[(postings.term[i] as number) + 1] = (offsets[(postings.term[i] as number) + 1] as number) + 1;
  }
  for (let t = 0; t < terms; t++) offsets[t + 1] = (offsets[t + 1] as number) + (offsets[t] as number);
  const total = offsets[terms] as number;
  const rows = size <= 0x10000 ? new Uint16Array(total) : new Uint32Array(total);
  const values = new Uint8Array(total);
  const next = offsets.slice();
  for (let i = 0; i < postings.length; i++) {
    if (bytes[i] === zero) continue;
    const term = postings.term[i] as number;
    const at = next[term] as number;
    next[term] = at + 1;
    rows[at] = postings.row[i] as number;
    values[at] = bytes[i] as number;
  }
  return { offsets, rows, values, zero, scale, size };
}

/** Adds Σ weight(term) · impact(term, row) to `into`, which has `index.size` places. */
export function accumulate(index: ImpactIndex, terms: Uint32Array, weights: Float32Array, count: number, into: Float32Array): void {
  const { offsets, rows, values, zero } = index;
  for (let k = 0; k < count; k++) {
    const term = terms[k] as number;
    const weight = (weights[k] as number) * index.scale;
    if (weight === 0) continue;
    const end = offsets[term + 1] as number;
    for (let p = offsets[term] as number; p < end; p++) {
      const row = rows[p] as number;
      into[row] = (into[row] as number) + weight * ((values[p] as number) - zero);
    }
  }
}

/** Adds each term's weight to `into` at every row that holds the term, however strongly. */
export function cover(index: ImpactIndex, terms: Uint32Array, weights: Float32Array, count: number, into: Float32Array): void {
  const { offsets, rows } = index;
  for (let k = 0; k < count; k++) {
    const term = terms[k] as number;
    const weight = weights[k] as number;
    if (weight === 0) continue;
    const end = offsets[term + 1] as number;
    for (let p = offsets[term] as number; p < end; p++) {
      const row = rows[p] as number;
      into[row] = (into[row] as number) + weight;
    }
  }
}

/** The part of a row's score that one term gives; 0 when it has none. */
export function impactOf(index: ImpactIndex, term: number, row: number): number {
  let low = index.offsets[term] as number;
  let high = index.offsets[term + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((index.rows[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  return low < (index.offsets[term + 1] as number) && index.rows[low] === row ? ((index.values[low] as number) - index.zero) * index.scale : 0;
}

export function putImpactIndex(sections: Sections, name: string, index: ImpactIndex): void {
  putJson(sections, `${name}.meta`, { zero: index.zero, scale: index.scale, size: index.size });
  sections.set(`${name}.offsets`, index.offsets);
  sections.set(`${name}.rows`, index.rows);
  sections.set(`${name}.values`, index.values);
}

export function readImpactIndex(reader: SectionReader, name: string): ImpactIndex {
  const meta = reader.json<{ zero: number; scale: number; size: number }>(`${name}.meta`);
  return {
    ...meta,
    offsets: reader.u32(`${name}.offsets`),
    rows: meta.size <= 0x10000 ? reader.u16(`${name}.rows`) : reader.u32(`${name}.rows`),
    values: reader.u8(`${name}.values`),
  };
}
