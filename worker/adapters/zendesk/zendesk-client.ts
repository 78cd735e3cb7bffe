/** JSON over Zendesk's REST API for one account, with deadlines, retries of safe calls, and a breaker for each account. */
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, ExponentialBackoff, handleWhen, type IPolicy, retry, wrap } from 'cockatiel';
import { AppError } from '../../errors.ts';

const TIMEOUT_MS = 8_000;
const MAX_BODY_BYTES = 5_000_000;
/** Longest wait that a request is held for when Zendesk says "not now". */
const MAX_RETRY_AFTER_MS = 5_000;

/** What Zendesk answered when it was not a success. */
class HttpFailure extends Error {
  readonly status: number;
  readonly retryAfterMs: number;
  constructor(status: number, retryAfterMs: number) {
    super(`Zendesk answered ${status}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

const isTransient = (error: unknown): boolean =>
  !(error instanceof AppError) && (!(error instanceof HttpFailure) || error.status === 429 || error.status >= 500);

const policies = new Map<string, { read: IPolicy; write: IPolicy }>();
function policiesOf(account: string) {
  let kept = policies.get(account);
  if (!kept) {
    const breaker = circuitBreaker(
      handleWhen((e) => isTransient(e) && !(e instanceof HttpFailure && e.status === 429)),
      { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) },
    );
    const again = (when: (e: unknown) => boolean) =>
      retry(
        handleWhen((e) => when(e) && !(e instanceof BrokenCircuitError)),
        { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 2_000 }) },
      );
    // A write that got an answer of 429 was not carried out; any other failure leaves that open, and the ledger decides.
    kept = {
      read: wrap(again(isTransient), breaker),
      write: wrap(
        again((e) => e instanceof HttpFailure && e.status === 429),
        breaker,
      ),
    };
    policies.set(account, kept);
  }
  return kept;
}

export type ZendeskClient = {
  /** Throws `AppError`: `not_found`, `conflict` (changed meanwhile), `rate_limited`, `forbidden` (token), `upstream_failed`. */
  get<T>(path: string): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Deletes; what is gone already counts as deleted. */
  remove(path: string): Promise<void>;
};

export type ZendeskClientOptions = {
  /** May hold a path prefix. */
  origin: string;
  /** OAuth access token. */
  token: string;
  /** Another token in the place of one that Zendesk no longer takes; null when an admin must connect again. */
  renew?: (stale: string) => Promise<string | null>;
  /** Sent with every call, such as the marketplace's. */
  headers?: Record<string, string>;
  fetch?: typeof fetch;
  maxBodyBytes?: number;
};

export function zendeskClient(options: ZendeskClientOptions): ZendeskClient {
  const { origin, renew, headers = {}, fetch: send = (...a) => fetch(...a), maxBodyBytes = MAX_BODY_BYTES } = options;
  let { token } = options;

  async function once<T>(method: string, path: string, body: unknown, renewed = false): Promise<T> {
    const sentWith = token;
    const response = await send(`${origin}${path}`, {
      method,
      headers: {
        ...headers,
        authorization: `Bearer ${sentWith}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 204) return undefined as T;
    if (response.ok) return readJson<T>(response, maxBodyBytes);
    await response.body?.cancel();
    // A request that was refused did nothing, so it is safe to send again.
    if (response.status === 401 && !renewed && (await renewToken(sentWith))) return once<T>(method, path, body, true);
    const failure = new HttpFailure(response.status, Number(response.headers.get('retry-after') ?? 0) * 1_000);
    if (failure.status === 429 && failure.retryAfterMs > 0 && failure.retryAfterMs <= MAX_RETRY_AFTER_MS)
      await new Promise((r) => setTimeout(r, failure.retryAfterMs));
    throw failure;
  }
  /** True when there is another token than the one that was refused; another call may have fetched it meanwhile. */
  async function renewToken(refused: string): Promise<boolean> {
    if (token === refused) token = (await renew?.(refused)) ?? refused;
    return token !== refused;
  }
  async function call<T>(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const { read, write } = policiesOf(origin);
    try {
      return await (method === 'GET' ? read : write).execute(() => once<T>(method, path, body));
    } catch (cause) {
      throw toAppError(cause);
    }
  }
  return {
    get: (path) => call('GET', path),
    put: (path, body) => call('PUT', path, body),
    post: (path, body) => call('POST', path, body),
    remove: async (path) => {
      await call('DELETE', path).catch((error: unknown) => {
        if (!(error instanceof AppError && error.code === 'not_found')) throw error;
      });
    },
  };
}

async function readJson<T>(response: Response, maxBodyBytes: number): Promise<T> {
  const text = await response.text();
  if (text === '') return undefined as T;
  if (text.length > maxBodyBytes) throw new AppError('upstream_failed', 'The helpdesk sent more than Deskgraph reads at once.');
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new AppError('upstream_failed', 'The helpdesk sent something that is not JSON.', { cause });
  }
}

function toAppError(cause: unknown): unknown {
  if (cause instanceof AppError) return cause;
  if (!(cause instanceof HttpFailure)) return new AppError('upstream_failed', 'The helpdesk could not be reached. Try again in a minute.', { cause });
  // An account that was renamed or suspended answers with another address; the token goes to none that was not granted.
  if (cause.status >= 300 && cause.status < 400)
    return new AppError('upstream_failed', 'The helpdesk has moved to another address, or is closed. An admin must connect it again.', {
      retryable: false,
      cause,
    });
  switch (cause.status) {
    case 401:
    case 403:
      return new AppError('upstream_failed', 'The helpdesk refused Deskgraph’s access. An admin must connect it again.', { retryable: false, cause });
    case 404:
    case 410:
      return new AppError('not_found', 'The helpdesk has no such ticket; it may have been deleted or merged.', { cause });
    case 409:
      return new AppError('conflict', 'The ticket was changed in the meantime. Reload it and try again.', { retryable: true, cause });
    case 422:
      return new AppError('conflict', 'The helpdesk does not take this change; the ticket may be closed.', { cause });
    case 429:
      return new AppError('rate_limited', 'The helpdesk asks for a pause. Try again in a minute.', {
        retryable: true,
        retryAfterMs: cause.retryAfterMs,
        cause,
      });
    default:
      return new AppError('upstream_failed', `The helpdesk answered ${cause.status}. Try again in a minute.`, { cause });
  }
}
