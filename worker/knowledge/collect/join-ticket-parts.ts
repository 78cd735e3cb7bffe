/** Comments and ratings that were handed over apart from their tickets, put where a build looks for them. */
import type { CommentDocument, RatingDocument, TicketDocument } from '#shared/knowledge';

/** The schema of a ticket takes no more. */
const MAX_REPLIES = 1_000;

/** Copies of those tickets that have parts; others are passed through. Parts without a ticket are left out. */
export function joinTicketParts(tickets: TicketDocument[], parts: { comments: CommentDocument[]; ratings: RatingDocument[] }): TicketDocument[] {
  const comments = byTicket(parts.comments);
  const ratings = byTicket(parts.ratings);
  return tickets.map((ticket) => {
    const said = comments.get(ticket.id);
    const rated = ratings.get(ticket.id)?.sort(byDate).at(-1);
    if (!said && !rated) return ticket;
    const replies = (said ?? []).sort(byDate).map(({ id: _, ticketId: __, ...reply }) => ({
      ...reply,
      // Whoever opened the ticket is its customer, even when nobody knew their role.
      role: ticket.requester !== null && reply.author === ticket.requester.id && reply.public ? ('requester' as const) : reply.role,
    }));
    const [first, ...rest] = replies;
    // The first comment is the description over again.
    const opening = first?.role === 'requester' && sameWords(first.text, ticket.body);
    const csat = rated ? (rated.score === 'neutral' ? null : rated.score) : ticket.csat;
    return { ...ticket, replies: [...ticket.replies, ...(opening ? rest : replies)].slice(0, MAX_REPLIES), csat };
  });
}

function byTicket<T extends { ticketId: string }>(parts: T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const part of parts) {
    const list = found.get(part.ticketId);
    if (list) list.push(part);
    else found.set(part.ticketId, [part]);
  }
  return found;
}

function byDate(a: { at: string | null; id: string }, b: { at: string | null; id: string }): number {
  return (a.at ?? '').localeCompare(b.at ?? '') || (a.id < b.id ? -1 : 1);
}

function sameWords(a: string, b: string): boolean {
  return a.replace(/\s+/g, ' ').trim() === b.replace(/\s+/g, ' ').trim();
}
