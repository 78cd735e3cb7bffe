/** Spaces calls evenly, so that in no window more than a share of the account's limit is ours, whatever came before. */
import { SourceError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { RequestPacer } from '../../source-ports.ts';

/** The limit is shared with all the customer's other tools. */
const SHARE = 0.3;
/** When others have used this much of a limit, the rest of its window is theirs. */
const RESERVE = 0.1;
/** A longer wait is the run's to make: it can sleep without holding a step. */
const MAX_HOLD_MS = 30_000;

type Lane = { calls: number; perMs: number /** When the last turn began. */; lastAt: number; nextAt: number; closedUntil: number };

export function evenPacer({
  clock,
  sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  share = SHARE,
  maxHoldMs = MAX_HOLD_MS,
}: {
  clock: Clock;
  sleep?: (ms: number) => Promise<void>;
  share?: number;
  maxHoldMs?: number;
}): RequestPacer {
  const lanes = new Map<string, Lane>();
  const lane = (limit: string, assumed = { calls: 60, perMs: 60_000 }): Lane => {
    const found = lanes.get(limit) ?? { ...assumed, lastAt: 0, nextAt: 0, closedUntil: 0 };
    lanes.set(limit, found);
    return found;
  };
  return {
    async turn(limit, assumed) {
      const at = lane(limit, assumed);
      const now = clock.now();
      const start = Math.max(now, at.nextAt, at.closedUntil);
      if (start - now > maxHoldMs)
        throw new SourceError('rate_limited', `The source asks for a pause of ${Math.ceil((start - now) / 1_000)} s. Reading goes on by itself afterwards.`, {
          retryAfterMs: start - now,
        });
      // Taken before waiting: two callers never get the same turn.
      at.lastAt = start;
      at.nextAt = start + at.perMs / (at.calls * share);
      if (start > now) await sleep(start - now);
    },
    saw(limit, { calls, perMs, remaining, resetMs, retryAfterMs }) {
      const at = lane(limit);
      if (calls !== undefined && calls > 0) at.calls = calls;
      if (perMs !== undefined && perMs > 0) at.perMs = perMs;
      // The next turn was set by what was assumed; the account may give more, or less.
      if (calls !== undefined || perMs !== undefined) at.nextAt = Math.max(at.lastAt + at.perMs / (at.calls * share), 0);
      const until = retryAfterMs ?? (remaining !== undefined && remaining <= at.calls * RESERVE ? (resetMs ?? at.perMs) : 0);
      at.closedUntil = Math.max(at.closedUntil, clock.now() + until);
    },
  };
}
