/** Snapshots that no release needs: left by a build that ended between writing and publishing, or past all retention. */
import type { KnowledgeRecord, SnapshotStore } from '../../ports.ts';
import { ARTIFACT } from './artifacts.ts';

/** Answers how many went. Only one build runs at a time, so what it wrote itself is published or held by now. */
export async function dropOrphans(installation: string, { record, snapshots }: { record: KnowledgeRecord; snapshots: SnapshotStore }): Promise<number> {
  const needed = new Set(await record.neededSnapshots());
  const orphans = (await snapshots.list(installation)).filter(({ hash }) => !hash.startsWith(ARTIFACT) && !needed.has(hash));
  for (const { hash, parts } of orphans) await snapshots.remove(installation, hash, parts);
  return orphans.length;
}
