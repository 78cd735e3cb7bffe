import { desc, eq, inArray } from 'drizzle-orm';
import type { Release, ReleaseManifest } from '#shared/release';
import { type Database, rowJson } from './database.ts';
import { retiredReleases } from './governance-tables.ts';
import { releasePointer, releases } from './tables.ts';

/** Recently live releases, the live one first, each once; those that may not run any more are left out. */
export function recentReleases(db: Database, limit: number): Release[] {
  const withdrawn = new Set(withdrawnReleases(db).keys());
  const moves = db
    .select({ id: releasePointer.releaseId })
    .from(releasePointer)
    .orderBy(desc(releasePointer.sequence))
    .limit(limit * 3 + withdrawn.size)
    .all();
  const ids = [...new Set(moves.map((move) => move.id))].filter((id) => !withdrawn.has(id)).slice(0, limit);
  const found = new Map(
    db
      .select()
      .from(releases)
      .where(inArray(releases.id, ids))
      .all()
      .map((row) => [row.id, toRelease(row)]),
  );
  return ids.flatMap((id) => found.get(id) ?? []);
}

export const liveRelease = (db: Database): Release | null => recentReleases(db, 1)[0] ?? null;

export function findRelease(db: Database, id: string): Release | null {
  const row = db.select().from(releases).where(eq(releases.id, id)).get();
  return row ? toRelease(row) : null;
}

/** Every release there is, newest first. */
export function allReleases(db: Database, limit: number): { release: Release; createdAt: number }[] {
  return db
    .select()
    .from(releases)
    .orderBy(desc(releases.createdAt))
    .limit(limit)
    .all()
    .map((row) => ({ release: toRelease(row), createdAt: row.createdAt }));
}

/** Why a release may not run any more, by id. */
export function withdrawnReleases(db: Database): Map<string, string> {
  return new Map(
    db
      .select()
      .from(retiredReleases)
      .all()
      .map((row) => [row.id, row.why]),
  );
}

export function keepRelease(db: Database, release: Release, now: number): void {
  db.insert(releases)
    .values({ id: release.id, manifest: rowJson(release.manifest, 'release'), createdAt: now })
    .onConflictDoNothing()
    .run();
}

/** Moves the pointer. Moving it to what is live already moves nothing. */
export function movePointer(db: Database, releaseId: string, now: number): void {
  if (liveRelease(db)?.id !== releaseId) db.insert(releasePointer).values({ releaseId, movedAt: now }).run();
}

/** When the pointer came to where it is, in ms; 0 before the first release. */
export const liveSince = (db: Database): number =>
  db.select({ at: releasePointer.movedAt }).from(releasePointer).orderBy(desc(releasePointer.sequence)).limit(1).get()?.at ?? 0;

export const wasLive = (db: Database, releaseId: string): boolean =>
  db.select({ id: releasePointer.releaseId }).from(releasePointer).where(eq(releasePointer.releaseId, releaseId)).limit(1).get() !== undefined;

const toRelease = ({ id, manifest }: typeof releases.$inferSelect): Release => ({ id, manifest: JSON.parse(manifest) as ReleaseManifest });
