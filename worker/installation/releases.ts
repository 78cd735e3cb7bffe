import { desc, eq } from 'drizzle-orm';
import type { Release, ReleaseManifest } from '#shared/release';
import { type Database, rowJson } from './database.ts';
import { releasePointer, releases } from './tables.ts';

/** Recently live releases, the live one first, each once. */
export function recentReleases(db: Database, limit: number): Release[] {
  const moves = db
    .select({ id: releases.id, manifest: releases.manifest })
    .from(releasePointer)
    .innerJoin(releases, eq(releases.id, releasePointer.releaseId))
    .orderBy(desc(releasePointer.sequence))
    .limit(limit * 3)
    .all();
  const seen = new Map<string, Release>();
  for (const { id, manifest } of moves) if (!seen.has(id) && seen.size < limit) seen.set(id, { id, manifest: JSON.parse(manifest) as ReleaseManifest });
  return [...seen.values()];
}

export const liveRelease = (db: Database): Release | null => recentReleases(db, 1)[0] ?? null;

/** Keeps the manifest and moves the pointer. Publishing what is live already moves nothing. */
export function publishRelease(db: Database, release: Release, now: number): void {
  db.insert(releases)
    .values({ id: release.id, manifest: rowJson(release.manifest, 'release'), createdAt: now })
    .onConflictDoNothing()
    .run();
  if (liveRelease(db)?.id !== release.id) db.insert(releasePointer).values({ releaseId: release.id, movedAt: now }).run();
}
