import type { SimilarTicket } from '#shared/suggestion';
import type { Ranking } from '../../knowledge/rank/rank-articles.ts';
import type { Knowledge } from '../../knowledge/types.ts';

const SHOWN = 5;
/** Less alike than this, two tickets merely share common words. */
const LEAST = 0.12;

/** Solved tickets most like this one, best first; `similarity` is the cosine of their weighted words. */
export function similarTickets(knowledge: Knowledge, { scores }: Ranking): SimilarTicket[] {
  return scores.near
    .filter(({ cosine }) => cosine >= LEAST)
    .slice(0, SHOWN)
    .map(({ row, cosine }) => {
      const ticket = knowledge.tickets.get(row);
      return {
        id: ticket.id,
        subject: ticket.subject,
        solvedAt: ticket.solvedAt,
        solvedBy: ticket.solvedBy,
        resolution: ticket.resolution,
        articleIds: ticket.articles.map((a) => knowledge.articles.get(a).id),
        similarity: Math.min(1, cosine),
      };
    });
}
