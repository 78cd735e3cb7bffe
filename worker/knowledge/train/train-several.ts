/** Labels of which a text may have any number, each learned apart, with the penalty that ranks later tickets best. */
import { sigmoid } from '../../text/logistic.ts';
import type { LabelGroup } from '../triage/label-model.ts';
import { largestWeights, type WeightColumn } from '../triage/sparse-matrix.ts';
import { fitOffset, fitPlatt, rankQuality, reliability } from './calibrate.ts';
import { everyRow } from './examples.ts';
import type { Labels } from './labels.ts';
import { dot, type LinearOptions, trainBinary } from './linear.ts';
import type { Made, Material } from './train-exclusive.ts';

/** Tickets that tell how often a label is given today: fewer are noise, more are the past. */
const RECENT = 100;

type Scored = { score: number; hit: boolean };

/** Up to this many tickets every one is scored by a model that has not seen it: a held-back fifth alone would tell too little. */
export const FEW = 600;
const FOLDS = 5;
/** From here on the weak penalties for small collections have never won, and cost half of the time. */
const MANY = 3_000;
/** With many labels and tickets, the most frequent of them try every way; the others take the one that won most. */
const PROBES = 12;

/** Ways to weigh few positive examples among noisy negatives; small collections also need less shrinking. */
function candidates(positive: number, total: number, importance: Float32Array): LinearOptions[] {
  const balance = Math.max(1, Math.min(100, total / Math.max(1, positive) - 1));
  const common = { passes: 5, tolerance: 0.3, importance };
  const strong = [
    { cost: 0.02, positive: balance, ...common },
    { cost: 0.2, positive: Math.sqrt(balance), ...common },
  ];
  const weak = [
    { cost: 1, positive: Math.sqrt(balance), ...common, passes: 40 },
    { cost: 5, positive: Math.sqrt(balance), ...common, passes: 40 },
  ];
  return total <= MANY ? [...strong, ...weak] : strong;
}

/** Where the earlier tickets' training ended: with the later ones it goes on from there. */
type Begun = { alpha: Float64Array; weights: Float64Array };
const MORE_PASSES = 2;

type Split = { train: number[]; test: number[] };

/** The later tickets against the earlier ones; with few tickets, each fifth against the others. */
function splits(count: number, held: readonly boolean[]): Split[] {
  const all = Array.from({ length: count }, (_, i) => i);
  const split = (isTest: (i: number) => boolean): Split => ({ train: all.filter((i) => !isTest(i)), test: all.filter(isTest) });
  if (count > FEW) return [split((i) => held[i] === true)];
  return Array.from({ length: FOLDS }, (_, fold) => split((i) => (Math.imul(i + 1, 0x9e3779b1) >>> 0) % FOLDS === fold));
}

export function trainSeveral({ labels, of }: Labels, { examples, held, at, importance, weights: limit }: Material): Made {
  const parts = splits(examples.count, held).map(({ train, test }) => ({
    train,
    test,
    early: Uint32Array.from(train),
    importance: Float32Array.from(train, (i) => importance[i] as number),
  }));
  const tested = parts.flatMap((part) => part.test);
  const weights = new Float64Array(examples.names.length + 1);
  const all = everyRow(examples);
  const columns: WeightColumn[] = [];
  const scored: Scored[][] = [];
  const wins: number[] = [];
  const counts = labels.map((_, l) => of.reduce((n, o) => n + (o.includes(l) ? 1 : 0), 0));
  const byCount = labels.map((_, l) => l).sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  for (const l of byCount) {
    const has = of.map((o) => o.includes(l));
    const positive = has.filter(Boolean).length;
    const hits = tested.map((i) => has[i] as boolean);
    const ways = candidates(positive, examples.count, importance);
    let best: { scores: number[]; quality: number; choice: number; begun: Begun | null } = { scores: [], quality: -1, choice: 0, begun: null };
    const probed = examples.count > MANY && wins.length >= PROBES ? [mostFrequent(wins)] : [...ways.keys()];
    for (const choice of probed) {
      let alpha: Float64Array = new Float64Array(0);
      const scores = parts.flatMap((part) => {
        const options = candidates(positive, examples.count, part.importance)[choice] as LinearOptions;
        alpha = trainBinary(examples, part.early, (i) => has[part.train[i] as number] as boolean, options, weights, l + 1);
        return part.test.map((i) => dot(weights, examples, i));
      });
      const quality = rankQuality(scores, hits);
      if (quality > best.quality) best = { scores, quality, choice, begun: parts.length > 1 ? null : { alpha, weights: weights.slice() } };
    }
    wins.push(best.choice);
    scored[l] = best.scores.map((score, i) => ({ score, hit: hits[i] as boolean }));
    const way = ways[best.choice] as LinearOptions;
    if (best.begun) {
      const alpha = new Float64Array(examples.count);
      for (const [i, row] of parts[0]?.train.entries() ?? []) alpha[row] = best.begun.alpha[i] as number;
      weights.set(best.begun.weights);
      trainBinary(examples, all, (i) => has[i] as boolean, { ...way, passes: MORE_PASSES }, weights, l + 1, alpha);
    } else trainBinary(examples, all, (i) => has[i] as boolean, way, weights, l + 1);
    columns[l] = largestWeights(weights, limit, examples.names);
  }
  return {
    columns,
    centroids: columns.map(() => ({ ids: new Uint32Array(0), weights: new Float32Array(0), bias: 0 })),
    reading: { ...calibrate(scored, latest(tested.map((i) => at[i] as number))), gate: null, accept: 0 },
  };
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
}

/** Which of the tested are the latest; none where dates are not known. */
function latest(at: readonly number[]): boolean[] {
  const from = at.filter((t) => !Number.isNaN(t)).sort((a, b) => b - a)[RECENT - 1] ?? Number.NaN;
  return at.map((t) => t >= from);
}

/**
 * Platt by label, pulled towards one fit over all labels, its offset moved to how often the latest tickets carry it; the
 * table is of one half of the held-back, fitted on the other.
 */
function calibrate(scored: readonly Scored[][], recent: readonly boolean[]): Pick<LabelGroup, 'platt' | 'reliability'> {
  const fitAll = (pick: (i: number) => boolean): [number, number][] => {
    const rows = scored.map((label) => label.filter((_, i) => pick(i)));
    const flat = rows.flat();
    const pooled = platt(flat);
    return rows.map((r, l) => {
      const fitted = platt(r, pooled);
      const last = (scored[l] as Scored[]).filter((_, i) => pick(i) && recent[i]);
      const offset = fitOffset(
        last.map((x) => x.score),
        last.map((x) => x.hit),
        fitted,
      );
      return [fitted[0], offset];
    });
  };
  const half = fitAll((i) => i % 2 === 0);
  const confidences: number[] = [];
  const hits: boolean[] = [];
  for (const [l, rows] of scored.entries()) {
    const [slope, offset] = half[l] as [number, number];
    for (const [i, r] of rows.entries()) {
      if (i % 2 === 0) continue;
      confidences.push(sigmoid(slope * r.score + offset));
      hits.push(r.hit);
    }
  }
  return { platt: fitAll(() => true), reliability: reliability(confidences, hits) };
}

function platt(rows: readonly Scored[], prior?: [number, number]): [number, number] {
  return fitPlatt(
    rows.map((r) => r.score),
    rows.map((r) => r.hit),
    prior,
    prior ? 2 : 1,
  );
}
