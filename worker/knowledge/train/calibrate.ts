/**
 * Scores to probabilities. Logistic regression by Newton steps with a Gaussian prior, which for one score and the targets
 * of Lin, Lin & Weng (2007) is Platt's method; and the reliability table that checks it (Guo et al. 2017: expected
 * calibration error over equal-width bins).
 */

import { sigmoid } from '../../text/logistic.ts';

export type LogisticOptions = {
  /** Where the weights are pulled to; zero without it. The last one is the bias. */
  prior?: readonly number[];
  /** Strength of that pull, as a number of examples. */
  strength: number;
  /** Weight of each example; 1 without it. */
  weights?: readonly number[];
};

/** Weights of a logistic regression on dense `rows`, bias last. `targets` are probabilities between 0 and 1. */
export function fitLogistic(rows: readonly (readonly number[])[], targets: readonly number[], options: LogisticOptions): number[] {
  const [first] = rows;
  const d = (first?.length ?? options.prior?.length ?? 1) + (first || !options.prior ? 1 : 0);
  const x = new Float64Array(rows.length * d);
  for (const [i, row] of rows.entries()) {
    x.set(row, i * d);
    x[i * d + d - 1] = 1;
  }
  return newton(x, d, targets, options);
}

/** `x` is row-major, `d` numbers a row, of which the last is 1. */
function newton(x: Float64Array, d: number, targets: readonly number[], { prior: pulledTo, strength, weights }: LogisticOptions): number[] {
  const prior = pulledTo ?? new Array<number>(d).fill(0);
  const w = [...prior];
  for (let step = 0; step < 40; step += 1) {
    const gradient = Float64Array.from(w, (v, j) => strength * (v - (prior[j] as number)));
    const hessian = new Float64Array(d * d);
    for (let j = 0; j < d; j += 1) hessian[j * d + j] = strength + 1e-9;
    for (let i = 0, at = 0; i < targets.length; i += 1, at += d) {
      let logit = 0;
      for (let j = 0; j < d; j += 1) logit += (x[at + j] as number) * (w[j] as number);
      const p = sigmoid(logit);
      const weight = weights?.[i] ?? 1;
      const error = (p - (targets[i] as number)) * weight;
      const curve = Math.max(p * (1 - p), 1e-6) * weight;
      for (let j = 0; j < d; j += 1) {
        gradient[j] = (gradient[j] as number) + error * (x[at + j] as number);
        const bent = curve * (x[at + j] as number);
        for (let k = 0; k < d; k += 1) hessian[j * d + k] = (hessian[j * d + k] as number) + bent * (x[at + k] as number);
      }
    }
    const move = solve(
      w.map((_, j) => [...hessian.subarray(j * d, (j + 1) * d)]),
      [...gradient],
    );
    let size = 0;
    for (let j = 0; j < d; j += 1) {
      const by = Math.max(-4, Math.min(4, move[j] as number));
      w[j] = (w[j] as number) - by;
      size += Math.abs(by);
    }
    if (size < 1e-6) break;
  }
  return w;
}

/** Gaussian elimination with partial pivoting; a singular direction gets no step. */
function solve(matrix: number[][], right: readonly number[]): number[] {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  for (let c = 0; c < n; c += 1) {
    let pivot = c;
    for (let r = c + 1; r < n; r += 1) if (Math.abs(rows[r]?.[c] ?? 0) > Math.abs(rows[pivot]?.[c] ?? 0)) pivot = r;
    [rows[c], rows[pivot]] = [rows[pivot] as number[], rows[c] as number[]];
    const lead = rows[c] as number[];
    if (Math.abs(lead[c] as number) < 1e-12) continue;
    for (let r = 0; r < n; r += 1) {
      if (r === c) continue;
      const row = rows[r] as number[];
      const factor = (row[c] as number) / (lead[c] as number);
      for (let k = c; k <= n; k += 1) row[k] = (row[k] as number) - factor * (lead[k] as number);
    }
  }
  return rows.map((row, i) => (Math.abs(row[i] as number) < 1e-12 ? 0 : (row[n] as number) / (row[i] as number)));
}

/** Platt's slope and offset for one score; with few examples they stay near `prior` (slope, offset). */
export function fitPlatt(scores: readonly number[], hits: readonly boolean[], prior: readonly [number, number] = [1, 0], strength = 1): [number, number] {
  const positive = hits.filter(Boolean).length;
  const high = (positive + 1) / (positive + 2);
  const low = 1 / (hits.length - positive + 2);
  const x = new Float64Array(2 * scores.length).fill(1);
  for (const [i, score] of scores.entries()) x[2 * i] = score;
  const targets = hits.map((h) => (h ? high : low));
  const [slope = 1, offset = 0] = newton(x, 2, targets, { prior, strength });
  return slope > 0 ? [slope, offset] : [...prior];
}

/**
 * The offset that fits recent cases, the slope kept: how often a label is given moves faster than what speaks for it. A
 * quadratic penalty of `strength` keeps it near the offset given.
 */
export function fitOffset(scores: readonly number[], hits: readonly boolean[], [slope, offset]: readonly [number, number], strength = 1): number {
  let moved = offset;
  for (let step = 0; step < 30; step += 1) {
    let gradient = strength * (moved - offset);
    let curve = strength;
    for (const [i, s] of scores.entries()) {
      const p = sigmoid(slope * s + moved);
      gradient += p - (hits[i] ? 1 : 0);
      curve += p * (1 - p);
    }
    const by = Math.max(-2, Math.min(2, gradient / curve));
    moved -= by;
    if (Math.abs(by) < 1e-6) break;
  }
  return moved;
}

const BINS = 10;

export type Reliability = {
  /** Expected calibration error. */
  ece: number;
  n: number;
  bins: { from: number; to: number; n: number; confidence: number; observed: number }[];
};

/** `weights` counts each case as often as it is to be expected; 1 without them. A bin's `n` is always its number of cases. */
export function reliability(confidences: readonly number[], hits: readonly boolean[], weights?: readonly number[]): Reliability {
  const bins = Array.from({ length: BINS }, (_, i) => ({ from: i / BINS, to: (i + 1) / BINS, n: 0, confidence: 0, observed: 0 }));
  const mass = new Float64Array(BINS);
  let total = 0;
  for (const [i, p] of confidences.entries()) {
    const at = Math.min(BINS - 1, Math.floor(p * BINS));
    const bin = bins[at];
    if (!bin) continue;
    const weight = weights?.[i] ?? 1;
    mass[at] = (mass[at] as number) + weight;
    total += weight;
    bin.n += 1;
    bin.confidence += p * weight;
    bin.observed += hits[i] ? weight : 0;
  }
  let ece = 0;
  for (const [at, bin] of bins.entries()) {
    const own = mass[at] as number;
    if (own === 0) continue;
    bin.confidence /= own;
    bin.observed /= own;
    ece += (own / total) * Math.abs(bin.confidence - bin.observed);
  }
  return { ece, n: confidences.length, bins };
}

/** Area under the ROC curve by ranks; 0.5 without both kinds. */
export function rankQuality(scores: readonly number[], hits: readonly boolean[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let ranks = 0;
  let positive = 0;
  for (const [rank, i] of order.entries()) {
    if (!hits[i]) continue;
    ranks += rank + 1;
    positive += 1;
  }
  const negative = scores.length - positive;
  return positive === 0 || negative === 0 ? 0.5 : (ranks - (positive * (positive + 1)) / 2) / (positive * negative);
}
