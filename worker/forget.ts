/** The end of an erasure: bytes outside the installation that may hold what was erased are removed. */
import type { Platform } from './compose.ts';
import { AppError } from './errors.ts';
import type { InstallationClient } from './installation/record-client.ts';

type Deps = Pick<Platform, 'snapshots' | 'startBuild'>;

/**
 * After documents were erased: results of earlier builds go, and a build from nothing starts. Without any article left
 * there is nothing to build; then every release is withdrawn and the erasure ends here.
 */
export async function rebuildWithout(installation: string, runId: string, { snapshots, startBuild }: Deps, record: InstallationClient): Promise<void> {
  const left = await record.leftovers();
  for (const { name, key, parts } of left?.artifacts ?? []) await snapshots.remove(installation, `work-${name}-${key}`, parts);
  await record.forgetBuildState();
  if ((await record.countDocuments('article')) === 0) {
    await record.withdrawAll();
    await forgetErased(installation, { snapshots }, record);
    return;
  }
  await record.saveRun({
    id: runId,
    state: 'building',
    read: {},
    skipped: [],
    skippedCount: 0,
    step: 'starting',
    progress: 0.01,
    seconds: 0,
    releaseId: null,
    snapshot: null,
    error: null,
  });
  await startBuild({ installation, runId });
}

/** Once a release without the erased is live: snapshots that no release may use any more are removed. Safe to repeat. */
export async function forgetErased(installation: string, { snapshots }: Pick<Deps, 'snapshots'>, record: InstallationClient): Promise<void> {
  const left = await record.leftovers();
  if (!left) return;
  // Until the new release is live nothing is withdrawn, and nothing may go.
  const live = await record.liveRelease();
  if (live && left.snapshots.length === 0 && !(await everythingWithdrawn(record, live.id))) return;
  for (const { hash, parts } of left.snapshots) await snapshots.remove(installation, hash, parts);
  await record.settleErasures();
}

async function everythingWithdrawn(record: InstallationClient, liveId: string): Promise<boolean> {
  const others = (await record.releaseViews()).filter((r) => r.id !== liveId && r.snapshot !== null);
  const live = (await record.releaseViews()).find((r) => r.id === liveId);
  if (!live) throw new AppError('internal', 'The live release is not listed.');
  return others.length > 0 && others.every((r) => r.withdrawn !== null || r.snapshot === live.snapshot);
}
