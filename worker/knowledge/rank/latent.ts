/** Scores articles by latent topics: what a ticket is about, however it is worded. */
import type { Query } from './query.ts';

/** Topics kept: more separate finer issues, and cost a byte a word each. */
export const LATENT = 128;

export type Latent = {
  /** Row-major by term; (value − 128) · scale. Empty without enough tickets. */
  terms: Uint8Array;
  scale: number;
  /** Unit rows by article. */
  articles: Float32Array;
};

/** Cosine of the ticket's topics with each article's, 0 where it is negative. */
export function latentScores(latent: Latent, query: Query, articles: number): Float32Array {
  const out = new Float32Array(articles);
  if (latent.terms.length === 0) return out;
  const known = latent.terms.length / LATENT;
  const own = new Float64Array(LATENT);
  for (let i = 0; i < query.length; i++) {
    const weight = query.cosine[i] as number;
    const term = query.terms[i] as number;
    // Words that came after the topics were learned have no place among them.
    if (weight === 0 || term >= known) continue;
    const at = term * LATENT;
    for (let c = 0; c < LATENT; c++) own[c] = (own[c] as number) + weight * ((latent.terms[at + c] as number) - 128);
  }
  let square = 0;
  for (const v of own) square += v * v;
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
  for (let a = 0; a < articles; a++) {
    const sum = topicProduct(latent.articles, a * LATENT, own);
    if (sum > 0) out[a] = sum * scale;
  }
  return out;
}

/** As `dotProduct` adds up; of one kind of array each, without which the sums are kept as objects, 74,000 a ticket. */
function topicProduct(rows: Float32Array, at: number, own: Float64Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let c = 0; c < LATENT; c += 4) {
    s0 += (rows[at + c] as number) * (own[c] as number);
    s1 += (rows[at + c + 1] as number) * (own[c + 1] as number);
    s2 += (rows[at + c + 2] as number) * (own[c + 2] as number);
    s3 += (rows[at + c + 3] as number) * (own[c + 3] as number);
  }
  return s0 + s1 + (s2 + s3);
}

/** Rows of `LATENT` as a byte a value, each by its largest one: the length of a row is not kept. */
export function packedRows(rows: Float32Array): Uint8Array {
  const bytes = new Uint8Array(rows.length);
  for (let at = 0; at < rows.length; at += LATENT) {
    const row = rows.subarray(at, at + LATENT);
    const step = row.reduce((most, v) => Math.max(most, Math.abs(v)), 0) / 127 || 1;
    for (const [c, v] of row.entries()) bytes[at + c] = Math.round(v / step) + 128;
  }
  return bytes;
}

/** Packed rows as unit rows; a row of zeros stays one. */
export function unitRows(bytes: Uint8Array): Float32Array {
  const rows = new Float32Array(bytes.length);
  for (let at = 0; at < rows.length; at += LATENT) {
    let square = 0;
    for (let i = at; i < at + LATENT; i++) square += ((bytes[i] as number) - 128) ** 2;
    const length = Math.sqrt(square) || 1;
    for (let i = at; i < at + LATENT; i++) rows[i] = ((bytes[i] as number) - 128) / length;
  }
  return rows;
}
