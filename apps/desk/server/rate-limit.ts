/** Zendesk's documented limits, counted in windows that begin with their first call. */
export type Limit = { calls: number; windowMs: number };

/** Requests of one account on the Enterprise Plus plan. */
export const accountLimit: Limit = { calls: 2_500, windowMs: 60_000 };
/** Updates of one ticket by one user. */
export const ticketUpdateLimit: Limit = { calls: 30, windowMs: 10 * 60_000 };

export type RateLimiter = ReturnType<typeof createRateLimiter>;

export function createRateLimiter(now: () => number) {
  const windows = new Map<string, { from: number; calls: number }>();
  return {
    /** Counts one call of `key`; `retryAfter` is in seconds, null while the call is within the limit. */
    count(key: string, limit: Limit): { remaining: number; resetSeconds: number; retryAfter: number | null } {
      const at = now();
      const known = windows.get(key);
      const window = known && at - known.from < limit.windowMs ? known : { from: at, calls: 0 };
      window.calls++;
      windows.set(key, window);
      if (windows.size > 10_000) for (const [k, w] of windows) if (at - w.from >= limit.windowMs) windows.delete(k);
      const resetSeconds = Math.max(1, Math.ceil((window.from + limit.windowMs - at) / 1_000));
      return { remaining: Math.max(0, limit.calls - window.calls), resetSeconds, retryAfter: window.calls > limit.calls ? resetSeconds : null };
    },
  };
}
