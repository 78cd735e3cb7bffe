/** What of the evidence its reader may see. */
import type { SuggestionEvent } from '#shared/api';
import type { Evidence } from '#shared/suggestion';
import type { TicketAccess } from '../helpdesk-ports.ts';

/** Without the similar tickets that the caller may not read. A helpdesk that does not answer allows none. */
export async function withReadable(evidence: Evidence, access: TicketAccess | undefined): Promise<Evidence> {
  if (!access || access.all || evidence.similar.length === 0) return evidence;
  const ids = new Set(await access.readable(evidence.similar.map(({ id }) => id)).catch(() => []));
  return { ...evidence, similar: evidence.similar.filter(({ id }) => ids.has(id)) };
}

/** Solved tickets, and what an article's way rests on, belong to the account they came from. */
export function withoutTicketsOf<T extends Evidence>(evidence: T): T {
  const articles = evidence.articles.map((article) => ({
    ...article,
    why: {
      ...article.why,
      path: article.why.path.filter((hop) => hop.kind !== 'ticket').map((hop) => ({ ...hop, evidence: hop.evidence.filter((e) => e.includes('@')) })),
    },
  }));
  return { ...evidence, articles, similar: [] };
}

export function withoutTickets(event: SuggestionEvent): SuggestionEvent {
  return event.type === 'evidence' ? { ...event, data: withoutTicketsOf(event.data) } : event;
}
