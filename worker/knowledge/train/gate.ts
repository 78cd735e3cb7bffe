/**
 * "None of these": learned on examples kept back. Those without a label, or else those of a fifth of the labels that is
 * left out of training, are questions the model has no label for; a logistic regression learns from what its scores look
 * like whether the best label is right.
 */
import { sigmoid } from '../../text/logistic.ts';
import { seededRandom } from '../seeded-random.ts';
import type { FeatureBlocks } from '../triage/features.ts';
import { gateFeatures, gateLogit } from '../triage/gate.ts';
import { buildIdf, vectorize } from '../triage/vectorize.ts';
import { fitLogistic, type Reliability, reliability } from './calibrate.ts';
import { packExamples } from './examples.ts';
import { centroid, dot, type LinearOptions, trainBinary } from './linear.ts';

export type GateInput = {
  blocks: readonly FeatureBlocks[];
  /** Share of their words that no other has; see `unseenShare`. */
  unseen: number;
  /** Share of texts that open with a word no other has; see `novelShare`. */
  novel: number;
  /** Fewest texts that must hold a feature. */
  minimum: number;
  bits: number;
  /** Label of each example; -1 for none. */
  label: readonly number[];
  labels: number;
  held: readonly boolean[];
  options: LinearOptions;
};

export type GateFit = {
  /** Logistic weights over `gateFeatures`, bias last. */
  gate: number[];
  /** Below this confidence the answer is "none of these". */
  accept: number;
  /** Of one half of the examples kept back, by a gate fitted on the other; the unknown count as often as they are expected. */
  reliability: Reliability;
  /** Scores of the labels on the examples kept back, for Platt's method. */
  scores: { label: number; score: number; hit: boolean }[];
};

/** Bounds of the share of unknown questions the gate is fitted for. */
const LEAST_UNKNOWN = 0.01;
const MOST_UNKNOWN = 0.5;
/** Words that tell what a text is about: nearly every long one has a word of its own somewhere. */
const OPENING_WORDS = 12;
const HIDDEN_LABELS = 0.2;
/** With this many tickets kept back that have no label at all, they show what the unknown looks like, and none is hidden. */
const ENOUGH_UNKNOWN = 30;
/**
 * Right answers that may be lost to refusals, as a multiple of the unseen: where the examples cover little of what
 * customers write, more of what comes is something else. The threshold follows from it.
 */
const LOSS_PER_UNSEEN = 0.6;
const LEAST_LOSS = 0.004;
const MOST_LOSS = 0.1;

export function fitGate({ blocks, unseen, novel, minimum, bits, label, labels, held, options }: GateInput): GateFit {
  const shown = label.reduce((n, of, i) => n + (of < 0 && held[i] ? 1 : 0), 0);
  const hidden = shown >= ENOUGH_UNKNOWN ? new Set<number>() : hiddenLabels(labels);
  const open = Array.from({ length: labels }, (_, i) => i).filter((i) => !hidden.has(i));
  const train: number[] = [];
  const test: number[] = [];
  for (const [i, of] of label.entries()) {
    if (held[i] || hidden.has(of)) test.push(i);
    else train.push(i);
  }
  // Words that only the kept-back texts have must be as unknown here as a customer's new words will be.
  const idf = buildIdf(
    train.map((i) => blocks[i] as FeatureBlocks),
    minimum,
    bits,
  );
  const shares = new Float64Array(train.length + test.length);
  const examples = packExamples(shares.length, bits, (row) => {
    const i = (row < train.length ? train[row] : test[row - train.length]) as number;
    const vector = vectorize(blocks[i] as FeatureBlocks, idf);
    shares[row] = vector.known;
    return vector;
  });
  const known = Uint32Array.from(train, (_, row) => row);
  const rows = test.map((i, t) => ({
    of: label[i] as number,
    known: shares[train.length + t] as number,
    scores: new Float32Array(open.length),
    near: new Float32Array(open.length),
  }));
  const weights = new Float64Array(examples.names.length + 1);
  const project = (column: number, into: 'scores' | 'near'): void => {
    for (const [t, row] of rows.entries()) row[into][column] = dot(weights, examples, train.length + t);
  };
  for (const [column, of] of open.entries()) {
    const positive = (i: number): boolean => label[train[i] as number] === of;
    trainBinary(examples, known, positive, options, weights, column + 1);
    project(column, 'scores');
    centroid(examples, known, positive, weights);
    project(column, 'near');
  }
  // Where tickets without a label are kept back, at least their share is to be expected again.
  const seen = hidden.size > 0 ? 0 : shown / test.length;
  return fit(rows, open, {
    loss: Math.max(LEAST_LOSS, Math.min(MOST_LOSS, LOSS_PER_UNSEEN * unseen)),
    share: Math.max(LEAST_UNKNOWN, Math.min(MOST_UNKNOWN, Math.max(novel, seen))),
  });
}

