/**
 * The vector signal as training sees it. The index answers requests, not builds, so its place is taken by an exact scan
 * over vectors that need no model; weights learned on them hold, or understate, what better vectors are worth.
 */

import { dotProduct } from '../../../text/dot-product.ts';
import { SUBWORD_DIMENSIONS, subwordVector } from '../../../text/subword-vector.ts';
import { passageEmbeddingText } from '../../embedding-text.ts';
import { selectTop } from '../../rank/select-top.ts';
import type { Article, BuiltTables } from '../../types.ts';

const TOP_K = 100;
/** Beyond this many passages a build spends its time elsewhere. */
const MAX_PASSAGES = 30_000;

/** A function from a row of the solved tickets to the cosine of each article's best passage; null where it is not worth its time. */
export function vectorSignal(
  tables: Pick<BuiltTables, 'articles' | 'passages'>,
  textOf: (row: number) => string,
  weight: (term: string) => number,
): ((row: number) => Float32Array) | null {
  const rows = tables.passages.length;
  if (rows === 0 || rows > MAX_PASSAGES) return null;
  const matrix = new Float32Array(rows * SUBWORD_DIMENSIONS);
  for (const [i, passage] of tables.passages.entries())
    matrix.set(subwordVector(passageEmbeddingText(tables.articles[passage.article] as Article, passage), weight), i * SUBWORD_DIMENSIONS);
  return (row) => {
    const vector = subwordVector(textOf(row), weight);
    const cosine = new Float32Array(rows);
    for (let p = 0; p < rows; p++) cosine[p] = dotProduct(matrix, p * SUBWORD_DIMENSIONS, vector, SUBWORD_DIMENSIONS);
    const best = new Float32Array(tables.articles.length);
    for (const p of selectTop(cosine, TOP_K)) {
      const article = tables.passages[p]?.article ?? 0;
      best[article] = Math.max(best[article] as number, cosine[p] as number);
    }
    return best;
  };
}
