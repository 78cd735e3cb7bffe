/** A small HTTP server that answers like a vendor, keeps what it was asked, and breaks on demand. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = { status?: number; body: unknown; headers?: Record<string, string>; delayMs?: number; cut?: boolean };
export type Asked = { method: string; path: string; query: URLSearchParams; body: unknown; at: number; headers: IncomingMessage['headers']; status: number };

/**
 * `status`: answered in place of the content. `malformed`: not JSON. `shape`: JSON of another shape. `repeat`: the
 * content as it is, with the cursor that was sent. `hang`: the connection breaks off. `odd`: entries that are null or have no id among the others.
 */
export type Fault = {
  path: RegExp;
  kind: 'status' | 'malformed' | 'shape' | 'repeat' | 'hang' | 'odd';
  status?: number;
  retryAfter?: number;
  /** How often, from the `after`th matching request on. */
  times?: number;
  after?: number;
};

export type RecordedServer = {
  origin: string;
  asked: Asked[];
  faults: Fault[];
  close(): Promise<void>;
};

export type Route = (request: {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: IncomingMessage['headers'];
  fault: Fault | null;
  origin: string;
}) => Answer | Promise<Answer>;

export async function recordedServer(
  route: Route,
  options: { now?: () => number; rateHeaders?: (path: string) => Record<string, string> } = {},
): Promise<RecordedServer> {
  const asked: Asked[] = [];
  const faults: Fault[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString();
    const path = decodeURIComponent(url.pathname);
    const entry: Asked = {
      method: request.method ?? 'GET',
      path,
      query: url.searchParams,
      body: bodyOf(raw, request.headers['content-type'] ?? ''),
      at: options.now?.() ?? Date.now(),
      headers: request.headers,
      status: 0,
    };
    asked.push(entry);
    const fault = due(faults, `${path}${url.search}`);
    let answer: Answer;
    if (fault?.kind === 'status')
      answer = {
        status: fault.status ?? 500,
        body: { error: 'Fault', description: 'switched on' },
        headers: fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) },
      };
    else if (fault?.kind === 'malformed') answer = { body: '<html><body>Bad gateway</body></html>' };
    else if (fault?.kind === 'shape') answer = { body: { unexpected: true } };
    else if (fault?.kind === 'hang') return void response.destroy();
    else answer = await route({ ...entry, path, fault, origin });
    entry.status = answer.status ?? 200;
    const binary = answer.body instanceof Uint8Array;
    response.writeHead(entry.status, {
      'content-type': typeof answer.body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      ...options.rateHeaders?.(path),
      ...answer.headers,
    });
    response.end(binary || typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    asked,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** JSON as what it says; forms as they came. */
function bodyOf(raw: string, type: string): unknown {
  if (raw === '') return null;
  return type.includes('json') || /^[[{]/.test(raw) ? JSON.parse(raw) : raw;
}

function due(faults: Fault[], path: string): Fault | null {
  for (const fault of faults) {
    if (!fault.path.test(path)) continue;
    if ((fault.after ?? 0) > 0) {
      fault.after = (fault.after ?? 0) - 1;
      continue;
    }
    const left = fault.times ?? Number.POSITIVE_INFINITY;
    if (left <= 0) continue;
    fault.times = left - 1;
    return fault;
  }
  return null;
}

/** Entries nobody promised: null, no id, ids of the wrong kind. */
export const oddEntries = [null, {}, { id: null }, 'text', { id: { nested: true } }];

/** A clock that only sleeping moves: waits of minutes pass at once, and can be asserted. */
export function virtualTime(start = Date.UTC(2026, 2, 1)): {
  clock: { now(): number };
  sleep(ms: number): Promise<void>;
  slept: number[];
  advance(ms: number): void;
} {
  let now = start;
  const slept: number[] = [];
  return {
    clock: { now: () => now },
    slept,
    async sleep(ms) {
      slept.push(ms);
      now += ms;
    },
    advance(ms) {
      now += ms;
    },
  };
}
