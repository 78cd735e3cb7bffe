/** Exact cosine search over unit vectors that lie in one array. */
import { dotProduct } from '../../text/dot-product.ts';

export type Hit = { row: number; score: number };

/** Unit length; a zero vector stays zero. Writes to `into` at `offset`. */
export function normalizeInto(values: ArrayLike<number>, into: Float32Array, offset: number): void {
  let square = 0;
  for (let i = 0; i < values.length; i++) square += (values[i] as number) ** 2;
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
  for (let i = 0; i < values.length; i++) into[offset + i] = (values[i] as number) * scale;
}

/**
 * The `k` rows of `matrix` (row-major, unit rows) most like `query` (unit), best first; equal scores in row order.
 * `allowed` leaves rows out before they are scored.
 */
export function nearest(matrix: Float32Array, rows: number, query: Float32Array, k: number, allowed?: (row: number) => boolean): Hit[] {
  const dimensions = query.length;
  // A heap with the worst of the best on top.
  const heap: Hit[] = [];
  for (let row = 0; row < rows; row++) {
    if (allowed && !allowed(row)) continue;
    const score = dotProduct(matrix, row * dimensions, query, dimensions);
    if (heap.length < k) {
      heap.push({ row, score });
      if (heap.length === k) for (let i = (k >> 1) - 1; i >= 0; i--) sink(heap, i);
    } else if (score > (heap[0] as Hit).score) {
      heap[0] = { row, score };
      sink(heap, 0);
    }
  }
  return heap.sort((a, b) => b.score - a.score || a.row - b.row);
}

const worse = (a: Hit, b: Hit): boolean => a.score < b.score || (a.score === b.score && a.row > b.row);

function sink(heap: Hit[], from: number): void {
  let at = from;
  for (;;) {
    let worst = at;
    for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && worse(heap[child] as Hit, heap[worst] as Hit)) worst = child;
    if (worst === at) return;
    [heap[at], heap[worst]] = [heap[worst] as Hit, heap[at] as Hit];
    at = worst;
  }
}
