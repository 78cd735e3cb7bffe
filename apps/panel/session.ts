/**
 * Keeps the bearer token fresh. A token lives for minutes and is renewed while it still holds; after twelve hours the
 * Worker renews no more, and the page has to be signed again.
 */
import type { SessionResponse } from '#shared/api';
import { isSessionOver } from './problem.ts';

/** Early enough for a slow network, late enough to renew a 15-minute token four or five times an hour. */
const leadMs = 2 * 60_000;
const retryMs = 15_000;
/** The Worker's own limit; kept here so that an open panel stops asking. */
const longestMs = 12 * 60 * 60_000;

export type Timers = { set(run: () => void, ms: number): unknown; clear(handle: unknown): void };

export type SessionOptions = {
  /** ISO 8601 `expiresAt`. */
  initial: { token: string; expiresAt: string };
  renew: () => Promise<Pick<SessionResponse, 'token' | 'expiresAt'>>;
  /** Called once, when no token can be had any more. */
  onEnded: () => void;
  now?: () => number;
  timers?: Timers;
};

export type Session = {
  token(): string;
  /** Renews at once when the token is close to its end: after sleep, timers come too late. */
  check(): void;
  stop(): void;
};

const realTimers: Timers = { set: (run, ms) => setTimeout(run, ms), clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>) };

export function createSession({ initial, renew, onEnded, now = Date.now, timers = realTimers }: SessionOptions): Session {
  const startedAt = now();
  let current = initial;
  let timer: unknown = null;
  let renewing = false;
  let over = false;

  const expiry = () => Date.parse(current.expiresAt);
  const schedule = (ms: number) => {
    timers.clear(timer);
    if (!over) timer = timers.set(() => void refresh(), Math.max(0, ms));
  };
  const end = () => {
    if (over) return;
    over = true;
    timers.clear(timer);
    onEnded();
  };

  async function refresh(): Promise<void> {
    if (over || renewing) return;
    if (now() >= expiry() || now() - startedAt >= longestMs) return end();
    renewing = true;
    try {
      const next = await renew();
      if (over) return;
      current = { token: next.token, expiresAt: next.expiresAt };
      schedule(expiry() - now() - leadMs);
    } catch (error) {
      if (isSessionOver(error)) end();
      else schedule(Math.min(retryMs, expiry() - now()));
    } finally {
      renewing = false;
    }
  }

  schedule(expiry() - now() - leadMs);
  return {
    token: () => current.token,
    check: () => {
      if (expiry() - now() <= leadMs) void refresh();
    },
    stop: () => {
      over = true;
      timers.clear(timer);
    },
  };
}
