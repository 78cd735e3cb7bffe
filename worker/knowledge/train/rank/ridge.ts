/**
 * Ridge regression of many targets at once, in its dual form (Saunders et al. 1998): (X·Xᵀ + λ·diag(1/w))·α = Y, then
 * W = Xᵀ·α. Conjugate gradients on blocks of targets touch X and its transpose only, so that memory stays small.
 */
import type { SparseRows } from './sparse-rows.ts';

export type RidgeOptions = { lambda: number; iterations: number /** Weight of each row; 1 without it. */; weights?: Float32Array };

/** Targets solved together: their columns lie side by side in memory, few enough for a cache. */
const BLOCK = 16;
/** A residual of a hundredth (squared): weights are kept as bytes. */
const ENOUGH = 1e-4;

/** Calls `use` with each target's weights by term (reused between calls). `target(c)` lists its rows with their value. */
export function ridge(
  all: SparseRows,
  terms: number,
  targets: number,
  target: (c: number) => { row: number; value: number }[],
  options: RidgeOptions,
  use: (c: number, weights: Float64Array) => void,
): void {
  const { rows } = all;
  const { x, original } = compact(all, terms);
  const diagonal = Float64Array.from({ length: rows }, (_, i) => options.lambda / (options.weights?.[i] ?? 1));
  const weights = new Float64Array(terms);
  const room = workspace(rows, original.length);
  for (let from = 0; from < targets; from += BLOCK) {
    const width = Math.min(BLOCK, targets - from);
    const y = room.residual.fill(0);
    for (let c = 0; c < width; c++) for (const { row, value } of target(from + c)) y[row * width + c] = value;
    const alpha = solve(x, diagonal, room, width, options.iterations);
    for (let c = 0; c < width; c++) {
      weights.fill(0);
      for (let i = 0; i < rows; i++) {
        const a = alpha[i * width + c] as number;
        for (let k = x.offsets[i] as number; k < (x.offsets[i + 1] as number); k++)
          weights[all.terms[k] as number] = (weights[all.terms[k] as number] as number) + a * (x.values[k] as number);
      }
      use(from + c, weights);
    }
  }
}

/** Terms renumbered to those that occur: what the inner loops touch then fits a cache. */
function compact(all: SparseRows, terms: number): { x: SparseRows; original: number[] } {
  const number = new Int32Array(terms).fill(-1);
  const original: number[] = [];
  const renamed = all.terms.map((term) => {
    if (number[term] === -1) number[term] = original.push(term) - 1;
    return number[term] as number;
  });
  return { x: { ...all, terms: renamed }, original };
}

/** Used again by every block of targets. */
type Workspace = Record<'alpha' | 'residual' | 'direction' | 'product' | 'middle', Float64Array>;

function workspace(rows: number, terms: number): Workspace {
  const [alpha, residual, direction, product] = Array.from({ length: 4 }, () => new Float64Array(rows * BLOCK)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { alpha, residual, direction, product, middle: new Float64Array(terms * BLOCK) };
}

/** Conjugate gradients (Hestenes & Stiefel 1952), each column with its own steps. `room.residual` holds the right sides, and is overwritten. */
function solve(x: SparseRows, diagonal: Float64Array, room: Workspace, width: number, iterations: number): Float64Array {
  const n = x.rows * width;
  const { middle, product } = room;
  const [alpha, residual, direction] = [room.alpha.fill(0), room.residual, room.direction];
  direction.set(residual);
  const start = columnDots(residual, residual, n, width);
  const old = start.slice();
  for (let step = 0; step < iterations; step++) {
    multiply(x, diagonal, direction, middle, product, width);
    const curve = columnDots(direction, product, n, width);
    const size = old.map((r, c) => ((curve[c] as number) > 1e-18 ? r / (curve[c] as number) : 0));
    for (let i = 0; i < n; i += width) {
      for (let c = 0; c < width; c++) {
        alpha[i + c] = (alpha[i + c] as number) + (size[c] as number) * (direction[i + c] as number);
        residual[i + c] = (residual[i + c] as number) - (size[c] as number) * (product[i + c] as number);
      }
    }
    const now = columnDots(residual, residual, n, width);
    if (now.every((r, c) => r <= ENOUGH * (start[c] as number))) break;
    for (let c = 0; c < width; c++) size[c] = (old[c] as number) > 0 ? (now[c] as number) / (old[c] as number) : 0;
    for (let i = 0; i < n; i += width)
      for (let c = 0; c < width; c++) direction[i + c] = (residual[i + c] as number) + (size[c] as number) * (direction[i + c] as number);
    old.set(now);
  }
  return alpha;
}

/** out = (X·Xᵀ + diagonal)·v */
function multiply(x: SparseRows, diagonal: Float64Array, v: Float64Array, middle: Float64Array, out: Float64Array, width: number): void {
  middle.fill(0);
  for (let i = 0; i < x.rows; i++) {
    for (let k = x.offsets[i] as number; k < (x.offsets[i + 1] as number); k++) {
      const value = x.values[k] as number;
      const at = (x.terms[k] as number) * width;
      for (let c = 0; c < width; c++) middle[at + c] = (middle[at + c] as number) + value * (v[i * width + c] as number);
    }
  }
  for (let i = 0; i < x.rows; i++) {
    const start = i * width;
    for (let c = 0; c < width; c++) out[start + c] = (diagonal[i] as number) * (v[start + c] as number);
    for (let k = x.offsets[i] as number; k < (x.offsets[i + 1] as number); k++) {
      const value = x.values[k] as number;
      const at = (x.terms[k] as number) * width;
      for (let c = 0; c < width; c++) out[start + c] = (out[start + c] as number) + value * (middle[at + c] as number);
    }
  }
}

function columnDots(a: Float64Array, b: Float64Array, n: number, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let i = 0; i < n; i += width) for (let c = 0; c < width; c++) sums[c] = (sums[c] as number) + (a[i + c] as number) * (b[i + c] as number);
  return sums;
}
