/** Runs of the pipeline that leave nothing behind: for the gate, for a replay, for the blast radius. */
import type { Release } from '#shared/release';
import type { Ticket } from '#shared/ticket';
import type { Platform } from '../compose.ts';
import type { Rehearsal } from '../governance/gate.ts';
import { type AssistResult, assistTicket } from '../pipeline/assist-ticket.ts';
import type { Capsule } from '../pipeline/capsule.ts';

type Subject = { ticket: Ticket; recalled?: undefined } | { recalled: Capsule; ticket?: undefined };

/** The whole run under a release, computed here and now. Throws `snapshot_missing` when the release's knowledge is gone. */
export async function runUnder(release: Release, subject: Subject, platform: Platform): Promise<AssistResult> {
  const knowledge = await platform.knowledge.load(platform.snapshots, release);
  const { installation } = release.manifest;
  const context = { installation, release, knowledge, reader: 'agent' as const, startedAt: platform.clock.now() };
  const run = assistTicket({ ...subject, context, suggestionId: 'sug_rehearsed', traceId: 'trc_rehearsed', attempt: 0, until: 'draft' }, platform);
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
  }
}

export const rehearsal =
  (platform: Platform): Rehearsal =>
  async (ticket, release) => {
    const started = performance.now();
    const { suggestion, trace } = await runUnder(release, { ticket }, platform);
    if (!suggestion) throw new Error('a rehearsal runs to its draft');
    return { suggestion, trace, milliseconds: performance.now() - started, costUsd: trace.costUsd };
  };
