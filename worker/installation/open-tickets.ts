/** What open tickets are about: written with each suggestion, gone when the ticket is solved. Holds ids and nodes, no words. */
import { between, eq, lt } from 'drizzle-orm';
import type { KeptRun, RecentTickets } from '../ports.ts';
import type { Database } from './database.ts';
import { openTickets } from './tables.ts';

/** Half a day on each side: an outage fills hours, and a week's usual tickets do not. */
const WINDOW_MS = 12 * 3_600_000;
const KEPT_MS = 7 * 86_400_000;
/** Stands for a ticket that is about nothing known: it counts among all. */
const NOTHING = { node: '', usual: 1 };
/** Nodes told, those of most tickets first, and ids of each. */
const MAX_NODES = 50;
const MAX_IDS = 50;

export function noteTicket(db: Database, ticketId: string, { openedAt, nodes }: NonNullable<KeptRun['about']>): void {
  ticketClosed(db, ticketId);
  const rows = (nodes.length > 0 ? nodes : [NOTHING]).map((node) => ({ ...node, ticketId, openedAt }));
  db.insert(openTickets).values(rows).run();
}

export const ticketClosed = (db: Database, ticketId: string): void => void db.delete(openTickets).where(eq(openTickets.ticketId, ticketId)).run();

/** Tickets opened within half a day of `at`, before or after; nodes of a single ticket are left out. */
export function recentTickets(db: Database, at: number): RecentTickets {
  const rows = db
    .select()
    .from(openTickets)
    .where(between(openTickets.openedAt, at - WINDOW_MS, at + WINDOW_MS))
    .orderBy(openTickets.ticketId)
    .all();
  const nodes = new Map<string, RecentTickets['nodes'][number]>();
  for (const { node, usual, ticketId } of rows) {
    const found = nodes.get(node) ?? { node, usual, tickets: [] };
    found.tickets.push(ticketId);
    nodes.set(node, found);
  }
  return {
    total: new Set(rows.map(({ ticketId }) => ticketId)).size,
    nodes: [...nodes.values()]
      .filter(({ node, tickets }) => node !== NOTHING.node && tickets.length > 1)
      .sort((a, b) => b.tickets.length - a.tickets.length || (a.node < b.node ? -1 : 1))
      .slice(0, MAX_NODES)
      .map((node) => ({ ...node, tickets: node.tickets.slice(0, MAX_IDS) })),
  };
}

export function forgetOldTickets(db: Database, now: number): void {
  db.delete(openTickets)
    .where(lt(openTickets.openedAt, now - KEPT_MS))
    .run();
}
