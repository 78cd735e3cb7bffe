import type { RankedArticle, Ranking } from '../../knowledge/rank/rank-articles.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { Retrieved } from '../types.ts';

const SHOWN = 5;
/** A macro that only names a likely article counts this much of the article's probability. */
const BY_ARTICLE = 0.5;

/** Macros that agents used in the nearest solved tickets, and those that send one of the likeliest articles. */
export function macrosOfNeighbours(knowledge: Knowledge, { scores }: Ranking, shown: readonly RankedArticle[]): Retrieved['macros'] {
  if (knowledge.macros.length === 0) return [];
  const used = new Map<string, { weight: number; tickets: number }>();
  let total = 0;
  for (const { row, cosine } of scores.near) {
    const weight = cosine ** 2;
    total += weight;
    const id = knowledge.tickets.get(row).macroId;
    if (id === null) continue;
    const entry = used.get(id) ?? { weight: 0, tickets: 0 };
    used.set(id, { weight: entry.weight + weight, tickets: entry.tickets + 1 });
  }
  const likely = new Map(
    shown.slice(0, 3).map(({ article, probability }) => [knowledge.articles.get(article).id, { probability, title: knowledge.articles.get(article).title }]),
  );
  const found: Retrieved['macros'] = [];
  for (let i = 0; i < knowledge.macros.length; i++) {
    const { id, title, articleIds } = knowledge.macros.get(i);
    const own = used.get(id);
    const sent = articleIds.map((a) => likely.get(a)).find((a) => a !== undefined);
    const score = (own && total > 0 ? own.weight / total : 0) + (sent ? sent.probability * BY_ARTICLE : 0);
    if (score <= 0) continue;
    const reason = own ? `Used in ${own.tickets} of the most similar solved tickets` : `Sends the article “${sent?.title}”`;
    found.push({ id, title, score, reason });
  }
  return found.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, SHOWN);
}
