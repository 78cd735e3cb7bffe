/** Reads Zendesk in bulk: paced by the limits its answers tell, with time and room for large pages, and typed faults. */
import { AppError, SourceError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { RequestPacer } from '../../source-ports.ts';
import { zendeskClient } from './zendesk-client.ts';

/** Exports of a thousand tickets take tens of seconds. */
const TIMEOUT_MS = 40_000;
/** A page of this size and its objects fit into an isolate beside a snapshot. */
const MAX_PAGE_BYTES = 16_000_000;

/** Lowest plan until an answer tells more: 200 a minute; incremental exports have 10 a minute for themselves. */
const limits = {
  support: { calls: 200, perMs: 60_000 },
  help_center: { calls: 200, perMs: 60_000 },
  incremental: { calls: 10, perMs: 60_000 },
} as const;
export type ZendeskLimit = keyof typeof limits;

export type ZendeskReaderOptions = {
  /** `https://<subdomain>.zendesk.com`; of a brand, for that brand's help centre. */
  origin: string;
  /** OAuth access token of an admin with broad `read`. */
  token: string;
  /** Another token in the place of one that Zendesk no longer takes; null when an admin must connect again. */
  renew?: (stale: string) => Promise<string | null>;
  /** Sent with every call, such as the marketplace's. */
  headers?: Record<string, string>;
  pacer: RequestPacer;
  clock: Clock;
  fetch?: typeof fetch;
};

export type ZendeskReader = {
  /** The answer as an object. Throws `SourceError`. */
  get(path: string, limit: ZendeskLimit): Promise<Record<string, unknown>>;
  clock: Clock;
};

export function zendeskReader({ origin, token, renew, headers = {}, pacer, clock, fetch: send = (...a) => fetch(...a) }: ZendeskReaderOptions): ZendeskReader {
  const readerFor = (limit: ZendeskLimit) =>
    zendeskClient({
      origin,
      token,
      headers,
      ...(renew ? { renew } : {}),
      maxBodyBytes: MAX_PAGE_BYTES,
      fetch: async (url, init) => {
        const account = `${origin} ${limit}`;
        await pacer.turn(account, limits[limit]);
        const response = await send(url as string, { ...(init as RequestInit), signal: AbortSignal.timeout(TIMEOUT_MS) });
        pacer.saw(account, told(response, limit));
        return response.ok ? new Response(await readAtMost(response, MAX_PAGE_BYTES), { status: response.status }) : response;
      },
    });
  const clients = { support: readerFor('support'), help_center: readerFor('help_center'), incremental: readerFor('incremental') };
  return {
    clock,
    async get(path, limit) {
      let answer: unknown;
      try {
        answer = await clients[limit].get<unknown>(path);
      } catch (error) {
        throw toSourceError(error);
      }
      if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
        throw new SourceError('malformed', 'Zendesk sent a page of another shape than documented.');
      return answer as Record<string, unknown>;
    },
  };
}

function told({ status, headers }: Response, limit: ZendeskLimit): Parameters<RequestPacer['saw']>[1] {
  const number = (name: string): number | undefined => {
    const value = headers.get(name);
    return value !== null && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
  };
  if (status === 429) return { retryAfterMs: Math.max(1, number('retry-after') ?? 60) * 1_000 };
  if (limit === 'incremental') {
    // The endpoint's own limit: `Zendesk-RateLimit-<name>: total=10; remaining=7; resets=33`.
    for (const [name, value] of headers as unknown as Iterable<[string, string]>) {
      const own = name.startsWith('zendesk-ratelimit-') ? /total=(\d+)\s*;\s*remaining=(\d+)\s*;\s*resets=(\d+)/.exec(value) : null;
      if (own) return { calls: Number(own[1]), remaining: Number(own[2]), resetMs: Number(own[3]) * 1_000 };
    }
    return {};
  }
  const calls = number('x-rate-limit') ?? number('ratelimit-limit');
  const remaining = number('x-rate-limit-remaining') ?? number('ratelimit-remaining');
  const reset = number('ratelimit-reset');
  return {
    ...(calls === undefined ? {} : { calls, perMs: 60_000 }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(reset === undefined ? {} : { resetMs: reset * 1_000 }),
  };
}

async function readAtMost(response: Response, bytes: number): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > bytes) throw new SourceError('too_large', `Zendesk sent a page of more than ${bytes / 1_000_000} MB.`);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole.buffer;
}

function toSourceError(error: unknown): unknown {
  if (error instanceof SourceError || !(error instanceof AppError)) return error;
  const cause = error.cause as { status?: number; retryAfterMs?: number } | undefined;
  const retryAfterMs = cause?.retryAfterMs ?? 0;
  switch (cause?.status) {
    case 401:
    case 403:
      return new SourceError('reconnect', 'Zendesk refused Deskgraph’s access. An admin must connect it again.', { cause: error });
    case 404:
    case 410:
      return new SourceError('not_found', 'Zendesk does not have this, or not in this account’s plan.', { cause: error });
    case 409:
    case 422:
      return new SourceError('conflict', 'Zendesk could not answer because of a change under way. Reading goes on by itself.', { retryAfterMs, cause: error });
    case 429:
      return new SourceError('rate_limited', 'Zendesk asks for a pause. Reading goes on by itself afterwards.', {
        retryAfterMs: retryAfterMs || 60_000,
        cause: error,
      });
    default:
      if (error.cause instanceof SyntaxError) return new SourceError('malformed', 'Zendesk sent a page that is not JSON.', { cause: error });
      return new SourceError('unavailable', error.message, { retryAfterMs: 10_000, cause: error });
  }
}
