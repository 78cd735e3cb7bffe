/** The ledger of external writes: planned → sent → confirmed. A key stands for one intent, and is carried out once. */
import { and, eq, gt, sql } from 'drizzle-orm';
import { AppError } from '../errors.ts';
import type { Effect } from '../helpdesk-ports.ts';
import { appendAudit } from './audit-log.ts';
import { readKillSwitch } from './controls.ts';
import { type Database, rowJson } from './database.ts';
import { effects } from './tables.ts';

const LEASE_MS = 60_000;

/** The effect under this key: the one given, or the one planned before. */
export function planEffect(db: Database, effect: Omit<Effect, 'status' | 'attempts'>, now: number): Effect {
  db.insert(effects)
    .values({
      ...effect,
      actor: effect.actor ?? 'deskgraph',
      payload: rowJson(effect.payload, 'change'),
      status: 'planned',
      attempts: 0,
      leaseUntil: 0,
      reason: '',
      updatedAt: now,
    })
    .onConflictDoNothing()
    .run();
  const row = db.select().from(effects).where(eq(effects.key, effect.key)).get();
  if (!row) throw new Error('a planned effect has no row');
  return toEffect(row);
}

/** The moment of action: with the kill switch on, nothing is claimed. Throws `actions_stopped`. */
export function claimEffect(db: Database, id: string, now: number): Effect | null {
  if (readKillSwitch(db).on) throw new AppError('actions_stopped', 'An admin has stopped all actions of Deskgraph in this account. Nothing was written.');
  const row = db.select().from(effects).where(eq(effects.id, id)).get();
  if (!row || row.status === 'confirmed' || row.leaseUntil > now) return null;
  const claimed = { status: 'sent' as const, attempts: row.attempts + 1, leaseUntil: now + LEASE_MS, updatedAt: now };
  db.update(effects).set(claimed).where(eq(effects.id, id)).run();
  return toEffect({ ...row, ...claimed });
}

/** A confirmed effect stays confirmed, is told in the audit chain, and keeps no text: what it wrote stands in the helpdesk. */
export function markEffect(db: Database, id: string, status: Effect['status'], reason: string, now: number): void {
  const row = db.select().from(effects).where(eq(effects.id, id)).get();
  if (!row || row.status === 'confirmed') return;
  const { note: _, autoReply: __, ...payload } = JSON.parse(row.payload) as Effect['payload'];
  db.update(effects)
    .set({ status, reason: reason.slice(0, 500), leaseUntil: 0, updatedAt: now, ...(status === 'confirmed' ? { payload: JSON.stringify(payload) } : {}) })
    .where(eq(effects.id, id))
    .run();
  if (status === 'confirmed')
    appendAudit(db, {
      at: new Date(now).toISOString(),
      actor: row.actor,
      action: 'effect.confirm',
      subject: `ticket ${row.ticketId}`,
      details: { effect: id, kind: row.kind },
    });
}

/** Effects in someone's hands: claimed, and not settled within their lease. */
export function inFlight(db: Database, now: number): number {
  return (
    db
      .select({ n: sql<number>`count(*)` })
      .from(effects)
      .where(and(eq(effects.status, 'sent'), gt(effects.leaseUntil, now)))
      .get()?.n ?? 0
  );
}

export function findEffect(db: Database, key: string): Effect | null {
  const row = db.select().from(effects).where(eq(effects.key, key)).get();
  return row ? toEffect(row) : null;
}

const toEffect = ({ id, key, kind, ticketId, payload, status, attempts }: typeof effects.$inferSelect): Effect => ({
  id,
  key,
  kind,
  ticketId,
  payload: JSON.parse(payload) as Effect['payload'],
  status,
  attempts,
});
