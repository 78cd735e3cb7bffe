/** What the clock sets off, for every installation; each part may fail without the others. */
import type { Platform } from '../compose.ts';
import { alarmsOf, tellOperator } from './alarms.ts';
import { readSlaHistory } from './read-sla-history.ts';
import { reconcile } from './reconcile.ts';
import { startReading } from './start-reading.ts';

export async function hourly(platform: Platform): Promise<void> {
  for (const id of await platform.directory.list()) {
    await platform
      .installation(id)
      .watchRelease()
      .catch(() => null);
    await reconcile(platform, id).catch(() => null);
    await readSlaHistory(platform, id).catch(() => null);
    for (const alarm of await alarmsOf(platform, id).catch(() => [])) tellOperator(alarm);
    // An installation that cannot be reached now is reached in the next hour.
    await startReading(platform, id, { relearn: true }).catch(() => null);
  }
}
