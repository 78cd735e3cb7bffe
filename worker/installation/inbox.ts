/** Events that were acknowledged to their sender: each is carried out, found obsolete, or kept as dead; none is dropped. */
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { InboxEvent } from '../helpdesk-ports.ts';
import type { Database } from './database.ts';
import { SETTINGS_KEY } from './settings.ts';
import { inbox } from './tables.ts';

const LEASE_MS = 120_000;
/** How long the queue has before the sweep wakes it again. */
export const FIRST_SWEEP_MS = 10_000;
const MAX_ATTEMPTS = 8;
const MAX_BACKOFF_MS = 30 * 60_000;
/** How often a parked event looks whether the connection is back. */
const PARKED_MS = 15 * 60_000;
/** What is parked longer than this says nothing about the ticket as it is by then. */
const LONGEST_PARKED_MS = 7 * 86_400_000;
/**
 * How long an event that is settled answers for its duplicates: a sender repeats within minutes, a signature is good for
 * five of them, and the hourly reading looks back a week. What is dead stays longer, for a person to see.
 */
const KEPT_MS = { done: 30 * 86_400_000, obsolete: 30 * 86_400_000, dead: 90 * 86_400_000 };
const REMOVED_AT_ONCE = 5_000;

/**
 * False when it was there already, null when the installation was removed. The one statement that runs at the sender's
 * pace, so it is written by hand.
 */
export function receiveEvent(sql: SqlStorage, { id, dedupeKey, kind, ticketId, receivedAt }: InboxEvent, now: number): boolean | null {
  const { rowsWritten } = sql.exec(RECEIVE, id, dedupeKey, kind, ticketId, receivedAt, now + FIRST_SWEEP_MS, SETTINGS_KEY);
  if (rowsWritten > 0) return true;
  return sql.exec('SELECT 1 FROM settings WHERE key = ?', SETTINGS_KEY).toArray().length > 0 ? false : null;
}
const RECEIVE = `INSERT INTO inbox (id, dedupe_key, kind, ticket_id, received_at, state, attempts, lease_until, due_at, reason)
SELECT ?1, ?2, ?3, ?4, ?5, 'pending', 0, 0, ?6, '' WHERE EXISTS (SELECT 1 FROM settings WHERE key = ?7) ON CONFLICT DO NOTHING`;

/** Whether an event of this kind was ever received for the ticket. */
export function hasEvent(db: Database, ticketId: string, kind: InboxEvent['kind']): boolean {
  return (
    db
      .select({ id: inbox.id })
      .from(inbox)
      .where(and(eq(inbox.ticketId, ticketId), eq(inbox.kind, kind)))
      .limit(1)
      .get() !== undefined
  );
}

export function pendingEvents(db: Database, limit: number): InboxEvent[] {
  return db.select().from(inbox).where(eq(inbox.state, 'pending')).orderBy(asc(inbox.dueAt)).limit(limit).all().map(toEvent);
}

export function claimEvent(db: Database, id: string, now: number): InboxEvent | null {
  const row = db.select().from(inbox).where(eq(inbox.id, id)).get();
  if (row?.state !== 'pending' || row.leaseUntil > now) return null;
  db.update(inbox)
    .set({ leaseUntil: now + LEASE_MS, attempts: row.attempts + 1, dueAt: now + LEASE_MS })
    .where(eq(inbox.id, id))
    .run();
  return toEvent(row);
}

/**
 * `retry` comes back after a growing pause, or after `pauseMs` where the helpdesk named one; after the last attempt the
 * event is dead: kept, and countable. `park` waits without counting: not the event is at fault but the connection.
 */
