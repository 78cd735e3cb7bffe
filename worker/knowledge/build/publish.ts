import type { GateReport } from '#shared/governance';
import type { Release, ReleaseManifest } from '#shared/release';
import { defaultManifest } from '../../governance/default-release.ts';
import { createRelease } from '../../governance/release.ts';
import type { Drafter, Embedder, InstallationRecord, KnowledgeRecord } from '../../ports.ts';
import { allDocuments } from './read-documents.ts';
import type { Basis } from './steps.ts';

/** The gate: the built release against the live one. */
export type Judge = (release: Release, live: Release) => Promise<GateReport>;
type PublishDeps = { record: InstallationRecord & KnowledgeRecord; embedder: Embedder; drafters: Drafter[]; judge?: Judge };

/**
 * Moves the pointer, then notes what the next build may take over. A kill between the two only costs that build some time.
 * The gate comes first: a release that fails it, or waits for a second person, is `held` for a reason, and what was live
 * stays live. A build that was overtaken by a newer one changes nothing and answers what is live.
 */
export async function publish(
  installation: string,
  { hash, parts, linkHosts }: { hash: string; parts: number; linkHosts: string[] },
  basis: Basis,
  deps: PublishDeps,
): Promise<{ releaseId: string; snapshot: string; held: string }> {
  const { record, embedder, drafters } = deps;
  const live = await record.liveRelease();
  const published = await record.knowledgeState('basis');
  if (live && published !== null && (JSON.parse(published) as Basis).at > basis.at)
    return { releaseId: live.id, snapshot: live.manifest.snapshot ?? hash, held: '' };
  // What an admin has set stays: a build changes the knowledge and what was ingested with it, nothing else.
  const base = live?.manifest ?? defaultManifest(installation);
  const manifest: ReleaseManifest = {
    ...base,
    snapshot: hash,
    snapshotParts: parts,
    policies: await allDocuments(record, 'policy'),
    linkHosts: [...new Set([...base.linkHosts, ...linkHosts])].sort(),
    models: { drafter: drafters[0]?.model ?? drafters[0]?.name ?? 'none', embedder: embedder.name },
  };
  const release = createRelease(manifest);
  const gate = live && live.id !== release.id && deps.judge ? await deps.judge(release, live) : null;
  const { held } = await record.publishRelease(release, gate);
  await record.setKnowledgeState('basis', JSON.stringify(basis));
  return { releaseId: release.id, snapshot: hash, held: held ?? '' };
}
