/** Which tickets the list shows, and in what order. */
import type { TicketSummary } from '../../wire.ts';

export type View = 'open' | 'urgent' | 'waiting' | 'solved' | 'all';
export type Order = 'due' | 'newest';
export type Filter = { view: View; order: Order; search: string };

/** `counted` are those that ask for something; how many are solved is nothing to act on. */
export const views: { id: View; label: string; counted?: true }[] = [
  { id: 'open', label: 'To do', counted: true },
  { id: 'urgent', label: 'Due soon', counted: true },
  { id: 'waiting', label: 'Waiting', counted: true },
  { id: 'solved', label: 'Solved' },
  { id: 'all', label: 'All' },
];

const SOON_MS = 60 * 60_000;

const inView: Record<View, (ticket: TicketSummary, now: number) => boolean> = {
  open: (t) => t.status === 'new' || t.status === 'open',
  urgent: (t, now) => t.status !== 'solved' && t.status !== 'closed' && t.sla !== null && Date.parse(t.sla.dueAt) - now < SOON_MS,
  waiting: (t) => t.status === 'pending' || t.status === 'hold',
  solved: (t) => t.status === 'solved' || t.status === 'closed',
  all: () => true,
};

/** Every word of the search must stand somewhere in the ticket. */
export function filterTickets(tickets: readonly TicketSummary[], { view, order, search }: Filter, now: number): TicketSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return tickets
    .filter((ticket) => inView[view](ticket, now) && matches(ticket, words))
    .sort((a, b) => (order === 'due' ? due(a) - due(b) : 0) || created(b) - created(a) || b.id - a.id);
}

export function countViews(tickets: readonly TicketSummary[], now: number): Record<View, number> {
  const count = (view: View): number => tickets.filter((ticket) => inView[view](ticket, now)).length;
  return { open: count('open'), urgent: count('urgent'), waiting: count('waiting'), solved: count('solved'), all: tickets.length };
}

function matches(ticket: TicketSummary, words: string[]): boolean {
  if (words.length === 0) return true;
  const { requester } = ticket;
  const text = [`#${ticket.id}`, ticket.subject, ticket.preview, requester.name, requester.email ?? '', requester.customer.tier ?? '', ...ticket.tags]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

const due = (ticket: TicketSummary): number => (ticket.sla ? Date.parse(ticket.sla.dueAt) : Number.MAX_SAFE_INTEGER);
const created = (ticket: TicketSummary): number => Date.parse(ticket.createdAt);