export function settleEvent(db: Database, id: string, outcome: 'done' | 'obsolete' | 'retry' | 'park', reason: string, now: number, pauseMs?: number): void {
  const row = db.select().from(inbox).where(eq(inbox.id, id)).get();
  if (!row) return;
  const back = row.attempts >= MAX_ATTEMPTS ? 'dead' : 'pending';
  const tooOld = now - Date.parse(row.receivedAt) > LONGEST_PARKED_MS;
  const parked = tooOld ? 'dead' : 'pending';
  const state = outcome === 'park' ? parked : outcome === 'retry' ? back : outcome;
  const pause = state !== 'pending' ? KEPT_MS[state] : (pauseMs ?? (outcome === 'park' ? PARKED_MS : Math.min(MAX_BACKOFF_MS, 5_000 * 2 ** row.attempts)));
  const attempts = outcome === 'park' ? Math.max(0, row.attempts - 1) : row.attempts;
  db.update(inbox)
    .set({ state, attempts, reason: reason.slice(0, 500), leaseUntil: 0, dueAt: now + pause })
    .where(eq(inbox.id, id))
    .run();
}

/** Everything that waits becomes due now. */
export function releaseParked(db: Database, now: number): void {
  db.update(inbox).set({ dueAt: now }).where(eq(inbox.state, 'pending')).run();
}

export function countStates(db: Database): Record<'pending' | 'done' | 'obsolete' | 'dead', number> {
  const counts = { pending: 0, done: 0, obsolete: 0, dead: 0 };
  for (const row of db.select({ state: inbox.state, n: sql<number>`count(*)` }).from(inbox).groupBy(inbox.state).all()) counts[row.state] = row.n;
  return counts;
}

/** What an operator should hear of: how many were given up, and since when the oldest waits (ISO 8601; null with none). */
export function inboxBacklog(db: Database): { dead: number; waitingSince: string | null } {
  const waiting = db
    .select({ since: sql<string | null>`min(${inbox.receivedAt})` })
    .from(inbox)
    .where(eq(inbox.state, 'pending'))
    .get();
  return { dead: countStates(db).dead, waitingSince: waiting?.since ?? null };
}

/** Pending events whose time has come; each is put off, so that one sweep does not repeat the last. */
export function takeDueEvents(db: Database, now: number, limit: number): InboxEvent[] {
  const due = db
    .select()
    .from(inbox)
    .where(and(eq(inbox.state, 'pending'), lte(inbox.dueAt, now), lte(inbox.leaseUntil, now)))
    .orderBy(asc(inbox.dueAt))
    .limit(limit)
    .all();
  for (const row of due)
    db.update(inbox)
      .set({ dueAt: now + 2 * FIRST_SWEEP_MS })
      .where(eq(inbox.id, row.id))
      .run();
  return due.map(toEvent);
}

/** When the sweep must run next for the inbox; null with nothing pending. */
export const nextDueAt = (db: Database): number | null => firstDue(db, 'pending');

/** Removes settled events that were kept long enough, as many as one sweep has time for. */
export function forgetSettled(db: Database, now: number): void {
  for (const state of settledStates) {
    const old = db
      .select({ id: inbox.id })
      .from(inbox)
      .where(and(eq(inbox.state, state), lte(inbox.dueAt, now)))
      .limit(REMOVED_AT_ONCE);
    db.delete(inbox).where(inArray(inbox.id, old)).run();
  }
}

/** When the next settled event has been kept long enough; null with none. */
export function nextForgottenAt(db: Database): number | null {
  const times = settledStates.map((state) => firstDue(db, state)).filter((at) => at !== null);
  return times.length > 0 ? Math.min(...times) : null;
}

const settledStates = ['done', 'obsolete', 'dead'] as const;

const firstDue = (db: Database, state: typeof inbox.$inferSelect.state): number | null =>
  db.select({ dueAt: inbox.dueAt }).from(inbox).where(eq(inbox.state, state)).orderBy(asc(inbox.dueAt)).limit(1).get()?.dueAt ?? null;

const toEvent = ({ id, dedupeKey, kind, ticketId, receivedAt }: typeof inbox.$inferSelect): InboxEvent => ({ id, dedupeKey, kind, ticketId, receivedAt });
