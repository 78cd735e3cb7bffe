/** Labels of which a text may have any number, each learned apart, with the penalty that ranks later tickets best. */
import { sigmoid } from '../../text/logistic.ts';
import type { SparseVector } from '../triage/features.ts';
import type { LabelGroup } from '../triage/label-model.ts';
import { largestWeights, type WeightColumn } from '../triage/sparse-matrix.ts';
import { fitPlatt, rankQuality, reliability } from './calibrate.ts';
import type { Labels } from './labels.ts';
import { dot, type LinearOptions, trainBinary } from './linear.ts';
import type { Made, Material } from './train-exclusive.ts';

type Scored = { score: number; hit: boolean };

/** Two ways to weigh few positive examples among noisy negatives. */
function candidates(positive: number, total: number, importance: Float32Array): LinearOptions[] {
  const balance = Math.max(1, Math.min(100, total / Math.max(1, positive) - 1));
  return [
    { cost: 0.02, positive: balance, passes: 12, tolerance: 0.1, importance },
    { cost: 0.2, positive: Math.sqrt(balance), passes: 12, tolerance: 0.1, importance },
  ];
}

export function trainSeveral({ labels, of }: Labels, { examples, names, held, importance, weights: limit }: Material): Made {
  const train = examples.flatMap((_, i) => (held[i] ? [] : [i]));
  const test = examples.flatMap((_, i) => (held[i] ? [i] : []));
  const early = train.map((i) => examples[i] as SparseVector);
  const earlyImportance = Float32Array.from(train, (i) => importance[i] as number);
  const weights = new Float64Array(names.length + 1);
  const columns: WeightColumn[] = [];
  const scored: Scored[][] = [];
  for (let l = 0; l < labels.length; l += 1) {
    const has = of.map((o) => o.includes(l));
    const positive = has.filter(Boolean).length;
    const hits = test.map((i) => has[i] as boolean);
    let best: { scores: number[]; quality: number; choice: number } = { scores: [], quality: -1, choice: 0 };
    for (const [choice, options] of candidates(positive, examples.length, earlyImportance).entries()) {
      trainBinary(early, (i) => has[train[i] as number] as boolean, options, weights, l + 1);
      const scores = test.map((i) => dot(weights, examples[i] as SparseVector));
      const quality = rankQuality(scores, hits);
      if (quality > best.quality) best = { scores, quality, choice };
    }
    scored.push(best.scores.map((score, i) => ({ score, hit: hits[i] as boolean })));
    trainBinary(examples, (i) => has[i] as boolean, candidates(positive, examples.length, importance)[best.choice] as LinearOptions, weights, l + 1);
    columns.push(largestWeights(weights, limit, names));
  }
  return {
    columns,
    centroids: columns.map(() => ({ ids: new Uint32Array(0), weights: new Float32Array(0), bias: 0 })),
    reading: { ...calibrate(scored), gate: null, accept: 0 },
  };
}

/** Platt by label, pulled towards one fit over all labels; the table is of one half of the held-back, fitted on the other. */
function calibrate(scored: readonly Scored[][]): Pick<LabelGroup, 'platt' | 'reliability'> {
  const fitAll = (pick: (i: number) => boolean): [number, number][] => {
    const rows = scored.map((label) => label.filter((_, i) => pick(i)));
    const flat = rows.flat();
    const pooled = platt(flat);
    return rows.map((r) => platt(r, pooled));
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
