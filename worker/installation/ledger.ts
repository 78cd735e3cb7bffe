/** The ledger of external writes: planned → sent → confirmed. A key stands for one intent, and is carried out once. */
import { eq } from 'drizzle-orm';
import type { Effect } from '../ports.ts';
import { type Database, rowJson } from './database.ts';
import { effects } from './tables.ts';

const LEASE_MS = 60_000;

/** The effect under this key: the one given, or the one planned before. */
export function planEffect(db: Database, effect: Omit<Effect, 'status' | 'attempts'>, now: number): Effect {
  db.insert(effects)
    .values({ ...effect, payload: rowJson(effect.payload, 'change'), status: 'planned', attempts: 0, leaseUntil: 0, reason: '', updatedAt: now })
    .onConflictDoNothing()
    .run();
  const row = db.select().from(effects).where(eq(effects.key, effect.key)).get();
  if (!row) throw new Error('a planned effect has no row');
  return toEffect(row);
}

export function claimEffect(db: Database, id: string, now: number): Effect | null {
  const row = db.select().from(effects).where(eq(effects.id, id)).get();
  if (!row || row.status === 'confirmed' || row.leaseUntil > now) return null;
  const claimed = { status: 'sent' as const, attempts: row.attempts + 1, leaseUntil: now + LEASE_MS, updatedAt: now };
  db.update(effects).set(claimed).where(eq(effects.id, id)).run();
  return toEffect({ ...row, ...claimed });
}

/** A confirmed effect stays confirmed. */
export function markEffect(db: Database, id: string, status: Effect['status'], reason: string, now: number): void {
  const row = db.select({ status: effects.status }).from(effects).where(eq(effects.id, id)).get();
  if (!row || row.status === 'confirmed') return;
  db.update(effects)
    .set({ status, reason: reason.slice(0, 500), leaseUntil: 0, updatedAt: now })
    .where(eq(effects.id, id))
    .run();
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
