/**
 * HubSpot's REST API for one portal as a person waits for it: short deadlines, retries of what is safe to repeat, a
 * breaker for each portal. Reading knowledge in the background has its own client, which waits longer.
 */
import { ConsecutiveBreaker, circuitBreaker, ExponentialBackoff, handleWhen, type IPolicy, isBrokenCircuitError, retry, wrap } from 'cockatiel';
import { AppError } from '../../errors.ts';

const TIMEOUT_MS = 8_000;
const MAX_BODY_BYTES = 5_000_000;
/** Longest pause that a request is held for; a locked object (423) asks for two seconds. */
const MAX_PAUSE_MS = 2_500;
const LOCK_MS = 2_000;
/** Not carried out, whatever the method: too many calls, locked object, portal on the move. */
const NOT_DONE: readonly number[] = [423, 429, 477];

export type HubspotRestOptions = {
  origin: string;
  token: string;
  portalId: string;
  /** The token that holds now, for one that HubSpot refused; null when an admin must connect again. */
  renew?: (stale: string) => Promise<string | null>;
  fetch?: typeof fetch;
  sleep?: (ms: number) => Promise<void>;
};

export type HubspotAnswer = { status: number; headers: Record<string, string>; text: string };
export type HubspotRest = {
  origin: string;
  /** The answer of a success, 207 included. Throws `AppError`: `not_found`, `conflict`, `rate_limited`, `upstream_failed`. */
  call(method: string, url: string, body?: string): Promise<HubspotAnswer>;
  get(path: string): Promise<Record<string, unknown>>;
  /** `changesNothing`: a POST that only reads, and may be repeated. */
  post(path: string, body: unknown, changesNothing?: boolean): Promise<Record<string, unknown>>;
  patch(path: string, body: unknown): Promise<Record<string, unknown>>;
};

class HttpFailure extends Error {
  readonly status: number;
  readonly said: string;
  constructor(status: number, said: string) {
    super(`HubSpot answered ${status}`);
    this.status = status;
    this.said = said;
  }
}

const isTransient = (error: unknown): boolean =>
  !(error instanceof AppError) && (!(error instanceof HttpFailure) || NOT_DONE.includes(error.status) || error.status >= 500);
const wasNotDone = (error: unknown): boolean => error instanceof HttpFailure && NOT_DONE.includes(error.status);

const policies = new Map<string, { read: IPolicy; write: IPolicy }>();

function policiesOf(portal: string): { read: IPolicy; write: IPolicy } {
  const known = policies.get(portal);
  if (known) return known;
  const breaker = circuitBreaker(
    handleWhen((e) => isTransient(e) && !wasNotDone(e)),
    { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(6) },
  );
  const again = (when: (e: unknown) => boolean) =>
    retry(
      handleWhen((e) => when(e) && !isBrokenCircuitError(e)),
      { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 150, maxDelay: 1_000 }) },
    );
  // A write whose answer is lost may have been carried out: the ledger decides whether it is tried again.
  const made = { read: wrap(again(isTransient), breaker), write: wrap(again(wasNotDone), breaker) };
  policies.set(portal, made);
  return made;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function hubspotRest({ origin, token: given, portalId, renew, fetch: send = (...a) => fetch(...a), sleep = wait }: HubspotRestOptions): HubspotRest {
  let token = given;
  async function once(method: string, url: string, body: string | undefined): Promise<HubspotAnswer> {
    const response = await send(url, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) {
      if (NOT_DONE.includes(response.status)) await sleep(Math.min(MAX_PAUSE_MS, pauseOf(response)));
      throw new HttpFailure(response.status, messageOf(text));
    }
    if (text.length > MAX_BODY_BYTES) throw new AppError('upstream_failed', 'HubSpot sent more than Deskgraph reads at once.');
    return { status: response.status, headers: Object.fromEntries(response.headers), text };
  }
  async function call(method: string, url: string, body?: string, changesNothing = method === 'GET'): Promise<HubspotAnswer> {
    const { read, write } = policiesOf(`${origin} ${portalId}`);
    const attempt = () => (changesNothing ? read : write).execute(() => once(method, url, body));
    try {
      return await attempt().catch(async (error: unknown) => {
        if (!renew || !(error instanceof HttpFailure && error.status === 401)) throw error;
        const fresh = await renew(token);
        if (fresh === null) throw error;
        token = fresh;
        return attempt();
      });
    } catch (cause) {
      throw toAppError(cause);
    }
  }
  const json = async (method: string, path: string, body?: unknown, changesNothing?: boolean): Promise<Record<string, unknown>> =>
    readObject((await call(method, `${origin}${path}`, body === undefined ? undefined : JSON.stringify(body), changesNothing)).text);
  return {
    origin,
    call: (method, url, body) => call(method, url, body),
    get: (path) => json('GET', path),
    post: (path, body, changesNothing = false) => json('POST', path, body, changesNothing),
    patch: (path, body) => json('PATCH', path, body),
  };
}

function pauseOf({ status, headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1_000;
  return status === 423 ? LOCK_MS : 300;
}

/** HubSpot's own sentence about a refused change, which names the field at fault. */
function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message.slice(0, 300) : '';
  } catch {
    return '';
  }
}

function readObject(text: string): Record<string, unknown> {
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('upstream_failed', 'HubSpot sent something that is not JSON.', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AppError('upstream_failed', 'HubSpot sent something of another shape than documented.');
  return value as Record<string, unknown>;
}

function toAppError(cause: unknown): unknown {
  if (cause instanceof AppError) return cause;
  if (!(cause instanceof HttpFailure)) return new AppError('upstream_failed', 'HubSpot could not be reached. Try again in a minute.', { cause });
  const { status, said } = cause;
  if (status === 401 || status === 403)
    return new AppError('upstream_failed', 'HubSpot refused Deskgraph’s access. An admin must connect it again.', { retryable: false, cause });
  if (status === 404 || status === 410) return new AppError('not_found', 'HubSpot has no such ticket; it may have been deleted or merged.', { cause });
  if (status === 409) return new AppError('conflict', 'This was changed in HubSpot in the meantime. Try again.', { retryable: true, cause });
  if (NOT_DONE.includes(status)) return new AppError('rate_limited', 'HubSpot asks for a pause. Try again in a minute.', { retryable: true, cause });
  if (status >= 500) return new AppError('upstream_failed', `HubSpot answered ${status}. Try again in a minute.`, { cause });
  return new AppError('conflict', `HubSpot does not take this change${said ? `: ${said}` : ''}.`, { retryable: false, cause });
}
