/** JSON over HubSpot's REST API for one portal: paced, with a deadline, retries of what is safe to repeat, typed faults. */
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { SourceError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { RequestPacer } from '../../source-ports.ts';

const TIMEOUT_MS = 20_000;
const MAX_BODY_BYTES = 16_000_000;
/** A locked object asks for two seconds; longer pauses are the pacer's. */
const LOCK_MS = 2_000;

/** A marketplace app has 110 calls in 10 s for each portal, search 5 a second (and no headers that tell it). */
const limits = {
  account: { calls: 110, perMs: 10_000 },
  search: { calls: 5, perMs: 1_000 },
} as const;

export type HubspotClientOptions = {
  /** `https://api.hubapi.com`. */
  origin?: string;
  /** OAuth access token of the portal. */
  token: string;
  /** Another token in the place of one that HubSpot no longer takes (they live half an hour); null when an admin must connect again. */
  renew?: (stale: string) => Promise<string | null>;
  portalId: string;
  pacer: RequestPacer;
  clock: Clock;
  fetch?: typeof fetch;
};

export type HubspotClient = {
  get(path: string): Promise<Record<string, unknown>>;
  /** A search: a POST that changes nothing. Both throw `SourceError`. */
  search(path: string, body: unknown): Promise<Record<string, unknown>>;
  clock: Clock;
};

export function hubspotClient({
  origin = 'https://api.hubapi.com',
  token: given,
  renew,
  portalId,
  pacer,
  clock,
  fetch: send = (...a) => fetch(...a),
}: HubspotClientOptions): HubspotClient {
  let token = given;
  // Both calls change nothing, so a lost answer may be asked for again; a 429 is waited out by the pacer's next turn.
  const again = retry(
    handleWhen((e) => !(e instanceof SourceError) || e.fault === 'unavailable' || e.fault === 'rate_limited'),
    { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 2_000 }) },
  );

  async function once(limit: keyof typeof limits, method: string, path: string, body: unknown, renewed = false): Promise<Record<string, unknown>> {
    const sentWith = token;
    const lane = `hubspot ${portalId} ${limit}`;
    await pacer.turn(lane, limits[limit]);
    const response = await send(`${origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${sentWith}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    pacer.saw(lane, told(response));
    if (response.ok) return readObject(response);
    await response.body?.cancel();
    if (response.status === 401 && renew && !renewed) {
      // Another call may have renewed it meanwhile.
      const fresh = token === sentWith ? await renew(sentWith) : token;
      if (fresh !== null) {
        token = fresh;
        return once(limit, method, path, body, true);
      }
    }
    throw fault(response);
  }

  const call = async (limit: keyof typeof limits, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    try {
      return await again.execute(() => once(limit, method, path, body));
    } catch (error) {
      if (error instanceof SourceError) throw error;
      throw new SourceError('unavailable', 'HubSpot could not be reached. Reading goes on by itself.', { retryAfterMs: 10_000, cause: error });
    }
  };
  return { clock, get: (path) => call('account', 'GET', path), search: (path, body) => call('search', 'POST', path, body) };
}

function told({ status, headers }: Response): Parameters<RequestPacer['saw']>[1] {
  const number = (name: string): number | undefined => {
    const value = headers.get(name);
    return value !== null && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
  };
  if (status === 429 || status === 477) return { retryAfterMs: Math.max(1, number('retry-after') ?? 10) * 1_000 };
  if (status === 423) return { retryAfterMs: LOCK_MS };
  const calls = number('x-hubspot-ratelimit-max');
  const perMs = number('x-hubspot-ratelimit-interval-milliseconds');
  const remaining = number('x-hubspot-ratelimit-remaining');
  return { ...(calls === undefined ? {} : { calls }), ...(perMs === undefined ? {} : { perMs }), ...(remaining === undefined ? {} : { remaining }) };
}

function fault({ status, headers }: Response): SourceError {
  const retryAfterMs = Number(headers.get('retry-after') ?? 0) * 1_000 || 0;
  if (status === 401 || status === 403) return new SourceError('reconnect', 'HubSpot refused Deskgraph’s access. An admin must connect it again.');
  if (status === 404 || status === 410) return new SourceError('not_found', 'HubSpot does not have this, or not in this portal’s plan.');
  if (status === 409)
    return new SourceError('conflict', 'HubSpot could not answer because of a change under way. Reading goes on by itself.', { retryAfterMs });
  if (status === 429 || status === 477 || status === 423)
    return new SourceError('rate_limited', 'HubSpot asks for a pause. Reading goes on by itself afterwards.', {
      retryAfterMs: retryAfterMs || (status === 423 ? LOCK_MS : 10_000),
    });
  if (status >= 500) return new SourceError('unavailable', `HubSpot answered ${status}. Reading goes on by itself.`, { retryAfterMs: retryAfterMs || 10_000 });
  return new SourceError('malformed', `HubSpot did not take Deskgraph’s question (${status}).`);
}

async function readObject(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  if (text.length > MAX_BODY_BYTES) throw new SourceError('too_large', 'HubSpot sent more than Deskgraph reads at once.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SourceError('malformed', 'HubSpot sent a page that is not JSON.', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SourceError('malformed', 'HubSpot sent a page of another shape than documented.');
  return value as Record<string, unknown>;
}
