/**
 * Ridge regression of many targets at once, in its dual form (Saunders et al. 1998): (X·Xᵀ + λ·diag(1/w))·α = Y, then
 * W = Xᵀ·α. Conjugate gradients on blocks of targets touch X and its transpose only, so that memory stays small.
 */
import { giveBack } from '../../give-back.ts';
import { COLUMNS, type Compact, timesRows } from './sparse-product.ts';

export type RidgeOptions = { lambda: number; iterations: number /** Weight of each row; 1 without it. */; weights?: Float32Array };

/** A residual of a hundredth (squared): weights are kept as bytes. */
const ENOUGH = 1e-4;

/**
 * Solves for the targets a block at a time and calls `use` with the first of a block, how many it holds, and the weights of
 * all of them (reused between calls): target `first + c` gives the term at column `p` the weight `weights[p * COLUMNS + c]`.
 * `target(c)` lists a target's rows with their value.
 */
export function ridge(
  matrix: Compact,
  targets: number,
  target: (c: number) => { row: number; value: number }[],
  options: RidgeOptions,
  use: (first: number, count: number, weights: Float64Array) => void,
): void {
  const { x, transposed, columns } = matrix;
  const diagonal = Float64Array.from({ length: x.rows }, (_, i) => options.lambda / (options.weights?.[i] ?? 1));
  const block = (): Float64Array => new Float64Array(x.rows * COLUMNS);
  const room: Workspace = { alpha: block(), residual: block(), direction: block(), product: block(), middle: new Float64Array(columns * COLUMNS) };
  for (let first = 0; first < targets; first += COLUMNS) {
    const count = Math.min(COLUMNS, targets - first);
    room.residual.fill(0);
    for (let c = 0; c < count; c++) for (const { row, value } of target(first + c)) room.residual[row * COLUMNS + c] = value;
    solve(matrix, diagonal, room, options.iterations);
    timesRows(transposed, room.alpha, room.middle.fill(0));
    use(first, count, room.middle);
  }
  giveBack(...Object.values(room));
}

/** Used again by every block of targets. */
type Workspace = Record<'alpha' | 'residual' | 'direction' | 'product' | 'middle', Float64Array>;

/** Conjugate gradients (Hestenes & Stiefel 1952), each column with its own steps, into `alpha`. `residual` holds the right sides, and is overwritten. */
function solve({ x, transposed }: Compact, diagonal: Float64Array, { alpha, residual, direction, product, middle }: Workspace, iterations: number): void {
  const n = residual.length;
  alpha.fill(0);
  direction.set(residual);
  const start = columnDots(residual, residual);
  const old = start.slice();
  for (let step = 0; step < iterations; step++) {
    timesRows(transposed, direction, middle.fill(0));
    for (let i = 0; i < n; i++) product[i] = (diagonal[Math.floor(i / COLUMNS)] as number) * (direction[i] as number);
    timesRows(x, middle, product);
    const curve = columnDots(direction, product);
    const size = old.map((r, c) => ((curve[c] as number) > 1e-18 ? r / (curve[c] as number) : 0));
    for (let i = 0; i < n; i += COLUMNS) {
      for (let c = 0; c < COLUMNS; c++) {
        alpha[i + c] = (alpha[i + c] as number) + (size[c] as number) * (direction[i + c] as number);
        residual[i + c] = (residual[i + c] as number) - (size[c] as number) * (product[i + c] as number);
      }
    }
    const now = columnDots(residual, residual);
    if (now.every((r, c) => r <= ENOUGH * (start[c] as number))) break;
    for (let c = 0; c < COLUMNS; c++) size[c] = (old[c] as number) > 0 ? (now[c] as number) / (old[c] as number) : 0;
    for (let i = 0; i < n; i += COLUMNS)
      for (let c = 0; c < COLUMNS; c++) direction[i + c] = (residual[i + c] as number) + (size[c] as number) * (direction[i + c] as number);
    old.set(now);
  }
}

function columnDots(a: Float64Array, b: Float64Array): Float64Array {
  const sums = new Float64Array(COLUMNS);
  for (let i = 0; i < a.length; i += COLUMNS) for (let c = 0; c < COLUMNS; c++) sums[c] = (sums[c] as number) + (a[i + c] as number) * (b[i + c] as number);
  return sums;
}
