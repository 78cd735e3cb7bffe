/** Which snapshots some release still needs: the rest may go from the store. */
import { appendAudit } from './audit-log.ts';
import { readControls } from './controls.ts';
import type { Database } from './database.ts';
import { retiredReleases } from './governance-tables.ts';
import { allReleases, recentReleases, withdrawnReleases } from './releases.ts';
import { isoOf, type Step } from './step.ts';
import { releasePointer } from './tables.ts';

const DAY_MS = 86_400_000;
const ALL_RELEASES = 10_000;
/** Kept whatever their age: the live release and what a rollback may go back to. */
const ROLLBACKS = 5;

/**
 * Hashes of all snapshots that may still be asked for. A release that was made and last live before every trace and
 * suggestion that is kept, and is not among those a rollback goes back to, is withdrawn first: nothing can be replayed
 * under it any more.
 */
export function neededSnapshots(step: Step): string[] {
  const { db, now } = step;
  const { traceDays, suggestionDays } = readControls(db);
  const oldest = now - Math.max(traceDays, suggestionDays) * DAY_MS;
  const recent = new Set(recentReleases(db, ROLLBACKS).map(({ id }) => id));
  const ended = endOfLife(db);
  const gone = withdrawnReleases(db);
  const needed = new Set<string>();
  for (const { release, createdAt } of allReleases(db, ALL_RELEASES)) {
    if (gone.has(release.id)) continue;
    const { snapshot } = release.manifest;
    if (createdAt >= oldest || (ended.get(release.id) ?? 0) >= oldest || recent.has(release.id)) {
      if (snapshot !== null) needed.add(snapshot);
      continue;
    }
    db.insert(retiredReleases).values({ id: release.id, at: now, why: 'age' }).run();
    appendAudit(db, { at: isoOf(now), actor: 'deskgraph', action: 'release.withdraw', subject: release.id, details: { why: 'age' } });
  }
  return [...needed];
}

/** When each release was last live, in ms; infinite for the one that is. */
function endOfLife(db: Database): Map<string, number> {
  const moves = db.select().from(releasePointer).orderBy(releasePointer.sequence).all();
  return new Map(moves.map(({ releaseId }, i) => [releaseId, moves[i + 1]?.movedAt ?? Number.POSITIVE_INFINITY]));
}
