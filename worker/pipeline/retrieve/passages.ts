import type { Ranking } from '../../knowledge/rank/rank-articles.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { RankedPassage } from '../types.ts';

const MAX_PASSAGES = 20;
const ARTICLES = 8;
const PER_ARTICLE = 5;
const NAMED = 3;
/** An article's opening says what it is for; with no matching word at all it is still the place to begin. */
const OPENING = 0.15;

/** Passages of one article, best first. */
export function passagesOf(knowledge: Knowledge, { passageScores }: Ranking, article: number, limit = NAMED): number[] {
  const { firstPassage, passageCount } = knowledge.articles.get(article);
  return Array.from({ length: passageCount }, (_, i) => firstPassage + i)
    .sort((a, b) => (passageScores[b] as number) - (passageScores[a] as number) || a - b)
    .slice(0, limit);
}

/** Passages of the best articles: how likely the article helps, times how well the passage matches beside the others. */
export function rankPassages(knowledge: Knowledge, ranking: Ranking): RankedPassage[] {
  const found: RankedPassage[] = [];
  for (const { article, probability } of ranking.articles.slice(0, ARTICLES)) {
    const places = passagesOf(knowledge, ranking, article, PER_ARTICLE);
    const best = Math.max(1e-9, ...places.map((p) => ranking.passageScores[p] as number));
    const { firstPassage } = knowledge.articles.get(article);
    for (const passage of places) {
      const match = (ranking.passageScores[passage] as number) / best;
      found.push({ passage, article, score: probability * (OPENING * Number(passage === firstPassage) + (1 - OPENING) * match) });
    }
  }
  return found.sort((a, b) => b.score - a.score || a.passage - b.passage).slice(0, MAX_PASSAGES);
}
