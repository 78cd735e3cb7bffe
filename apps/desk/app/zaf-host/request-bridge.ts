/** `client.request`: calls of an app, made by the host with the agent's session. */
import { isObject } from './protocol.ts';

export type Responded = { ok: boolean; responseArgs: unknown[] };
export type RequestBridge = (options: unknown) => Promise<Responded>;

export type BridgeOptions = {
  /** Where `/api/v2` of this account answers for the agent, e.g. `/desk/api/demo/agent`. */
  apiBase: string;
  /** Host name of the account, e.g. `demo.zendesk.com`: its absolute addresses are the account's own. */
  accountHost: string;
  fetch: typeof fetch;
};

/** Relative addresses and the account's own reach its REST API; other hosts only with `cors: true`, as there is no proxy here. */
export function createRequestBridge({ apiBase, accountHost, fetch: send }: BridgeOptions): RequestBridge {
  return async (input) => {
    const options = isObject(input) ? input : { url: String(input) };
    const target = toTarget(String(options.url ?? ''), apiBase, accountHost, options.cors === true);
    if (target === null) return failure(403, 'Forbidden', JSON.stringify({ error: 'The preview desk has no proxy for other hosts. Use cors: true.' }));
    const { url, init } = toFetch(target, options);
    try {
      const response = await send(url, init);
      return toResponded(response, await response.text(), options.httpCompleteResponse === true);
    } catch {
      return failure(0, 'error', '');
    }
  };
}

/** jQuery's options as `fetch` takes them: data goes into the query of a GET, into the body of anything else. */
function toFetch(target: string, options: Record<string, unknown>): { url: string; init: RequestInit } {
  const method = String(options.type ?? options.method ?? 'GET').toUpperCase();
  const headers = new Headers({ accept: 'application/json', ...(isObject(options.headers) ? (options.headers as Record<string, string>) : {}) });
  const { data } = options;
  if (data === undefined || data === null) return { url: target, init: { method, headers } };
  if (method === 'GET' || method === 'HEAD') return { url: `${target}${target.includes('?') ? '&' : '?'}${query(data)}`, init: { method, headers } };
  const contentType = String(options.contentType ?? 'application/x-www-form-urlencoded; charset=UTF-8');
  headers.set('content-type', contentType);
  const json = typeof data !== 'string' && contentType.includes('json');
  return { url: target, init: { method, headers, body: json ? JSON.stringify(data) : query(data) } };
}

function toTarget(url: string, apiBase: string, accountHost: string, cors: boolean): string | null {
  const own = `https://${accountHost}`;
  const path = url === own || url.startsWith(`${own}/`) ? url.slice(own.length) : url;
  if (path.startsWith('/')) {
    // Read as a browser would: `//host/…` and `/\host/…` look relative and are not, and `..` must not leave the API.
    if (!URL.canParse(path, own)) return null;
    const { host, pathname, search } = new URL(path, own);
    return host === accountHost && pathname.startsWith('/api/v2/') ? apiBase + pathname + search : null;
  }
  return cors && /^https?:\/\//i.test(path) ? path : null;
}

function toResponded(response: Response, text: string, complete: boolean): Responded {
  if (!response.ok) return failure(response.status, response.statusText, text);
  const json = parse(text);
  const answer = {
    status: response.status,
    statusText: response.statusText,
    responseText: text,
    responseJSON: json,
    headers: Object.fromEntries(response.headers),
  };
  return { ok: true, responseArgs: complete ? [answer] : [json ?? text, 'success', answer] };
}

/** Shaped like a failed jqXHR. */
function failure(status: number, statusText: string, responseText: string): Responded {
  return { ok: false, responseArgs: [{ status, statusText, responseText, responseJSON: parse(responseText) }, 'error', statusText] };
}

function query(data: unknown): string {
  return typeof data === 'string'
    ? data
    : new URLSearchParams(Object.entries(isObject(data) ? data : {}).map(([k, v]): [string, string] => [k, String(v)])).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
