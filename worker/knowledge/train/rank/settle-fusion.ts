/** From ranked later tickets to what a snapshot keeps: weights with and without each signal, and calibration. */
import { type Signal, signalSchema } from '#shared/release';
import { featureSignals } from '../../rank/features.ts';
import { ALL, fuse, priorWeights, without } from '../../rank/fusion.ts';
import type { Fusion } from '../../rank/models.ts';
import { fitPlatt, reliability } from '../calibrate.ts';
import { type Example, fitFusion, scaledPrior } from './fit-fusion.ts';

/** `hit` says of every row whether it is right, however little its label weighs. */
export type Ranked = Example & { hit: boolean[] };

/** What the prior weighs beside the examples. */
const STRENGTH = 30;
/** Articles of a list that the calibration of every place is learned from. */
const LISTED = 10;
/** Where calibration stands before any ticket was seen: a lone probability over forty candidates is too sure of itself. */
export const PRIOR_PLATT: readonly [number, number] = [0.8, -0.3];
/** Standard errors that a signal's gain must be above zero (one-sided 95 %). */
const PROVEN = 1.64;

type Seen = { p: number; hit: boolean };

/** Vectors cost every request a search elsewhere: they stay in only where held-back tickets show that they help. */
export function settleFusion(examples: readonly Ranked[]): Fusion {
  const fitOn = (some: readonly Ranked[], off?: Signal): number[] =>
    fitFusion(some, scaledPrior(some, priorWeights), STRENGTH, (f) => featureSignals[f] !== off);
  const full = heldOut(examples, (some) => fitOn(some));
  const lean = heldOut(examples, (some) => fitOn(some, 'vectors'));
  const vectors = gains(examples, full, lean);
  const dropped: Signal | undefined = vectors ? undefined : 'vectors';
  const keeps = (off?: Signal) => (f: number) => featureSignals[f] !== off && featureSignals[f] !== dropped;

  const prior = scaledPrior(examples, priorWeights);
  const all = fitFusion(examples, prior, STRENGTH, keeps());
  const weights: Record<string, number[]> = { [ALL]: all };
  for (const signal of signalSchema.options) weights[without(signal)] = fitFusion(examples, prior, STRENGTH, keeps(signal), all);
  const { top, any } = listed(examples, vectors ? full : lean);
  const [slope, offset] = platt(top);
  const table = reliability(
    top.map(({ p }) => 1 / (1 + Math.exp(-(slope * logOdds(p) + offset)))),
    top.map(({ hit }) => hit),
  );
  return { weights, top: [slope, offset], any: platt(any), examples: examples.length, reliability: table };
}

/** Probabilities of each example's rows, by weights that were learned from the other half of the examples. */
function heldOut(examples: readonly Ranked[], fitOn: (some: readonly Ranked[]) => number[]): Float64Array[] {
  const halves = [0, 1].map((parity) => fitOn(examples.filter((_, i) => i % 2 !== parity)));
  return examples.map((e, i) => fuse(e.features, e.rows, halves[i % 2] ?? priorWeights));
}

/** Whether `a` gives the right rows a surely higher likelihood than `b`. */
function gains(examples: readonly Ranked[], a: readonly Float64Array[], b: readonly Float64Array[]): boolean {
  const differences = examples.flatMap(({ right }, e) => {
    const mass = (p: Float64Array | undefined): number => right.reduce((sum, r, i) => sum + (r > 0 ? (p?.[i] ?? 0) : 0), 0);
    return right.some((r) => r > 0) ? [Math.log((mass(a[e]) + 1e-9) / (mass(b[e]) + 1e-9))] : [];
  });
  const n = differences.length;
  if (n < 2) return false;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1);
  return mean > PROVEN * Math.sqrt(variance / n);
}

function listed(examples: readonly Ranked[], probabilities: readonly Float64Array[]): { top: Seen[]; any: Seen[] } {
  const top: Seen[] = [];
  const any: Seen[] = [];
  for (const [e, example] of examples.entries()) {
    const p = probabilities[e] ?? new Float64Array(0);
    const order = [...p.keys()].sort((a, b) => (p[b] as number) - (p[a] as number)).slice(0, LISTED);
    for (const [place, i] of order.entries()) {
      const seen = { p: p[i] as number, hit: example.hit[i] ?? false };
      any.push(seen);
      if (place === 0) top.push(seen);
    }
  }
  return { top, any };
}

const platt = (seen: readonly Seen[]): [number, number] =>
  fitPlatt(
    seen.map(({ p }) => logOdds(p)),
    seen.map(({ hit }) => hit),
    PRIOR_PLATT,
    2,
  );

function logOdds(p: number): number {
  const bounded = Math.min(1 - 1e-6, Math.max(1e-6, p));
  return Math.log(bounded / (1 - bounded));
}
