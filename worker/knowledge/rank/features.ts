/** From scores to the features that fusion weighs; one row a candidate. */
import type { Signal } from '#shared/release';
import type { RankModels } from './models.ts';
import { selectTop } from './select-top.ts';
import type { Scores, SignalName } from './signals.ts';
import { signalNames } from './signals.ts';

export const CANDIDATES = 40;
/** Each signal as a share of the query's best, and the logarithm of it: near the top, and near nothing. */
const SIGNAL_FEATURES = signalNames.length * 2;
const EPSILON = 0.03;

export const featureNames = [
  ...signalNames.flatMap((name) => [name, `ln ${name}`]),
  'linear value',
  'prior',
  'freshness',
  'title',
  'title in subject',
  'covered',
  'unheard',
] as const;
export const FEATURES = featureNames.length;

/** Which release signal a feature belongs to; with the signal off, the feature says nothing. */
const signalOf: Record<SignalName, Signal> = {
  text: 'text',
  passage: 'text',
  asked: 'tickets',
  neighbours: 'tickets',
  soft: 'tickets',
  linear: 'models',
  latent: 'models',
  graph: 'graph',
  vectors: 'vectors',
};
export const featureSignals: readonly Signal[] = [
  ...signalNames.flatMap((name) => [signalOf[name], signalOf[name]]),
  'models',
  'freshness',
  'freshness',
  'text',
  'text',
  'text',
  'text',
];

/** What each signal counts when candidates are chosen, before anything is learned. */
const choosing: Record<SignalName, number> = {
  text: 0.3,
  passage: 0.15,
  asked: 1,
  neighbours: 0.5,
  soft: 0.5,
  linear: 0.7,
  latent: 0.5,
  graph: 0.1,
  vectors: 0.2,
};

export type Candidates = {
  /** Article of each row. */
  articles: number[];
  /** Row-major, FEATURES a row. */
  features: Float64Array;
};

/** The best candidates among the `allowed` articles (1 = may be shown); `signals` that are off choose nothing and say nothing. */
export function makeCandidates(models: RankModels, scores: Scores, allowed: Uint8Array, signals: ReadonlySet<Signal>): Candidates {
  const scale = shareScales(models, scores, allowed, signals);
  const mix = new Float32Array(models.articles);
  for (const [s, name] of signalNames.entries()) {
    const weight = choosing[name] * (scale[s] as number);
    const values = scores[name];
    if (weight > 0) addScaled(mix, values, weight);
  }
  // As much as what history says: words that it never met are in no other signal it chooses by.
  if (signals.has('text')) addScaled(mix, scores.unheard, 1);
  const articles = selectTop(mix, CANDIDATES, 0, (a) => allowed[a] === 1);
  const features = new Float64Array(articles.length * FEATURES);
  const on = featureSignals.map((signal) => signals.has(signal));
  const shared = signalNames.map((name) => scores[name]);
  const plain = [scores.linear, models.prior, models.freshness, scores.title, scores.titleInSubject, scores.covered, scores.unheard];
  for (const [row, a] of articles.entries()) {
    const at = row * FEATURES;
    for (let s = 0; s < shared.length; s++) {
      const share = ((shared[s] as Float32Array)[a] as number) * (scale[s] as number);
      features[at + 2 * s] = share;
      features[at + 2 * s + 1] = scale[s] === 0 ? 0 : Math.log(EPSILON + share) - Math.log(EPSILON);
    }
    for (let i = 0; i < plain.length; i++) if (on[SIGNAL_FEATURES + i]) features[at + SIGNAL_FEATURES + i] = (plain[i] as Float32Array)[a] as number;
  }
  return { articles, features };
}

function addScaled(into: Float32Array, values: Float32Array, weight: number): void {
  for (let a = 0; a < into.length; a++) into[a] = (into[a] as number) + weight * (values[a] as number);
}

/** What turns each signal's scores into shares of its best one; 0 for a signal that is off or says nothing. */
function shareScales(models: RankModels, scores: Scores, allowed: Uint8Array, signals: ReadonlySet<Signal>): Float64Array {
  return Float64Array.from(signalNames, (name) => {
    if (!signals.has(signalOf[name])) return 0;
    const values = scores[name];
    let best = leastBest(models, name);
    for (let a = 0; a < values.length; a++) if (allowed[a] === 1 && (values[a] as number) > best) best = values[a] as number;
    return best === 0 ? 0 : 1 / best;
  });
}

/**
 * The score from which a best match counts in full: that of one and a half words which stand in no other row. Below it a
 * best article merely shares small words with the ticket.
 */
function leastBest(models: RankModels, name: SignalName): number {
  if (name !== 'text' && name !== 'asked' && name !== 'passage') return 0;
  const rows = name === 'passage' ? models.passages.size : models[name].size;
  return 1.5 * Math.log(1 + rows / 1.5);
}