/**
 * Probability that the next text opens with a word never seen (Turing's estimate again, of texts in place of words): what
 * share of questions the labels may not cover, for tickets that carry no label say little of those nobody has asked yet.
 */
export function novelShare(blocks: readonly FeatureBlocks[]): number {
  const texts = new Map<number, number>();
  for (const { ids, ends } of blocks) for (let i = 0; i < (ends[0] ?? 0); i += 1) texts.set(ids[i] as number, (texts.get(ids[i] as number) ?? 0) + 1);
  const novel = blocks.filter(({ ids, ends }) => ids.subarray(0, Math.min(OPENING_WORDS, ends[0] ?? 0)).some((id) => texts.get(id) === 1));
  return blocks.length === 0 ? 1 : novel.length / blocks.length;
}

/** Probability that the next word is one never seen: the share of words that occur once (Good 1953, Turing's estimate). */
export function unseenShare(blocks: readonly FeatureBlocks[]): number {
  const counts = new Map<number, number>();
  let total = 0;
  for (const { ids, counts: own, ends } of blocks)
    for (let i = 0; i < (ends[0] ?? 0); i += 1) {
      const n = own[i] as number;
      counts.set(ids[i] as number, (counts.get(ids[i] as number) ?? 0) + n);
      total += n;
    }
  let once = 0;
  for (const n of counts.values()) if (n === 1) once += 1;
  return total === 0 ? 1 : once / total;
}

function hiddenLabels(labels: number): Set<number> {
  const next = seededRandom(7);
  const order = Array.from({ length: labels }, (_, i) => ({ i, key: next() })).sort((a, b) => a.key - b.key);
  return new Set(order.slice(0, Math.max(1, Math.round(labels * HIDDEN_LABELS))).map(({ i }) => i));
}

type Row = { of: number; known: number; scores: Float32Array; near: Float32Array };

function fit(rows: readonly Row[], open: readonly number[], { loss, share }: { loss: number; share: number }): GateFit {
  const features: number[][] = [];
  const right: boolean[] = [];
  const unknown: boolean[] = [];
  const scores: GateFit['scores'] = [];
  for (const row of rows) {
    const { best, features: f } = gateFeatures(row.scores, row.near, row.known);
    features.push(f);
    right.push(open[best] === row.of);
    const inside = open.includes(row.of);
    unknown.push(!inside);
    if (inside) for (const [column, label] of open.entries()) scores.push({ label, score: row.scores[column] as number, hit: label === row.of });
  }
  const outside = unknown.filter(Boolean).length;
  const weight = (share / (1 - share)) * ((rows.length - outside) / Math.max(1, outside));
  const weights = unknown.map((u) => (u ? weight : 1));
  const learn = (of: readonly number[]): number[] =>
    fitLogistic(
      of.map((i) => features[i] as number[]),
      of.map((i) => (right[i] ? 1 : 0)),
      { strength: 1, weights: of.map((i) => weights[i] as number) },
    );
  const places = [...rows.keys()];
  const gate = learn(places);
  const half = learn(places.filter((i) => i % 2 === 0));
  const others = places.filter((i) => i % 2 === 1);
  const table = reliability(
    others.map((i) => sigmoid(gateLogit(features[i] as number[], half))),
    others.map((i) => right[i] as boolean),
    others.map((i) => weights[i] as number),
  );
  const confidences = features.flatMap((f, i) => (right[i] ? [sigmoid(gateLogit(f, gate))] : [])).sort((a, b) => a - b);
  return { gate, accept: Math.min(0.5, confidences[Math.floor(confidences.length * loss)] ?? 0.5), reliability: table, scores };
}
