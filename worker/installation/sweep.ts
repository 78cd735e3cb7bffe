/** The alarm's work: the inbox is the truth and the queue a wake-up, so whatever still lies here is woken again. */

import type { BuildParams, WakeUp } from '../env.ts';
import { nextCheckpointAt } from './checkpoints.ts';
import type { Database } from './database.ts';
import { hasPendingErasure, RETRY_MS, takeStalledErasure } from './erasures.ts';
import { forgetSettled, nextDueAt, nextForgottenAt, takeDueEvents } from './inbox.ts';
import { forgetExpired } from './request-keys.ts';
import { nextForgetAt } from './retention.ts';
import { building, silenceOf, takeSilentRuns } from './runs.ts';

const EVENTS_PER_SWEEP = 100;

type SweepEnv = { EVENTS: Queue<WakeUp>; BUILD: Workflow<BuildParams>; RUN_SILENT_MS?: string | undefined };

export async function sweep(db: Database, installation: string, env: SweepEnv, now: number): Promise<void> {
  forgetExpired(db, now);
  forgetSettled(db, now);
  const due = takeDueEvents(db, now, EVENTS_PER_SWEEP);
  // A queue that refuses is tried again by the next sweep: the events stay pending.
  if (due.length > 0) await env.EVENTS.sendBatch(due.map((event) => ({ body: { installation, eventId: event.id } }))).catch(() => undefined);
  const rebuild = takeStalledErasure(db, now);
  if (rebuild !== null) await env.BUILD.create({ id: rebuild, params: { installation, runId: rebuild } }).catch(() => undefined);
  for (const { id, reads, relearn } of takeSilentRuns(db, now, silenceOf(env)))
    await resume(env.BUILD, { installation, runId: id, reads, relearn }).catch(() => undefined);
}

/**
 * A workflow whose isolate died does not resume by itself under the local runtime; pausing it first makes it. One that
 * was never created, because the caller died right before, is created now.
 */
async function resume(build: Workflow<BuildParams>, params: BuildParams): Promise<void> {
  const instance = await build.get(params.runId).catch(() => null);
  if (!instance) {
    await build.create({ id: params.runId, params });
    return;
  }
  await instance.pause().catch(() => undefined);
  await instance.resume();
}

export function nextSweepAt(db: Database, now: number, env: Pick<SweepEnv, 'RUN_SILENT_MS'>): number | null {
  const due = nextDueAt(db);
  const run = building(db) ? now + silenceOf(env) + 1_000 : null;
  const erasing = hasPendingErasure(db) ? now + RETRY_MS : null;
  const settled = nextForgottenAt(db);
  // At most once an hour: the day is what counts.
  const forget = settled === null ? null : settled + 3_600_000;
  const times = [due, run, erasing, forget, nextForgetAt(db), nextCheckpointAt(db, now)].filter((at) => at !== null);
  return times.length > 0 ? Math.max(now + 500, Math.min(...times)) : null;
}
