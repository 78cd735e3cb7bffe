/** The end of an erasure: bytes outside the installation that may hold what was erased are removed. */
import type { Platform } from '../compose.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import { artifactName } from '../knowledge/build/artifacts.ts';

type Deps = Pick<Platform, 'snapshots' | 'vectors' | 'startBuild'>;

const VECTORS_AT_ONCE = 500;

/**
 * After documents were erased: results of earlier builds go, and a build from nothing starts. Without any article left
 * there is nothing to build; then every release is withdrawn and the erasure ends here.
 */
export async function rebuildWithout(installation: string, runId: string, { snapshots, vectors, startBuild }: Deps, record: InstallationClient): Promise<void> {
  const left = await record.leftovers();
  for (const { name, key, parts } of left?.artifacts ?? []) await snapshots.remove(installation, artifactName(name, key), parts);
  await record.forgetBuildState();
  if ((await record.countDocuments('article')) === 0) {
    await record.withdrawAll();
    for (;;) {
      const held = await record.vectorsHeld(VECTORS_AT_ONCE);
      if (held.length === 0) break;
      await vectors.remove(
        installation,
        held.map(({ id }) => id),
      );
      for (const generation of new Set(held.map((h) => h.generation)))
        await record.dropVectors(
          generation,
          held.filter((h) => h.generation === generation).map(({ id }) => id),
        );
    }
    await forgetErased(installation, { snapshots }, record);
    return;
  }
  await record.beginBuild(runId);
  await startBuild({ installation, runId });
}

/** Once a release without the erased is live: snapshots that no release may use any more are removed. Safe to repeat. */
export async function forgetErased(installation: string, { snapshots }: Pick<Deps, 'snapshots'>, record: InstallationClient): Promise<void> {
  const left = await record.leftovers();
  if (!left?.ready) return;
  for (const { hash, parts } of left.snapshots) await snapshots.remove(installation, hash, parts);
  await record.settleErasures();
}
