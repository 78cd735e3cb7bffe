/** What the console asks of the Worker, with the page's session. */
import type { ErrorBody } from '#shared/errors';
import type { ConnectedSource } from '#shared/knowledge-api';
import type { RemovalReport, SetupChange, SetupView } from '#shared/setup';
import type { Translation } from './translate.ts';

export class ConsoleError extends Error {
  readonly requestId: string | null;
  constructor(message: string, requestId: string | null) {
    super(message);
    this.name = 'ConsoleError';
    this.requestId = requestId;
  }
}

export type ConsoleApi = {
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: object): Promise<T>;
  /** What the browser saves as a file. */
  download(path: string, name: string): Promise<void>;
  setup(): Promise<SetupView>;
  change(change: SetupChange): Promise<SetupView>;
  repair(): Promise<SetupView>;
  /** Reads the account's own sources at once, as the hourly run would. */
  readNow(): Promise<void>;
  disconnect(): Promise<RemovalReport>;
  /** A fresh token for the session; throws when the session has lasted too long. */
  renew(): Promise<{ token: string; expiresAt: string }>;
};

/** `token` answers the bearer token that holds now; `t` says what the Worker could not. */
export function createConsoleApi(baseUrl: string, token: () => string, t: Translation['t']): ConsoleApi {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token()}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new ConsoleError(t('error.unreachable'), null);
    });
    const answer = (await response.json().catch(() => null)) as (T & Partial<ErrorBody>) | null;
    if (response.ok && answer !== null) return answer;
    throw new ConsoleError(answer?.error?.message ?? t('error.silent', { status: response.status }), answer?.error?.requestId ?? null);
  }
  return {
    get: (path) => call('GET', path),
    send: call,
    async download(path, name) {
      const response = await fetch(`${baseUrl}${path}`, { headers: { authorization: `Bearer ${token()}` } }).catch(() => null);
      if (!response?.ok) throw new ConsoleError(t('error.file'), null);
      const link = document.createElement('a');
      Object.assign(link, { href: URL.createObjectURL(await response.blob()), download: name });
      link.click();
      URL.revokeObjectURL(link.href);
    },
    setup: () => call('GET', '/v1/setup'),
    change: (change) => call('PUT', '/v1/setup', change),
    repair: () => call('POST', '/v1/setup/repair', {}),
    async readNow() {
      const { items } = await call<{ items: ConnectedSource[] }>('GET', '/v1/knowledge/sources');
      const source = items.find(({ kind, paused }) => kind === 'zendesk' && !paused);
      if (!source) throw new ConsoleError(t('error.noSource'), null);
      await call('POST', `/v1/knowledge/sources/${encodeURIComponent(source.id)}/read`, {});
    },
    disconnect: () => call('POST', '/v1/setup/disconnect', {}),
    renew: () => call('POST', '/v1/session', {}),
  };
}
