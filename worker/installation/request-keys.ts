/** What may happen once: a request under its idempotency key, and a signed page under its token. */
import { eq, lt } from 'drizzle-orm';
import type { InstallationRecord } from '../ports.ts';
import type { Database } from './database.ts';
import { idempotencyKeys, usedTokens } from './tables.ts';

type Claim = Awaited<ReturnType<InstallationRecord['claimIdempotencyKey']>>;

/** A request that has not settled by then died with its isolate; the next one may take its place. */
const PENDING_MS = 120_000;
const KEEP_MS = 24 * 3_600_000;

export function claimKey(db: Database, key: string, bodyHash: string, now: number): Claim {
  const row = db.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, key)).get();
  if (row && row.claimedAt > now - KEEP_MS) {
    if (row.bodyHash !== bodyHash) return { state: 'conflict' };
    if (row.suggestionId !== null) return { state: 'replay', suggestionId: row.suggestionId };
    if (row.claimedAt > now - PENDING_MS) return { state: 'pending' };
  }
  const fresh = { bodyHash, suggestionId: null, claimedAt: now };
  db.insert(idempotencyKeys)
    .values({ key, ...fresh })
    .onConflictDoUpdate({ target: idempotencyKeys.key, set: fresh })
    .run();
  return { state: 'new' };
}

/** With a suggestion the key answers with it from now on; with null it is free again. */
export function settleKey(db: Database, key: string, suggestionId: string | null): void {
  const ofKey = eq(idempotencyKeys.key, key);
  if (suggestionId === null) db.delete(idempotencyKeys).where(ofKey).run();
  else db.update(idempotencyKeys).set({ suggestionId }).where(ofKey).run();
}

export function spendToken(db: Database, tokenId: string, expiresAt: number): boolean {
  const seen = db.select().from(usedTokens).where(eq(usedTokens.id, tokenId)).get();
  if (!seen) db.insert(usedTokens).values({ id: tokenId, expiresAt }).run();
  return !seen;
}

export function forgetExpired(db: Database, now: number): void {
  db.delete(usedTokens).where(lt(usedTokens.expiresAt, now)).run();
  db.delete(idempotencyKeys)
    .where(lt(idempotencyKeys.claimedAt, now - KEEP_MS))
    .run();
}
