/** The one ranking of articles: evaluations, the sidebar and the widget all come through here. */
import { type Signal, signalSchema } from '#shared/release';
import { analyze } from '../../text/analyze.ts';
import { contentTerms } from '../../text/content-terms.ts';
import type { Knowledge } from '../types.ts';
import { allowedArticles, mainLanguage, type Scope } from './allowed.ts';
import { type Candidates, FEATURES, makeCandidates } from './features.ts';
import { calibrated, fuse, weightsFor } from './fusion.ts';
import { type LoadedRank, rankModels } from './models.ts';
import { makeQuery, PART_WEIGHTS, type Query, queryTerms } from './query.ts';
import { type Scores, scoreSignals } from './signals.ts';

/** What is asked: subject, the requester's newest message, and the older ones. Any of them may be empty. */
export type Question = { subject: string; newest: string; older: string };

export type RankInput = {
  question: Question;
  scope: Scope;
  signals?: readonly Signal[] /** Cosine by passage, or null without an answer. */;
  vectors: { passage: number; score: number }[] | null;
};

export type RankedArticle = { article: number /** Place in `candidates`. */; row: number; probability: number; confidence: number };

export type Ranking = {
  /** Best first. */
  articles: RankedArticle[];
  candidates: Candidates;
  weights: readonly number[];
  query: Query;
  scores: Scores;
  models: LoadedRank;
  /** The language the articles are in. */
  language: string;
  /** Score of each passage on its own; valid until the next ranking of this snapshot. */
  passageScores: Float32Array;
};

/** What of a snapshot never changes between tickets: languages, and what may be shown in each. */
function shelf(knowledge: Knowledge) {
  return knowledge.cached('rank.shelf', () => {
    const articles = Array.from({ length: knowledge.articles.length }, (_, i) => {
      const { language, brand, visibility } = knowledge.articles.get(i);
      return { language, brand, visibility };
    });
    const languages = articles.map((a) => a.language);
    return { articles, known: new Set(languages), main: mainLanguage(languages), masks: new Map<string, Uint8Array>() };
  });
}

/** Ranks at most 40 articles. Nothing is allocated per article beyond the score arrays; a ticket without words gives none. */
export function rankArticles(knowledge: Knowledge, input: RankInput): Ranking {
  const models = rankModels(knowledge);
  const { articles, known, main, masks } = shelf(knowledge);
  const language = known.has(input.scope.language) ? input.scope.language : main;
  const languages = language === input.scope.language ? [language] : [language, input.scope.language];
  const key = `${language} ${input.scope.brand ?? ''} ${input.scope.reader}`;
  const allowed = masks.get(key) ?? allowedArticles(articles, language, input.scope);
  if (masks.size < 200) masks.set(key, allowed);

  const { vocabulary } = models;
  const { subject, newest, older } = input.question;
  // Manuals hardly ever say “can I” or “does it”: by their counts alone such words would tell a lot.
  const read = models.fusion.examples === 0 ? contentTerms : analyze;
  const query = makeQuery(
    [
      { terms: queryTerms(subject, languages, read), weight: PART_WEIGHTS.subject, subject: true },
      { terms: queryTerms(newest, languages, read), weight: PART_WEIGHTS.newest, subject: subject === '' },
      { terms: older === '' ? [] : queryTerms(older, languages, read), weight: PART_WEIGHTS.older, subject: false },
    ],
    vocabulary.find,
    vocabulary.weights,
  );
  const scores = scoreSignals(models, models.scratch, query, input.vectors && bestPassages(models, input.vectors));
  const signals = new Set(input.signals ?? signalSchema.options);
  if (input.vectors === null) signals.delete('vectors');
  const candidates = makeCandidates(models, scores, allowed, signals);
  const weights = weightsFor(models.fusion, signals);
  const p = fuse(candidates.features, candidates.articles.length, weights);
  const ranked = candidates.articles
    .map((article, row) => ({ article, row, probability: p[row] as number, confidence: calibrated(p[row] as number, models.fusion.any) }))
    .sort((a, b) => b.probability - a.probability || a.article - b.article);
  const [top] = ranked;
  if (top) top.confidence = calibrated(top.probability, models.fusion.top);
  return { articles: ranked, candidates, weights, query, scores, models, language, passageScores: models.scratch.passages };
}

function bestPassages(models: LoadedRank, hits: { passage: number; score: number }[]): Float32Array {
  const best = new Float32Array(models.articles);
  for (const { passage, score } of hits) {
    const article = models.passageArticle[passage] as number;
    if (score > (best[article] as number)) best[article] = score;
  }
  return best;
}

/** What each feature adds to a candidate's score above the mean of all candidates; to a lone one's, above nothing. */
export function contributionsOf({ candidates, weights }: Pick<Ranking, 'candidates' | 'weights'>): (row: number) => Float64Array {
  const { articles, features } = candidates;
  const rows = articles.length;
  const sums = new Float64Array(FEATURES);
  for (let r = 0; r < rows && rows > 1; r++) for (let f = 0; f < FEATURES; f++) sums[f] = (sums[f] as number) + (features[r * FEATURES + f] as number);
  return (row) => {
    const out = new Float64Array(FEATURES);
    for (let f = 0; f < FEATURES; f++) out[f] = (weights[f] as number) * ((features[row * FEATURES + f] as number) - (sums[f] as number) / rows);
    return out;
  };
}
