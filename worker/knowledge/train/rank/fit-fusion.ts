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
const TOLERANCE = 1e-3;
/** Rows of less probability bend the curve by nothing that shows. */
const LEAST_SHARE = 1e-6;

/**
 * Raw-feature weights that maximise Σ log P(right rows), pulled to `prior` (raw units) as by `strength` examples.
 * `on(f)` leaves features out: their weight is 0. `from` is where the steps begin: near the end they are few.
 */
export function fitFusion(
  examples: readonly Example[],
  prior: readonly number[],
  strength: number,
  on: (feature: number) => boolean,
  from: readonly number[] = prior,
): number[] {
  const used = examples.filter((e) => e.right.some((v) => v > 0));
  const deviation = deviations(used);
  const active = Array.from({ length: FEATURES }, (_, f) => f).filter((f) => on(f) && (deviation[f] as number) > 0);
  const start = active.map((f) => (prior[f] as number) * (deviation[f] as number));
  const w = active.map((f) => (from[f] as number) * (deviation[f] as number));
  const raw = (at: readonly number[]): number[] => {
    const weights = new Array<number>(FEATURES).fill(0);
    for (const [j, f] of active.entries()) weights[f] = (at[j] as number) / (deviation[f] as number);
    return weights;
  };
  for (let step = 0; step < STEPS; step++) {
    const { gradient, hessian } = derivatives(used, raw(w), { active, deviation });
    for (const [j] of active.entries()) {
      gradient[j] = (gradient[j] as number) + strength * ((w[j] as number) - (start[j] as number));
      const line = hessian[j] as Float64Array;
      line[j] = (line[j] as number) + strength;
    }
    const move = solveSymmetric(hessian, gradient);
    const next = descend(w, move, (at) => loss(used, raw(at)) + (strength / 2) * at.reduce((sum, v, j) => sum + (v - (start[j] as number)) ** 2, 0));
    const size = Math.max(0, ...next.map((v, j) => Math.abs(v - (w[j] as number))));
    for (const [j, v] of next.entries()) w[j] = v;
    if (size < TOLERANCE) break;
  }
  const weights = prior.map((value, f) => (on(f) ? value : 0));
  for (const [j, f] of active.entries()) weights[f] = (w[j] as number) / (deviation[f] as number);
  return weights;
}

const SCALES = [1, 0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08] as const;

/**
 * The prior at the scale that these examples make likeliest: its order is worth keeping, but how sure it is of itself depends
 * on how much articles differ, and few examples pulled to a prior that is too sure are sure as well.
 */
export function scaledPrior(examples: readonly Example[], prior: readonly number[]): number[] {
  const used = examples.filter((e) => e.right.some((v) => v > 0));
  const costs = SCALES.map((scale) =>
    loss(
      used,
      prior.map((w) => w * scale),
    ),
  );
  const best = SCALES[costs.indexOf(Math.min(...costs))] ?? 1;
  return prior.map((w) => w * best);
}

const HALVINGS = 12;

/** The longest of the step, its half, its quarter … that makes `cost` less; far from the minimum a whole one can overshoot. */
function descend(w: readonly number[], move: readonly number[], cost: (at: readonly number[]) => number): number[] {
  const now = cost(w);
  let next = [...w];
  for (let share = 1, tries = 0; tries < HALVINGS; share /= 2, tries++) {
    next = w.map((v, j) => v - share * (move[j] as number));
    if (cost(next) <= now) return next;
  }
  return [...w];
}

/** −Σ log P(right rows) by labels' shares, with raw-feature weights. */
function loss(examples: readonly Example[], weights: readonly number[]): number {
  let sum = 0;
  const p = roomFor(examples);
  for (const example of examples) {
    const { right } = example;
    probabilities(example, weights, p);
    const mass = right.reduce((a, b) => a + b, 0);
    for (let i = 0; i < right.length; i++) {
      const r = right[i] as number;
      if (r > 0) sum -= (r / mass) * Math.log((p[i] as number) + 1e-300);
    }
  }
  return sum;
}

const roomFor = (examples: readonly Example[], each = 1): Float64Array => new Float64Array(examples.reduce((most, { rows }) => Math.max(most, rows), 0) * each);

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

type Derivatives = { gradient: Float64Array; hessian: Float64Array[] };

/** Features that are on, and what makes each one's spread 1. */
type Scale = { active: readonly number[]; deviation: Float64Array };

/** First and second derivatives of the negative log-likelihood at raw-feature weights, by what makes each feature's spread 1. */
function derivatives(examples: readonly Example[], weights: readonly number[], scale: Scale): Derivatives {
  const d = scale.active.length;
  const sums: Derivatives = { gradient: new Float64Array(d), hessian: Array.from({ length: d }, () => new Float64Array(d)) };
  const [x, p] = [roomFor(examples, d), roomFor(examples)];
  for (const example of examples) {
    standardise(example, scale, x);
    probabilities(example, weights, p);
    addExample(sums, x, p, example);
  }
  for (const [j, line] of sums.hessian.entries()) for (let k = 0; k < j; k++) (sums.hessian[k] as Float64Array)[j] = line[k] as number;
  return sums;
}

/** Made anew in every step: kept for all examples it would be as large as they are. */
function standardise({ features, rows }: Example, { active, deviation }: Scale, x: Float64Array): void {
  const d = active.length;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < d; j++) {
      const f = active[j] as number;
      x[i * d + j] = (features[i * FEATURES + f] as number) / (deviation[f] as number);
    }
}

/** Into `p`, by row. */
function probabilities({ features, rows }: Example, weights: readonly number[], p: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let f = 0; f < FEATURES; f++) sum += (features[i * FEATURES + f] as number) * (weights[f] as number);
    p[i] = sum;
    most = Math.max(most, sum);
  }
  let total = 0;
  for (let i = 0; i < rows; i++) {
    p[i] = Math.exp((p[i] as number) - most);
    total += p[i] as number;
  }
  for (let i = 0; i < rows; i++) p[i] = (p[i] as number) / total;
}

/** Adds one ticket's share; of the Hessian only the lower half. */
function addExample({ gradient, hessian }: Derivatives, x: Float64Array, p: Float64Array, { right, rows }: Example): void {
  const d = gradient.length;
  const mass = right.reduce((a, b) => a + b, 0);
  const mean = new Float64Array(d);
  const centred = new Float64Array(d);
  for (let i = 0; i < rows; i++) {
    const pi = p[i] as number;
    const error = pi - (right[i] as number) / mass;
    for (let j = 0; j < d; j++) {
      gradient[j] = (gradient[j] as number) + error * (x[i * d + j] as number);
      mean[j] = (mean[j] as number) + pi * (x[i * d + j] as number);
    }
  }
  for (let i = 0; i < rows; i++) {
    const pi = p[i] as number;
    if (pi < LEAST_SHARE) continue;
    for (let j = 0; j < d; j++) centred[j] = (x[i * d + j] as number) - (mean[j] as number);
    for (let j = 0; j < d; j++) {
      const line = hessian[j] as Float64Array;
      const weighed = pi * (centred[j] as number);
      for (let k = 0; k <= j; k++) line[k] = (line[k] as number) + weighed * (centred[k] as number);
    }
  }
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
