/**
 * The vector signal as training sees it. The index answers requests, not builds, so its place is taken by an exact scan
 * over vectors that need no model; weights learned on them hold, or understate, what better vectors are worth.
 */

import { SUBWORD_DIMENSIONS, subwordVector } from '../../../text/subword-vector.ts';
import { selectTop } from '../../rank/select-top.ts';

const TOP_K = 100;
/** Beyond this many passages a build spends its time elsewhere. */
const MAX_PASSAGES = 30_000;

/** Articles near a ticket with the cosine of the best passage of each. */
export type Near = { articles: Uint32Array; cosines: Float32Array };
/** Tickets compared with every passage at once: a passage is read once for all of them, and their sums stay in registers. */
export const AT_ONCE = 8;

export const worthVectors = (passages: number): boolean => passages > 0 && passages <= MAX_PASSAGES;

/** Takes the texts of all passages in order, then tickets, `AT_ONCE` of them at most. */
export function vectorSignal(
  passageArticle: Uint32Array,
  weight: (term: string) => number,
): { add(text: string): void; near(texts: readonly string[]): Near[] } {
  const passages = passageArticle.length;
  const matrix = new Float32Array(passages * SUBWORD_DIMENSIONS);
  const cosines = Array.from({ length: AT_ONCE }, () => new Float32Array(passages));
  const tickets = new Float64Array(SUBWORD_DIMENSIONS * AT_ONCE);
  let end = 0;
  return {
    add(text) {
      matrix.set(subwordVector(text, weight), end);
      end += SUBWORD_DIMENSIONS;
    },
    near(texts) {
      tickets.fill(0);
      for (const [k, text] of texts.entries()) {
        const vector = subwordVector(text, weight);
        for (let d = 0; d < SUBWORD_DIMENSIONS; d++) tickets[d * AT_ONCE + k] = vector[d] as number;
      }
      compare(matrix, tickets, cosines);
      return texts.map((_, k) => {
        const cosine = cosines[k] as Float32Array;
        const best = new Map<number, number>();
        for (const p of selectTop(cosine, TOP_K)) {
          const article = passageArticle[p] as number;
          best.set(article, Math.max(best.get(article) ?? 0, cosine[p] as number));
        }
        return { articles: Uint32Array.from(best.keys()), cosines: Float32Array.from(best.values()) };
      });
    },
  };
}

/** The products of every row of `matrix` with eight vectors that lie side by side. */
function compare(matrix: Float32Array, vectors: Float64Array, into: readonly Float32Array[]): void {
  const [c0, c1, c2, c3, c4, c5, c6, c7] = into as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let row = 0, at = 0; row < c0.length; row++) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let s4 = 0;
    let s5 = 0;
    let s6 = 0;
    let s7 = 0;
    for (let k = 0; k < vectors.length; k += AT_ONCE, at++) {
      const value = matrix[at] as number;
      s0 += value * (vectors[k] as number);
      s1 += value * (vectors[k + 1] as number);
      s2 += value * (vectors[k + 2] as number);
      s3 += value * (vectors[k + 3] as number);
      s4 += value * (vectors[k + 4] as number);
      s5 += value * (vectors[k + 5] as number);
      s6 += value * (vectors[k + 6] as number);
      s7 += value * (vectors[k + 7] as number);
    }
    c0[row] = s0;
    c1[row] = s1;
    c2[row] = s2;
    c3[row] = s3;
    c4[row] = s4;
    c5[row] = s5;
    c6[row] = s6;
    c7[row] = s7;
  }
}
