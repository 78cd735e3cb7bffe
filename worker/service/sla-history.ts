/** How long clocks of this account ran in the past, and what that says of one that runs now. */
import type { SlaClock, Ticket } from '#shared/ticket';
import type { SlaEvent } from '../helpdesk-ports.ts';

type Metric = SlaClock['metric'];
export type SlaTimes = {
  /** Where to go on, in seconds since the epoch. */
  from: number;
  /** Moments in ms at which clocks started that have not ended yet. */
  started: Record<string, number>;
  /** Minutes that the newest ended clocks took. */
  took: Partial<Record<Metric, number[]>>;
};

export const SLA_NOTE = 'sla_times';
const KEPT = 300;
const MAX_STARTED = 2_000;
/** Fewer past clocks that ran this long tell nothing. */
const ENOUGH = 20;

export async function readSlaTimes(record: { setupNote(name: string): Promise<string | null> }): Promise<SlaTimes> {
  return JSON.parse((await record.setupNote(SLA_NOTE)) ?? '{"from":0,"started":{},"took":{}}') as SlaTimes;
}

/** Pure. An end whose start is not known, or was counted, is left out. */
export function withEvents({ from, started: before, took: kept }: SlaTimes, events: readonly SlaEvent[]): SlaTimes {
  const started = new Map(Object.entries(before));
  const took: Record<Metric, number[]> = {
    first_reply: [...(kept.first_reply ?? [])],
    next_reply: [...(kept.next_reply ?? [])],
    resolution: [...(kept.resolution ?? [])],
  };
  for (const { clock, metric, type, at } of events) {
    const start = started.get(clock);
    if (type === 'started') started.set(clock, start ?? at);
    else if (start !== undefined && at >= start) {
      took[metric].push(Math.round((at - start) / 60_000));
      started.delete(clock);
    }
  }
  const last = (minutes: number[]): number[] => minutes.slice(-KEPT);
  return {
    from,
    started: Object.fromEntries([...started].slice(-MAX_STARTED)),
    took: { first_reply: last(took.first_reply), next_reply: last(took.next_reply), resolution: last(took.resolution) },
  };
}

/**
 * Of past clocks of the metric that ran at least as long as this one has, the share that ran longer than this one may: an
 * empirical survival function, conditional on the time so far. Null where too few are known.
 */
export function riskOf(
  metric: Metric,
  ticket: Pick<Ticket, 'messages' | 'createdAt'>,
  { due, now, times }: { due: number; now: number; times: SlaTimes },
): number | null {
  const start = startOf(metric, ticket);
  if (Number.isNaN(start) || Number.isNaN(due)) return null;
  const minutes = (ms: number): number => (ms - start) / 60_000;
  const asLong = (times.took[metric] ?? []).filter((took) => took >= minutes(now));
  if (asLong.length < ENOUGH) return null;
  return asLong.filter((took) => took > minutes(due)).length / asLong.length;
}

/** A next reply is awaited since the first message that no agent has answered; the other clocks run from the beginning. */
function startOf(metric: Metric, { messages, createdAt }: Pick<Ticket, 'messages' | 'createdAt'>): number {
  if (metric !== 'next_reply') return Date.parse(createdAt ?? '');
  const answered = messages.findLastIndex((m) => m.role === 'agent' && m.public);
  return Date.parse(messages.slice(answered + 1).find((m) => m.role === 'requester')?.at ?? '');
}
