/**
 * Whether the caller may read a ticket, by what the helpdesk says of them, not by what the browser says. The Worker's
 * own token reads every ticket, so each route about one asks here first.
 */
import type { SuggestionEvent } from '#shared/api';
import type { Suggestion } from '#shared/suggestion';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import type { TicketAccess } from '../helpdesk-ports.ts';
import type { AppContext } from './context.ts';

/** How long a role that was changed meanwhile may still be believed. */
const KEPT_MS = 60_000;
const MAX_KEPT = 1_000;

const everything: TicketAccess = { all: true, readable: async (ids) => ids };
const nothing: TicketAccess = { all: false, readable: async () => [] };
const kept = new WeakMap<Platform, Map<string, { until: number; access: Promise<TicketAccess> }>>();

/** Throws what the helpdesk threw: without its word nothing is known. */
export async function ticketAccess(c: AppContext, platform: Platform): Promise<TicketAccess> {
  const { session, record } = c.var;
  // A token made on one's own machine names no user of the helpdesk.
  if (platform.config.ENVIRONMENT === 'local' && !/^\d+$/.test(session.user.id)) return everything;
  const now = platform.clock.now();
  const known = kept.get(platform) ?? new Map<string, { until: number; access: Promise<TicketAccess> }>();
  kept.set(platform, known);
  const key = `${session.installation}|${session.user.id}`;
  const found = known.get(key);
  if (found && found.until > now) return found.access;
  const access = platform.helpdesk(record).then((helpdesk) => helpdesk.ticketAccess?.(session.user.id) ?? everything);
  if (known.size >= MAX_KEPT) known.clear();
  known.set(key, { until: now + KEPT_MS, access });
  access.catch(() => known.delete(key));
  return access;
}

/** For content that the caller's own session has read: without an answer they are taken to read nothing else. */
export const ticketAccessOrNone = (c: AppContext, platform: Platform): Promise<TicketAccess> => ticketAccess(c, platform).catch(() => nothing);

/** Throws `forbidden`. A ticket that is not there is as forbidden as one that is. */
export async function requireTicket(access: TicketAccess, ticketId: string): Promise<void> {
  if (access.all || (await access.readable([ticketId])).includes(ticketId)) return;
  throw new AppError('forbidden', 'You may not read this ticket in your helpdesk, so Deskgraph does not show anything about it.');
}

/**
 * What leaves for an agent's browser: other tickets by number alone. The sidebar asks the helpdesk, in the agent's own
 * session, which of them the agent may read, and fetches the rest with `POST /v1/tickets/:id/similar`.
 */
export function forAgent<T extends Pick<Suggestion, 'similar'>>(suggestion: T): T {
  const similar = suggestion.similar.map(({ id, similarity }) => ({
    id,
    similarity,
    subject: '',
    solvedAt: null,
    solvedBy: null,
    resolution: '',
    articleIds: [],
  }));
  return { ...suggestion, similar };
}

export function eventForAgent(event: SuggestionEvent): SuggestionEvent {
  if (event.type === 'evidence') return { ...event, data: forAgent(event.data) };
  return event.type === 'suggestion' ? { ...event, data: forAgent(event.data) } : event;
}
