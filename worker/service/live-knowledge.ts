import type { Release } from '#shared/release';
import type { DegradedPart } from '#shared/suggestion';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import type { Knowledge } from '../knowledge/types.ts';

/** Where to look for a snapshot when the live release's is gone. */
const RELEASES_BACK = 5;

/** The live release's knowledge; when its snapshot cannot be read, that of the newest earlier release whose can. */
export async function knowledgeOf(
  live: Release,
  platform: Platform,
  record: Pick<InstallationClient, 'recentReleases'>,
): Promise<{ release: Release; knowledge: Knowledge; degraded: DegradedPart[] }> {
  try {
    return { release: live, knowledge: await platform.knowledge.load(platform.snapshots, live), degraded: [] };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'snapshot_missing') throw error;
    for (const release of (await record.recentReleases(RELEASES_BACK)).filter((r) => r.id !== live.id && r.manifest.snapshot !== null)) {
      const knowledge = await platform.knowledge.load(platform.snapshots, release).catch(() => null);
      const message = 'The current knowledge cannot be read; this answer rests on the release before it. Build the knowledge again.';
      if (knowledge) return { release, knowledge, degraded: [{ part: 'snapshot', message }] };
    }
    throw error;
  }
}
