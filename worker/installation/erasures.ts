/** How far erasures are: pending until a release without the erased is live, cleared until the old bytes are gone, done. */
import { eq, inArray } from 'drizzle-orm';
import type { Erasure } from '#shared/governance';
import type { Release } from '#shared/release';
import { appendAudit } from './audit-log.ts';
import type { Database } from './database.ts';
import { erasures, retiredReleases } from './governance-tables.ts';
import { artifacts, knowledgeState } from './knowledge-tables.ts';
import { allReleases, liveRelease, withdrawnReleases } from './releases.ts';
import { beginBuild, building } from './runs.ts';
import { isoOf, type Step } from './step.ts';
import { runs } from './tables.ts';

const ALL_RELEASES = 10_000;
/** A build that failed after an erasure is begun again after this pause. */
export const RETRY_MS = 10 * 60_000;

export const hasPendingErasure = (db: Database): boolean =>
  db.select({ id: erasures.id }).from(erasures).where(eq(erasures.state, 'pending')).limit(1).get() !== undefined;

export function erasure({ db }: Step, id: string): Erasure | null {
  const row = db.select({ json: erasures.json }).from(erasures).where(eq(erasures.id, id)).get();
  return row ? (JSON.parse(row.json) as Erasure) : null;
}

/**
 * Every release with another snapshot than the new one may have held what was erased: none of them runs again. Erasures
 * from after the publishing build had begun stay pending: their own build comes.
 */
export function withdrawOthers({ db, now }: Step, live: Release): void {
  const begun = publishingRun(db);
  const settled = db
    .select()
    .from(erasures)
    .where(eq(erasures.state, 'pending'))
    .all()
    .filter((row) => begun === null || (JSON.parse(row.json) as Erasure).runId === null || ((JSON.parse(row.json) as Erasure).runId ?? '') <= begun);
  if (settled.length === 0) return;
  for (const { id } of settled) db.update(erasures).set({ state: 'cleared' }).where(eq(erasures.id, id)).run();
  const known = withdrawnReleases(db);
  for (const { release } of allReleases(db, ALL_RELEASES)) {
    if (known.has(release.id) || release.manifest.snapshot === null || release.manifest.snapshot === live.manifest.snapshot) continue;
    db.insert(retiredReleases).values({ id: release.id, at: now, why: 'erasure' }).run();
    appendAudit(db, { at: isoOf(now), actor: 'deskgraph', action: 'release.withdraw', subject: release.id, details: { why: 'erasure' } });
  }
}

/** The build that publishes now; run ids begin with their time, so that they are ordered by it. */
function publishingRun(db: Database): string | null {
  const building = db.select({ id: runs.id, json: runs.json }).from(runs).where(eq(runs.state, 'building')).orderBy(runs.id).all();
  return building.find((row) => (JSON.parse(row.json) as { step: string }).step === 'publishing')?.id ?? null;
}

/** With nothing left to build from, nothing may stay live either. */
export function withdrawAll(step: Step): void {
  const nothing: Release | null = liveRelease(step.db);
  if (nothing) withdrawOthers(step, { ...nothing, manifest: { ...nothing.manifest, snapshot: 'none' } });
}

export type Leftovers = {
  /** False until a release without the erased is live. */
  ready: boolean;
  snapshots: { hash: string; parts: number }[];
  artifacts: { name: string; key: string; parts: number }[];
};

/** Bytes outside this object that may hold what was erased; null when there is nothing to do. */
export function leftovers({ db }: Step): Leftovers | null {
  const cleared = db.select({ id: erasures.id }).from(erasures).where(eq(erasures.state, 'cleared')).limit(1).get() !== undefined;
  if (!cleared && !hasPendingErasure(db)) return null;
  const gone = withdrawnReleases(db);
  const all = allReleases(db, ALL_RELEASES).map(({ release }) => release);
  const keep = new Set(all.filter((r) => !gone.has(r.id)).map((r) => r.manifest.snapshot));
  const old = new Map(
    all.flatMap(({ id, manifest: m }) => (gone.has(id) && m.snapshot && !keep.has(m.snapshot) ? [[m.snapshot, m.snapshotParts] as const] : [])),
  );
  return {
    ready: cleared,
    snapshots: [...old].map(([hash, parts]) => ({ hash, parts })),
    artifacts: db.select({ name: artifacts.name, key: artifacts.key, parts: artifacts.parts }).from(artifacts).all(),
  };
}

/** Called before a build that must not reuse what an earlier one left, and once the bytes are gone. */
export function forgetBuildState({ db }: Step): void {
  db.delete(artifacts).run();
  // Proposals quote passages.
  db.delete(knowledgeState)
    .where(inArray(knowledgeState.name, ['basis', 'proposals']))
    .run();
}

/** The bytes are gone. */
export function settleErasures({ db, now }: Step): void {
  for (const row of db.select().from(erasures).where(eq(erasures.state, 'cleared')).all()) {
    const json = JSON.stringify({ ...(JSON.parse(row.json) as Erasure), state: 'done' });
    db.update(erasures).set({ state: 'done', json }).where(eq(erasures.id, row.id)).run();
    appendAudit(db, { at: isoOf(now), actor: 'deskgraph', action: 'erase.done', subject: row.id, details: {} });
  }
}

/** The run of a new build, when erasures are pending and no build is under way or was tried a short while ago; else null. */
export function takeStalledErasure(db: Database, now: number): string | null {
  const pending = db.select().from(erasures).where(eq(erasures.state, 'pending')).all();
  if (pending.length === 0 || building(db)) return null;
  const last = Math.max(
    ...pending.map(
      ({ at, json }) =>
        db
          .select({ at: runs.heartbeatAt })
          .from(runs)
          .where(eq(runs.id, (JSON.parse(json) as Erasure).runId ?? ''))
          .get()?.at ?? at,
    ),
  );
  if (last > now - RETRY_MS) return null;
  const id = `run_${now.toString(36).padStart(9, '0')}${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`;
  beginBuild(db, id, now);
  for (const { id: erasureId, json } of pending)
    db.update(erasures)
      .set({ json: JSON.stringify({ ...(JSON.parse(json) as Erasure), runId: id }) })
      .where(eq(erasures.id, erasureId))
      .run();
  return id;
}
