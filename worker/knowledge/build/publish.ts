import type { GateReport } from '#shared/governance';
import type { Release, ReleaseManifest } from '#shared/release';
import { defaultManifest } from '../../governance/default-release.ts';
import { createRelease } from '../../governance/release.ts';
import type { InstallationRecord, KnowledgeRecord } from '../../ports.ts';
import { allDocuments } from './read-documents.ts';
import type { Basis } from './step-context.ts';

/** What the live release was given by documents and the environment: the rest of it a person has decided. */
type Ingested = Pick<ReleaseManifest, 'policies' | 'linkHosts'> & Partial<Pick<ReleaseManifest, 'models'>>;
const INGESTED = 'ingested';

/** The gate: the built release, against the live one where there is one. */
export type Judge = (release: Release, live: Release | null) => Promise<GateReport>;
type PublishDeps = { record: InstallationRecord & KnowledgeRecord; models: ReleaseManifest['models']; judge?: Judge };

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
  const { record, models } = deps;
  const live = await record.liveRelease();
  const published = await record.knowledgeState('basis');
  if (live && published !== null && (JSON.parse(published) as Basis).at > basis.at)
    return { releaseId: live.id, snapshot: live.manifest.snapshot ?? hash, held: '' };
  // What people have decided stays: a build changes the knowledge, what was ingested with it, and what the environment changed.
  const base = live?.manifest ?? defaultManifest(installation);
  const ingested: Ingested = { policies: await allDocuments(record, 'policy'), linkHosts, models };
  const before = JSON.parse((await record.knowledgeState(INGESTED)) ?? 'null') as Ingested | null;
  const manifest: ReleaseManifest = {
    ...base,
    snapshot: hash,
    snapshotParts: parts,
    policies: changedSince(base.policies, before?.policies ?? (live ? ingested.policies : []), ingested.policies),
    linkHosts: [...new Set([...base.linkHosts, ...linkHosts.filter((host) => !before?.linkHosts.includes(host))])].sort(),
    models: {
      drafter: live && (before?.models?.drafter ?? models.drafter) === models.drafter ? base.models.drafter : models.drafter,
      embedder: models.embedder,
    },
  };
  const release = createRelease(manifest);
  const gate = live?.id !== release.id && deps.judge ? await deps.judge(release, live) : null;
  const { held } = await record.publishRelease(release, gate);
  // What waits is not in the live release: the next build must bring it again.
  if (held === null) await record.setKnowledgeState(INGESTED, JSON.stringify(ingested));
  await record.setKnowledgeState('basis', JSON.stringify(basis));
  return { releaseId: release.id, snapshot: hash, held: held ?? '' };
}

/** `live` with what the documents changed, added or took away since `before`; what they did not touch stays as it was decided. */
function changedSince(live: ReleaseManifest['policies'], before: ReleaseManifest['policies'], now: ReleaseManifest['policies']): ReleaseManifest['policies'] {
  const text = (list: ReleaseManifest['policies'], id: string): string => JSON.stringify(list.find((policy) => policy.id === id) ?? null);
  const touched = (id: string): boolean => text(before, id) !== text(now, id);
  const kept = live.filter(({ id }) => !touched(id));
  return [...kept, ...now.filter(({ id }) => touched(id))].sort((a, b) => (a.id < b.id ? -1 : 1));
}
