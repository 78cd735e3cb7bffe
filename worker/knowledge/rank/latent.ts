/** Scores articles by latent topics: what a ticket is about, however it is worded. */
import { dotProduct } from '../../text/dot-product.ts';
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
  const own = new Float64Array(LATENT);
  for (let i = 0; i < query.length; i++) {
    const weight = query.cosine[i] as number;
    if (weight === 0) continue;
    const at = (query.terms[i] as number) * LATENT;
    for (let c = 0; c < LATENT; c++) own[c] = (own[c] as number) + weight * ((latent.terms[at + c] as number) - 128);
  }
  let square = 0;
  for (const v of own) square += v * v;
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
  for (let a = 0; a < articles; a++) {
    const sum = dotProduct(latent.articles, a * LATENT, own, LATENT);
    if (sum > 0) out[a] = sum * scale;
  }
  return out;
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
