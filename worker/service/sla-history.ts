/** How long clocks of this account ran in the past, read hourly from its metric events, and what that says of one that runs now. */
import type { SlaClock, Ticket } from '#shared/ticket';
import type { Platform } from '../compose.ts';
import type { SlaEvent } from '../helpdesk-ports.ts';
import type { InstallationClient } from '../installation/record-client.ts';

type Metric = SlaClock['metric'];
export type SlaTimes = {
  /** Where to go on, in seconds since the epoch. */
  from: number;
  /** Moments in ms at which clocks started that have not ended yet. */
  started: Record<string, number>;
  /** Minutes that the newest ended clocks took. */
  took: Partial<Record<Metric, number[]>>;
};

const NOTE = 'sla_times';
const FIRST_DAYS = 30;
const MARGIN_SECONDS = 120;
/** Of a thousand events each; exports allow ten calls a minute, and the rest is read in the next hour. */
const MAX_PAGES = 3;
const KEPT = 300;
const MAX_STARTED = 2_000;
/** Fewer past clocks that ran this long tell nothing. */
const ENOUGH = 20;

export async function readSlaTimes(record: Pick<InstallationClient, 'setupNote'>): Promise<SlaTimes> {
  return JSON.parse((await record.setupNote(NOTE)) ?? '{"from":0,"started":{},"took":{}}') as SlaTimes;
}

/** Null when the installation is not connected or its helpdesk does not tell. Safe to repeat: an ended clock is counted once. */
export async function readSlaHistory(platform: Pick<Platform, 'installation' | 'account' | 'clock'>, installation: string): Promise<{ events: number } | null> {
  const record = platform.installation(installation);
  if ((await record.settings())?.platform !== 'zendesk' || (await record.secret('helpdesk_token')) === null) return null;
  const account = await platform.account(record);
  if (!account.slaEvents) return null;
  const newest = Math.floor(platform.clock.now() / 1_000) - MARGIN_SECONDS;
  let times = await readSlaTimes(record);
  let read = 0;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { events, next, more } = await account.slaEvents(times.from === 0 ? newest - FIRST_DAYS * 86_400 : Math.min(times.from, newest));
    times = { ...withEvents(times, events), from: next };
    read += events.length;
    await record.putSetupNote(NOTE, JSON.stringify(times));
    if (!more) break;
  }
  return { events: read };
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
