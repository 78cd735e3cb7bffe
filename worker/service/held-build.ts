import type { InstallationClient } from '../installation/record-client.ts';

/** Why the newest build is not live; null when it is, when a person has decided otherwise since, or when there is none. */
export async function heldBuild(record: Pick<InstallationClient, 'runs' | 'proposalList'>, liveReleaseId: string | null): Promise<string | null> {
  const [newest] = await record.runs(1, 0);
  if (newest?.state !== 'held' || newest.releaseId === liveReleaseId) return null;
  const waiting = (await record.proposalList()).some((p) => p.releaseId === newest.releaseId && p.state !== 'live' && p.state !== 'retired');
  return waiting ? newest.step : null;
}
