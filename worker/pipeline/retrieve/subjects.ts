/** By which nodes a ticket is counted together with others, and how common each usually is. */
import type { Ranking } from '../../knowledge/rank/rank-articles.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { Retrieved } from '../types.ts';

/** An article below this confidence says nothing about what the ticket is about. */
const LEAST_CONFIDENCE = 0.3;

/** The issue, and the best article where it is likely the right one. `usual` is a share of solved tickets, one in a hundred at least. */
export function subjectsOf(knowledge: Knowledge, { articles, models }: Ranking, issue: Retrieved['issue']): Retrieved['about'] {
  const solved = Math.max(1, knowledge.tickets.length);
  const usual = (tickets: number): number => Math.max(0.01, tickets / solved);
  const found: Retrieved['about'] = issue ? [{ node: `issue:${issue.id}`, label: issue.name, usual: usual(issue.tickets) }] : [];
  const [best] = articles;
  if (!best || best.confidence < LEAST_CONFIDENCE) return found;
  const counts = knowledge.cached('retrieve.solvedBy', () => {
    const tickets = new Uint32Array(knowledge.articles.length);
    for (const article of models.votes.article) tickets[article] = (tickets[article] as number) + 1;
    return tickets;
  });
  const { id, title } = knowledge.articles.get(best.article);
  return [...found, { node: `article:${id}`, label: title, usual: usual(counts[best.article] as number) }];
}
