/**
 * Linear classifiers, one against the rest, by dual coordinate descent with shrinking (Hsieh et al. 2008, algorithm 3:
 * L2-regularised L2-loss SVM). Deterministic. Outputs are scores; calibration makes probabilities of them.
 */
import { seededRandom } from '../seeded-random.ts';
import type { Examples } from './examples.ts';

export type LinearOptions = {
  /** Penalty of an error on a negative example. */
  cost: number;
  /** Penalty of an error on a positive one, as a multiple of `cost`. */
  positive: number;
  /** Passes over the examples at most. */
  passes: number;
  /** Ends when no projected gradient of a pass is further from zero. */
  tolerance: number;
  /** Multiplies the cost of each example, e.g. less for older ones; 1 without it. */
  importance?: Float32Array;
};

/**
 * Weights of one binary classifier, learned from the `chosen` rows of `examples`; the last of `weights` is the bias (its
 * feature is 1 in every example). `weights` has size + 1 places and is overwritten. `positive` and `importance` go by the
 * place in `chosen`. Answers each row's part in the weights; with `begun`, such parts of an earlier call, it goes on from them and
 * from its weights.
 */
export function trainBinary(
  examples: Examples,
  chosen: Uint32Array,
  positive: (place: number) => boolean,
  options: LinearOptions,
  weights: Float64Array,
  seed = 1,
  begun: Float64Array | null = null,
): Float64Array {
  if (!begun) weights.fill(0);
  const { offsets, ids, values, squares } = examples;
  const bias = weights.length - 1;
  const n = chosen.length;
  const alpha = begun ?? new Float64Array(n);
  const y = new Int8Array(n);
  const diagonal = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    y[i] = positive(i) ? 1 : -1;
    diagonal[i] = 0.5 / (options.cost * (y[i] === 1 ? options.positive : 1) * (options.importance?.[i] ?? 1));
  }
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const next = seededRandom(seed);
  let active = n;
  let shrinkAbove = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < options.passes; pass += 1) {
    shuffle(order, active, next);
    let worst = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < active; k += 1) {
      const i = order[k] as number;
      const row = chosen[i] as number;
      const from = offsets[row] as number;
      const end = offsets[row + 1] as number;
      const dot = scoreOf(weights, examples, from, end);
      const yi = y[i] as number;
      const a = alpha[i] as number;
      const gradient = yi * dot - 1 + a * (diagonal[i] as number);
      let projected = gradient;
      if (a === 0) {
        if (gradient > shrinkAbove) {
          active -= 1;
          order[k] = order[active] as number;
          order[active] = i;
          k -= 1;
          continue;
        }
        projected = Math.min(gradient, 0);
      }
      worst = Math.max(worst, Math.abs(projected));
      highest = Math.max(highest, projected);
      if (Math.abs(projected) < 1e-12) continue;
      const updated = Math.max(a - gradient / ((squares[row] as number) + (diagonal[i] as number)), 0);
      alpha[i] = updated;
      const step = (updated - a) * yi;
      weights[bias] = (weights[bias] as number) + step;
      for (let j = from; j < end; j += 1) weights[ids[j] as number] = (weights[ids[j] as number] as number) + step * (values[j] as number);
    }
    if (worst <= options.tolerance) {
      if (active === n) return alpha;
      active = n;
      shrinkAbove = Number.POSITIVE_INFINITY;
      continue;
    }
    shrinkAbove = highest <= 0 ? Number.POSITIVE_INFINITY : highest;
  }
  return alpha;
}

function shuffle(order: Uint32Array, count: number, next: () => number): void {
  for (let i = count - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
}

/** Mean of the examples of a class, at unit length: a second, smoother view beside the separating plane. */
export function centroid({ offsets, ids, values }: Examples, chosen: Uint32Array, positive: (place: number) => boolean, weights: Float64Array): void {
  weights.fill(0);
  for (let i = 0; i < chosen.length; i += 1) {
    if (!positive(i)) continue;
    const row = chosen[i] as number;
    for (let j = offsets[row] as number; j < (offsets[row + 1] as number); j += 1)
      weights[ids[j] as number] = (weights[ids[j] as number] as number) + (values[j] as number);
  }
  let square = 0;
  for (const w of weights) square += w * w;
  const scale = 1 / Math.sqrt(square || 1);
  for (let j = 0; j < weights.length; j += 1) weights[j] = (weights[j] as number) * scale;
}

/** Score of a row by a dense classifier whose last weight is the bias. */
export const dot = (weights: Float64Array, examples: Examples, row: number): number =>
  scoreOf(weights, examples, examples.offsets[row] as number, examples.offsets[row + 1] as number);

/** Four sums at once, as one waits for its last addition. */
function scoreOf(weights: Float64Array, { ids, values }: Examples, from: number, end: number): number {
  let s0 = weights[weights.length - 1] as number;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = from;
  for (; j + 3 < end; j += 4) {
    s0 += (weights[ids[j] as number] as number) * (values[j] as number);
    s1 += (weights[ids[j + 1] as number] as number) * (values[j + 1] as number);
    s2 += (weights[ids[j + 2] as number] as number) * (values[j + 2] as number);
    s3 += (weights[ids[j + 3] as number] as number) * (values[j + 3] as number);
  }
  for (; j < end; j += 1) s0 += (weights[ids[j] as number] as number) * (values[j] as number);
  return s0 + s1 + (s2 + s3);
}
