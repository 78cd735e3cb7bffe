/** What an operator should hear of an installation: one line of the log an hour for as long as it lasts. Names and numbers, no content. */
import type { Platform } from '../compose.ts';
import { heldBuild } from './held-build.ts';
import { readConnection } from './setup/connection.ts';

export type Alarm = {
  alarm: 'dead_events' | 'late_events' | 'needs_reconnect' | 'held_build' | 'budget_near' | 'budget_exceeded' | 'webhooks_refused';
  installation: string;
  value: number;
  of?: number;
};

/** A line of JSON for whoever runs Deskgraph. */
export function tellOperator(alarm: Alarm): void {
  // biome-ignore lint/suspicious/noConsole: the log is how a Worker tells its operator
  console.warn(JSON.stringify(alarm));
}

/** The queue takes seconds, the sweep a minute, a helpdesk that asks for a pause longer. */
const LATE_MS = 10 * 60_000;

/** `value` is a count of events, seconds that the oldest one waits, or 1. */
export async function alarmsOf({ installation, clock }: Pick<Platform, 'installation' | 'clock'>, id: string): Promise<Alarm[]> {
  const record = installation(id);
  const [{ dead, waitingSince }, { needsReconnect }, live, budget] = await Promise.all([
    record.inboxBacklog(),
    readConnection(record),
    record.liveRelease(),
    record.budget(),
  ]);
  const late = waitingSince === null ? 0 : clock.now() - Date.parse(waitingSince);
  const values = {
    dead_events: dead,
    // Without access everything waits: that is told once.
    late_events: late > LATE_MS && !needsReconnect ? Math.round(late / 1_000) : 0,
    needs_reconnect: needsReconnect ? 1 : 0,
    held_build: (await heldBuild(record, live?.id ?? null)) === null ? 0 : 1,
    budget_near: budget.state === 'near' ? 1 : 0,
    budget_exceeded: budget.state === 'exceeded' ? 1 : 0,
  };
  return Object.entries(values).flatMap(([alarm, value]) => (value === 0 ? [] : [{ alarm: alarm as Alarm['alarm'], installation: id, value }]));
}
