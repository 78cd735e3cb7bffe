/** Watches the live release, and takes it back by itself when it does harm. */
import { and, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import type { Feedback } from '#shared/feedback';
import type { Trace } from '#shared/trace';
import { harmOf, type ReleaseHealth } from '../governance/release-watch.ts';
import { PRODUCT, rollback } from './changes.ts';
import { readControls, readWatch, writeWatch } from './controls.ts';
import type { Database } from './database.ts';
import { releaseFailures } from './governance-tables.ts';
import { liveSince, recentReleases } from './releases.ts';
import type { Step } from './step.ts';
import { feedback, traces } from './tables.ts';

/** Newest suggestions of a release that are looked at. */
const LOOKED_AT = 300;
const IDS_PER_STATEMENT = 90;
const FORBIDDEN: readonly string[] = ['internal_only', 'forbidden', 'promise', 'link', 'secret'];
/** Shares of a draft that stands in what was sent. */
const MOSTLY_KEPT = 0.5;
const HARDLY_KEPT = 0.2;
const USED: readonly string[] = ['inserted', 'copied', 'up'];
const TURNED_DOWN: readonly string[] = ['down', 'dismissed'];

export function noteFailure(step: Step, releaseId: string): void {
  step.db.insert(releaseFailures).values({ releaseId, at: step.now }).run();
  watchRelease(step);
}

/**
 * Goes back to the release before when the live one crosses a bound; answers why, or null. A release that was gone back to
 * by itself is not left by itself again: after one step back a person decides.
 */
export function watchRelease(step: Step): string | null {
  const { db, now } = step;
  const { watch } = readControls(db);
  const [live, previous] = recentReleases(db, 2);
  if (!watch.on || !live || !previous || readWatch(db).returnedTo === live.id) return null;
  const since = liveSince(db);
  const harm = harmOf(healthOf(db, live.id, since, now), healthOf(db, previous.id, 0, since), watch);
  if (harm === null) return null;
  rollback(step, { user: PRODUCT, why: `Taken back by itself: ${harm}.` });
  writeWatch(db, { returnedTo: previous.id, from: live.id, at: now, why: harm });
  return harm;
}

function healthOf(db: Database, releaseId: string, from: number, until: number): ReleaseHealth {
  const within = and(eq(traces.releaseId, releaseId), gte(traces.createdAt, from), sql`${traces.createdAt} <= ${until}`);
  const seen = db
    .select({ id: traces.suggestionId, json: traces.json })
    .from(traces)
    .where(within)
    .orderBy(desc(traces.createdAt))
    .limit(LOOKED_AT)
    .all()
    .map(({ id, json }) => ({ id, trace: JSON.parse(json) as Trace }));
  const times = seen.map(({ trace }) => trace.totalMs).sort((a, b) => a - b);
  const verdicts = verdictsOf(
    db,
    seen.map(({ id }) => id),
  );
  const failures = db
    .select({ n: sql<number>`count(*)` })
    .from(releaseFailures)
    .where(and(eq(releaseFailures.releaseId, releaseId), gte(releaseFailures.at, from), sql`${releaseFailures.at} <= ${until}`))
    .get();
  return {
    suggestions: seen.length,
    failures: failures?.n ?? 0,
    judged: verdicts.length,
    accepted: verdicts.filter((used) => used).length,
    violations: seen.filter(({ trace }) => trace.removed.some(({ reason }) => FORBIDDEN.includes(reason))).length,
    p95Ms: times[Math.min(times.length - 1, Math.floor(times.length * 0.95))] ?? 0,
  };
}

/** True for a suggestion that was used, false for one that was turned down and not used; others are left out. */
function verdictsOf(db: Database, ids: string[]): boolean[] {
  const used = new Map<string, boolean>();
  for (let i = 0; i < ids.length; i += IDS_PER_STATEMENT)
    for (const { suggestionId, json } of db
      .select({ suggestionId: feedback.suggestionId, json: feedback.json })
      .from(feedback)
      .where(inArray(feedback.suggestionId, ids.slice(i, i + IDS_PER_STATEMENT)))
      .all()) {
      const { kind, kept = null } = JSON.parse(json) as Feedback;
      const sent = kind === 'sent' && kept !== null ? kept : null;
      if (USED.includes(kind) || (sent !== null && sent >= MOSTLY_KEPT)) used.set(suggestionId, true);
      else if ((TURNED_DOWN.includes(kind) || (sent !== null && sent < HARDLY_KEPT)) && !used.has(suggestionId)) used.set(suggestionId, false);
    }
  return [...used.values()];
}
