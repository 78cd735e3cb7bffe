/** Fits the fusion's weights by Newton steps with a Gaussian prior on standardised features. */
import { FEATURES } from '../../rank/features.ts';

export type Example = {
  /** Row-major, FEATURES a row. */
  features: Float64Array;
  rows: number;
  /** Weight of the right rows; all zero when no candidate is right (the example teaches nothing). */
  right: Float64Array;
};

const STEPS = 20;
const TOLERANCE = 1e-5;

/**
 * Raw-feature weights that maximise Σ log P(right rows), pulled to `prior` (raw units) as by `strength` examples.
 * `on(f)` leaves features out: their weight is 0.
 */
export function fitFusion(examples: readonly Example[], prior: readonly number[], strength: number, on: (feature: number) => boolean): number[] {
  const used = examples.filter((e) => e.right.some((v) => v > 0));
  const deviation = deviations(used);
  const active = Array.from({ length: FEATURES }, (_, f) => f).filter((f) => on(f) && (deviation[f] as number) > 0);
  const start = active.map((f) => (prior[f] as number) * (deviation[f] as number));
  const w = [...start];
  for (let step = 0; step < STEPS; step++) {
    const { gradient, hessian } = derivatives(used, active, deviation, w);
    for (const [j] of active.entries()) {
      gradient[j] = (gradient[j] as number) + strength * ((w[j] as number) - (start[j] as number));
      const line = hessian[j] as Float64Array;
      line[j] = (line[j] as number) + strength;
    }
    const move = solveSymmetric(hessian, gradient);
    const size = Math.max(0, ...move.map(Math.abs));
    // A step beyond two standard units comes from a flat curve, not from the data.
    const damping = size > 2 ? 2 / size : 1;
    for (const [j] of active.entries()) w[j] = (w[j] as number) - damping * (move[j] as number);
    if (size < TOLERANCE) break;
  }
  const weights = prior.map((value, f) => (on(f) ? value : 0));
  for (const [j, f] of active.entries()) weights[f] = (w[j] as number) / (deviation[f] as number);
  return weights;
}

function deviations(examples: readonly Example[]): Float64Array {
  const sum = new Float64Array(FEATURES);
  const square = new Float64Array(FEATURES);
  let n = 0;
  for (const { features, rows } of examples) {
    n += rows;
    for (let i = 0; i < rows * FEATURES; i++) {
      const f = i % FEATURES;
      sum[f] = (sum[f] as number) + (features[i] as number);
      square[f] = (square[f] as number) + (features[i] as number) ** 2;
    }
  }
  return sum.map((s, f) => {
    const variance = n === 0 ? 0 : (square[f] as number) / n - (s / n) ** 2;
    return variance > 1e-12 ? Math.sqrt(variance) : 0;
  });
}

function derivatives(
  examples: readonly Example[],
  active: readonly number[],
  deviation: Float64Array,
  w: readonly number[],
): { gradient: Float64Array; hessian: Float64Array[] } {
  const d = active.length;
  const gradient = new Float64Array(d);
  const hessian = Array.from({ length: d }, () => new Float64Array(d));
  for (const { features, rows, right } of examples) {
    const x = new Float64Array(rows * d);
    const p = new Float64Array(rows);
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < d; j++) {
        const v = (features[i * FEATURES + (active[j] as number)] as number) / (deviation[active[j] as number] as number);
        x[i * d + j] = v;
        sum += v * (w[j] as number);
      }
      p[i] = sum;
      most = Math.max(most, sum);
    }
    let total = 0;
    let mass = 0;
    for (let i = 0; i < rows; i++) {
      p[i] = Math.exp((p[i] as number) - most);
      total += p[i] as number;
      mass += right[i] as number;
    }
    const mean = new Float64Array(d);
    for (let i = 0; i < rows; i++) {
      p[i] = (p[i] as number) / total;
      const error = (p[i] as number) - (right[i] as number) / mass;
      for (let j = 0; j < d; j++) {
        gradient[j] = (gradient[j] as number) + error * (x[i * d + j] as number);
        mean[j] = (mean[j] as number) + (p[i] as number) * (x[i * d + j] as number);
      }
    }
    for (let i = 0; i < rows; i++) {
      const pi = p[i] as number;
      if (pi < 1e-6) continue;
      for (let j = 0; j < d; j++) {
        const centred = pi * ((x[i * d + j] as number) - (mean[j] as number));
        const line = hessian[j] as Float64Array;
        for (let k = 0; k <= j; k++) line[k] = (line[k] as number) + centred * ((x[i * d + k] as number) - (mean[k] as number));
      }
    }
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) (hessian[k] as Float64Array)[j] = (hessian[j] as Float64Array)[k] as number;
  return { gradient, hessian };
}

/** Cholesky; the prior keeps the matrix positive definite. */
function solveSymmetric(matrix: readonly Float64Array[], right: Float64Array): number[] {
  const n = right.length;
  const l = matrix.map((line) => line.slice());
  for (let j = 0; j < n; j++) {
    const row = l[j] as Float64Array;
    for (let k = 0; k < j; k++) {
      const other = l[k] as Float64Array;
      let sum = row[k] as number;
      for (let m = 0; m < k; m++) sum -= (row[m] as number) * (other[m] as number);
      row[k] = sum / (other[k] as number);
    }
    let diagonal = row[j] as number;
    for (let m = 0; m < j; m++) diagonal -= (row[m] as number) ** 2;
    row[j] = Math.sqrt(Math.max(1e-12, diagonal));
  }
  const out = [...right];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) out[i] = (out[i] as number) - ((l[i] as Float64Array)[k] as number) * (out[k] as number);
    out[i] = (out[i] as number) / ((l[i] as Float64Array)[i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) out[i] = (out[i] as number) - ((l[k] as Float64Array)[i] as number) * (out[k] as number);
    out[i] = (out[i] as number) / ((l[i] as Float64Array)[i] as number);
  }
  return out;
}
