/**
 * Reads the models that `train/triage.ts` writes. Groups of labels (tags, product, priority, risks) share the features
 * and one matrix; in an exclusive group a text has at most one label, and a gate says whether it has any.
 */

import { analyze } from '../../text/analyze.ts';
import { sigmoid } from '../../text/logistic.ts';
import type { Knowledge, SectionReader } from '../types.ts';
import { countFeatures, type FeatureOptions, pairFeature, wordFeature } from './features.ts';
import { gateFeatures, gateLogit } from './gate.ts';
import { openMatrix, type SparseMatrix, scoreAll, weightOf } from './sparse-matrix.ts';
import { type Idf, vectorize } from './vectorize.ts';

export type GroupName = 'tag' | 'product' | 'priority' | 'risk';

export type LabelGroup = {
  name: GroupName;
  exclusive: boolean;
  /** Labels `[first, first + labels.length)` of the matrix are this group's. */
  first: number;
  labels: string[];
  /** Tickets each label was learned from. */
  examples: number[];
  /** Platt's slope and offset by label. */
  platt: [number, number][];
  /** Logistic weights of the gate, bias last; null in a group that is not exclusive. */
  gate: number[] | null;
  /** Below this confidence of its best label an exclusive group says "none of these". */
  accept: number;
  reliability: { ece: number; n: number; bins: { from: number; to: number; n: number; confidence: number; observed: number }[] } | null;
};

export type TriageMeta = { format: 1; options: FeatureOptions; groups: LabelGroup[] };

export type LabelGuess = { label: string; confidence: number; score: number; examples: number };
export type GroupGuess = {
  name: GroupName;
  exclusive: boolean;
  /** Most probable first. */
  guesses: LabelGuess[];
  /** Probability that none of the labels holds; null in a group that is not exclusive. */
  none: number | null;
  /** Whether that is to be believed: the threshold follows from the share of right answers that may be lost. */
  outside: boolean;
};

export type LabelModel = {
  groups: LabelGroup[];
  predict(text: string, language: string): GroupGuess[];
  /** Words and word pairs of `text` that speak for a label, strongest first. */
  because(text: string, language: string, group: GroupName, label: string, limit: number): string[];
};

/** Null when nothing could be learned: too few labelled tickets. */
export function labelModel(knowledge: Pick<Knowledge, 'sections' | 'cached'>): LabelModel | null {
  return knowledge.cached('triage', () => openLabelModel(knowledge.sections));
}

export function openLabelModel(reader: SectionReader): LabelModel | null {
  if (!reader.has('triage.meta')) return null;
  const { options, groups } = reader.json<TriageMeta>('triage.meta');
  if (groups.length === 0) return null;
  const idf = reader.u8('triage.idf');
  const weights = openMatrix(reader, 'triage.weights', options.bits);
  const centroids = reader.has('triage.centroids.bias') ? openMatrix(reader, 'triage.centroids', options.bits) : null;
  return {
    groups,
    predict(text, language) {
      const x = vectorize(countFeatures(text, language, options), idf);
      const scores = scoreAll(weights, x);
      const nearness = centroids ? scoreAll(centroids, x) : null;
      return groups.map((group) => guess(group, scores, nearness, x.known));
    },
    because: (text, language, name, label, limit) => because({ weights, idf, options, groups }, text, language, name, label, limit),
  };
}

function guess(group: LabelGroup, all: Float32Array, nearness: Float32Array | null, known: number): GroupGuess {
  const scores = all.subarray(group.first, group.first + group.labels.length);
  const guesses = group.labels.map((label, i) => {
    const [slope, offset] = group.platt[i] as [number, number];
    return { label, confidence: sigmoid(slope * (scores[i] as number) + offset), score: scores[i] as number, examples: group.examples[i] as number };
  });
  let none: number | null = null;
  if (group.gate && nearness) {
    const { best, features } = gateFeatures(scores, nearness.subarray(group.first, group.first + group.labels.length), known);
    const certain = sigmoid(gateLogit(features, group.gate));
    none = 1 - certain;
    for (const [i, g] of guesses.entries()) g.confidence = i === best ? certain : Math.min(g.confidence, 1 - certain);
  }
  guesses.sort((a, b) => b.confidence - a.confidence || b.score - a.score);
  return { name: group.name, exclusive: group.exclusive, guesses, none, outside: none !== null && 1 - none < group.accept };
}

type Parts = { weights: SparseMatrix; idf: Idf; options: FeatureOptions; groups: LabelGroup[] };

function because({ weights, idf, options, groups }: Parts, text: string, language: string, name: GroupName, label: string, limit: number): string[] {
  const group = groups.find((g) => g.name === name);
  const index = group?.labels.indexOf(label) ?? -1;
  if (!group || index < 0) return [];
  const mask = 2 ** options.bits - 1;
  const gain = new Map<string, number>();
  const surface = surfaceForms(text, language, options.maxTerms);
  const say = (feature: number, words: string): void => {
    const value = weightOf(weights, feature, group.first + index) * (idf[feature] as number);
    if (value > 0) gain.set(words, Math.max(gain.get(words) ?? 0, value));
  };
  for (const [i, { term, word }] of surface.entries()) {
    say(wordFeature(term) & mask, word);
    const next = surface[i + 1];
    if (next) say(pairFeature(term, next.term) & mask, `${word} ${next.word}`);
  }
  const ranked = [...gain].sort((a, b) => b[1] - a[1]).map(([words]) => words);
  const kept: string[] = [];
  for (const words of ranked) if (kept.length < limit && words.length > 2 && !kept.some((k) => k.includes(words) || words.includes(k))) kept.push(words);
  return kept;
}

/** Index terms beside the words they came from, for telling an agent. */
function surfaceForms(text: string, language: string, maxTerms: number): { term: string; word: string }[] {
  const forms: { term: string; word: string }[] = [];
  for (const [word] of text.slice(0, maxTerms * 12).matchAll(/[\p{L}\p{N}\p{M}]+(?:[_.:\-'’+][\p{L}\p{N}\p{M}]+)*/gu)) {
    for (const term of analyze(word, language)) forms.push({ term, word: word.toLowerCase() });
    if (forms.length >= maxTerms) break;
  }
  return forms;
}
