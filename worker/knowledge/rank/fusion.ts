/** Fusion: a conditional logit over the candidates of one ticket (McFadden 1974), P(a) ∝ exp(w · f(a)). */
import { type Signal, signalSchema } from '#shared/release';
import { FEATURES, featureNames, featureSignals } from './features.ts';
import type { Fusion } from './models.ts';

export const ALL = 'all';
export const without = (signal: Signal): string => `-${signal}`;

/**
 * Where weights stand before any ticket was seen, in raw feature units: what a help centre without solved tickets is
 * ranked by, and what few examples are pulled to.
 */
const priorByName: Partial<Record<(typeof featureNames)[number], number>> = {
  text: 3,
  'ln text': 0.3,
  passage: 3,
  'ln passage': 0.3,
  asked: 3,
  'ln asked': 0.5,
  neighbours: 1,
  'ln neighbours': 0.2,
  soft: 1,
  'ln soft': 0.2,
  linear: 1,
  'ln linear': 0.2,
  latent: 1,
  'ln latent': 0.2,
  graph: 0.3,
  vectors: 0.3,
  prior: 0.2,
  freshness: 0.3,
  title: 0.5,
  'title in subject': 0.8,
  covered: 3,
};
/**
 * Not learned: no solved ticket holds such words, so none can tell what they are worth. Without it whatever history favours
 * stands above the articles of a new product.
 */
const UNHEARD = featureNames.indexOf('unheard');
const UNHEARD_WEIGHT = 2;

export const priorWeights: readonly number[] = featureNames.map((name) => priorByName[name] ?? 0);

/** The weights for the signals that are on: refitted ones where one is off, zeros for what is off beyond that. */
export function weightsFor(fusion: Fusion, signals: ReadonlySet<Signal>): readonly number[] {
  const off = signalSchema.options.filter((signal) => !signals.has(signal));
  const [only] = off;
  const chosen = off.length === 1 && only !== undefined ? fusion.weights[without(only)] : undefined;
  const weights = chosen ?? fusion.weights[ALL] ?? priorWeights;
  // A snapshot of an earlier build knows fewer features: the newer ones, at the end, say nothing there.
  return featureSignals.map((signal, f) => (signals.has(signal) ? (f === UNHEARD ? UNHEARD_WEIGHT : (weights[f] ?? 0)) : 0));
}

/** Probability of each candidate, in their order; they sum to 1. */
export function fuse(features: Float64Array, rows: number, weights: readonly number[]): Float64Array {
  const out = new Float64Array(rows);
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let f = 0; f < FEATURES; f++) sum += (weights[f] as number) * (features[row * FEATURES + f] as number);
    out[row] = sum;
    if (sum > most) most = sum;
  }
  let total = 0;
  for (let row = 0; row < rows; row++) {
    out[row] = Math.exp((out[row] as number) - most);
    total += out[row] as number;
  }
  for (let row = 0; row < rows; row++) out[row] = (out[row] as number) / total;
  return out;
}

/** Platt scaling of a probability's log-odds. */
export function calibrated(probability: number, [slope, offset]: readonly [number, number]): number {
  const p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return 1 / (1 + Math.exp(-(slope * Math.log(p / (1 - p)) + offset)));
}

/** Whether an answer of the vector index would change the order at all. */
export function usesVectors(fusion: Fusion): boolean {
  const weights = fusion.weights[ALL] ?? priorWeights;
  return weights.some((w, f) => featureSignals[f] === 'vectors' && Math.abs(w) > 0.01);
}
