/** Labels of which a text has at most one: every classifier sees all the others as its negatives, and a gate guards them. */
import type { FeatureBlocks } from '../triage/features.ts';
import type { LabelGroup } from '../triage/label-model.ts';
import { largestWeights, type WeightColumn } from '../triage/sparse-matrix.ts';
import { fitPlatt } from './calibrate.ts';
import { type Examples, everyRow } from './examples.ts';
import { fitGate } from './gate.ts';
import type { Labels } from './labels.ts';
import { centroid, type LinearOptions, trainBinary } from './linear.ts';

/** What all groups are learned from. */
export type Material = {
  examples: Examples;
  blocks: FeatureBlocks[];
  unseen: number;
  novel: number;
  minimum: number;
  bits: number;
  held: boolean[];
  /** When each text was written, in milliseconds; NaN where unknown. */
  at: readonly number[];
  importance: Float32Array;
  /** Weights kept a label. */
  weights: number;
};

export type Made = { columns: WeightColumn[]; centroids: WeightColumn[]; reading: Pick<LabelGroup, 'platt' | 'gate' | 'accept' | 'reliability'> };

const CENTROID_WEIGHTS = 400;
/** A gate needs labels enough to hide some. */
const GATE_LABELS = 8;
/** Few passes: stopping early regularises, and later tickets are ranked no worse. */
const options: LinearOptions = { cost: 1, positive: 3, passes: 6, tolerance: 0.3 };

export function trainExclusive({ labels, of }: Labels, { examples, blocks, unseen, novel, minimum, bits, held, importance, weights: limit }: Material): Made {
  const label = of.map((o) => o[0] ?? -1);
  const weights = new Float64Array(examples.names.length + 1);
  const all = everyRow(examples);
  const columns: WeightColumn[] = [];
  const centroids: WeightColumn[] = [];
  for (let l = 0; l < labels.length; l += 1) {
    const positive = (i: number): boolean => label[i] === l;
    trainBinary(examples, all, positive, { ...options, importance }, weights, l + 1);
    columns.push(largestWeights(weights, limit, examples.names));
    centroid(examples, all, positive, weights);
    centroids.push(largestWeights(weights, CENTROID_WEIGHTS, examples.names));
  }
  const fitted = fitGate({ blocks, unseen, novel, minimum, bits, label, labels: labels.length, held, options });
  const pooled = fitPlatt(
    fitted.scores.map((s) => s.score),
    fitted.scores.map((s) => s.hit),
  );
  return {
    columns,
    centroids,
    reading: {
      platt: labels.map(() => pooled),
      gate: labels.length >= GATE_LABELS ? fitted.gate : null,
      accept: fitted.accept,
      reliability: labels.length >= GATE_LABELS ? fitted.reliability : null,
    },
  };
}
