/** From scores to the features that fusion weighs; one row a candidate. */
import type { Signal } from '#shared/release';
import type { RankModels } from './models.ts';
import type { Scores, SignalName } from './signals.ts';
import { signalNames } from './signals.ts';
import { selectTop } from './select-top.ts';

export const CANDIDATES = 40;
/** Each signal as a share of the query's best, and the logarithm of it: near the top, and near nothing. */
const SIGNAL_FEATURES = signalNames.length * 2;
const EPSILON = 0.03;

export const featureNames = [...signalNames.flatMap((name) => [name, `ln ${name}`]), 'linear value', 'prior', 'freshness', 'title', 'title in subject'] as const;
export const FEATURES = featureNames.length;

/** Which release signal a feature belongs to; with the signal off, the feature says nothing. */
const signalOf: Record<SignalName, Signal> = { text: 'text', passage: 'text', asked: 'tickets', neighbours: 'tickets', soft: 'tickets', linear: 'models', latent: 'models', graph: 'graph', vectors: 'vectors' };
export const featureSignals: readonly Signal[] = [...signalNames.flatMap((name) => [signalOf[name], signalOf[name]]), 'models', 'freshness', 'freshness', 'text', 'text'];

/** What each signal counts when candidates are chosen, before anything is learned. */
const choosing: Record<SignalName, number> = { text: 0.3, passage: 0.15, asked: 1, neighbours: 0.5, soft: 0.5, linear: 0.7, latent: 0.5, graph: 0.1, vectors: 0.2 };

export type Candidates = {
  /** Article of each row. */
  articles: number[];
  /** Row-major, FEATURES a row. */
  features: Float64Array;
};

/** The best candidates among the `allowed` articles (1 = may be shown); `signals` that are off choose nothing and say nothing. */
export function makeCandidates(models: RankModels, scores: Scores, allowed: Uint8Array, signals: ReadonlySet<Signal>): Candidates {
  const n = models.articles;
  const scale = new Float64Array(signalNames.length);
  const mix = new Float32Array(n);
  for (const [s, name] of signalNames.entries()) {
    if (!signals.has(signalOf[name])) continue;
    const values = scores[name];
    let best = 0;
    for (let a = 0; a < n; a++) if (allowed[a] === 1 && (values[a] as number) > best) best = values[a] as number;
    if (best === 0) continue;
    scale[s] = 1 / best;
    const weight = choosing[name] / best;
    for (let a = 0; a < n; a++) mix[a] = (mix[a] as number) + weight * (values[a] as number);
  }
  const articles = selectTop(mix, CANDIDATES, 0, (a) => allowed[a] === 1);
  const features = new Float64Array(articles.length * FEATURES);
  for (const [row, a] of articles.entries()) {
    const at = row * FEATURES;
    for (const [s, name] of signalNames.entries()) {
      const share = (scores[name][a] as number) * (scale[s] as number);
      features[at + 2 * s] = share;
      features[at + 2 * s + 1] = scale[s] === 0 ? 0 : Math.log(EPSILON + share) - Math.log(EPSILON);
    }
    features[at + SIGNAL_FEATURES] = signals.has('models') ? (scores.linear[a] as number) : 0;
    features[at + SIGNAL_FEATURES + 1] = signals.has('freshness') ? (models.prior[a] as number) : 0;
    features[at + SIGNAL_FEATURES + 2] = signals.has('freshness') ? (models.freshness[a] as number) : 0;
    features[at + SIGNAL_FEATURES + 3] = signals.has('text') ? (scores.title[a] as number) : 0;
    features[at + SIGNAL_FEATURES + 4] = signals.has('text') ? (scores.titleInSubject[a] as number) : 0;
  }
  return { articles, features };
}
