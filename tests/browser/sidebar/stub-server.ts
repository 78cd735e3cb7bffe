/** A stand-in for the Worker: the sidebar's page under its strict policy, its bundle, and a scripted `/v1`. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { EscalateResponse, PassageView, SuggestionEvent } from '#shared/api';
import type { AssistResponse } from '#shared/assist';
import { type ErrorCode, errorCodes } from '#shared/errors';
import type { Suggestion } from '#shared/suggestion';
import type { TicketContext } from '#shared/ticket-context';
import { helpdeskPage } from './mock-helpdesk.ts';

export type Request = { method: string; path: string; body: Record<string, unknown>; headers: IncomingMessage['headers'] };
/** `unless`: a field of the request's body that lets it pass. */
export type Failure = { code: ErrorCode; message: string; retryable: boolean; unless?: string };

/** What the stub does, set anew by each test. */
export type Script = {
  prepared: Suggestion | null;
  /** Events of one suggestion; a promise among them holds the stream until it settles; `cut` closes it early. */
  events: (request: Request, script: Script) => (SuggestionEvent | Promise<unknown> | 'cut')[];
  fail: Partial<Record<'suggest' | 'passage' | 'escalate' | 'feedback' | 'session' | 'assist', Failure>>;
  passages: Record<string, PassageView>;
  escalated: EscalateResponse;
  assisted: AssistResponse;
  context: TicketContext;
  tenure: string;
  /** Seconds the page's token lives. */
  tokenSeconds: number;
  withSession: boolean;
};

export type Stub = { origin: string; script: Script; requests: Request[]; values: Record<string, unknown>; width: number; close(): Promise<void> };

const nonce = 'c3R5bGUtbm9uY2U';
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'nonce-${nonce}'`,
  "connect-src 'self'",
  "img-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export async function startStub(assets: string, script: Script): Promise<Stub> {
  const server = createServer((req, res) => {
    void handle(req, res).catch(() => res.destroy());
  });

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = new URL(req.url ?? '/', 'http://stub').pathname;
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString();
    if (path === '/helpdesk') return send(res, 200, 'text/html', helpdeskPage(stub.values, stub.width));
    if (path === '/zendesk/sidebar') {
      res.setHeader('content-security-policy', policy);
      return send(res, 200, 'text/html', page(stub.script));
    }
    if (path.startsWith('/zendesk/')) return send(res, 200, 'text/javascript', await readFile(join(assets, path.slice('/zendesk/'.length))));
    if (!path.startsWith('/v1/')) return send(res, 404, 'text/plain', '');
    const request: Request = { method: req.method ?? '', path, body: raw ? JSON.parse(raw) : {}, headers: req.headers };
    stub.requests.push(request);
    await answer(request, res);
  }

  async function answer(request: Request, res: ServerResponse): Promise<void> {
    const { fail, prepared, passages, escalated } = stub.script;
    const { path } = request;
    const failure = fail[kindOf(path)];
    if (failure && !(failure.unless && failure.unless in request.body))
      return json(res, errorCodes[failure.code], { error: { ...failure, requestId: 'req_77' } });
    if (path.endsWith('/suggestion')) return found(res, prepared);
    if (path === '/v1/suggestions') return stream(request, res);
    if (path === '/v1/preferences') {
      if (request.method === 'PUT') stub.script.tenure = String(request.body.tenure);
      return json(res, 200, { tenure: stub.script.tenure });
    }
    if (path === '/v1/session') return json(res, 200, session(900, 'token-2'));
    if (path.startsWith('/v1/passages/')) return found(res, passages[decodeURIComponent(path.slice('/v1/passages/'.length))]);
    if (path.endsWith('/context')) return json(res, 200, stub.script.context);
    if (path.endsWith('/assist')) return json(res, 200, { ...stub.script.assisted, ability: request.body.ability });
    return json(res, 200, path.endsWith('/escalate') ? { ...escalated, note: request.body.note ?? escalated.note } : { ok: true });
  }

  async function stream(request: Request, res: ServerResponse): Promise<void> {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of stub.script.events(request, stub.script)) {
      if (event === 'cut') return void res.end();
      if (event instanceof Promise) await event;
      else res.write(`event: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);
    }
    res.end();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: Stub = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    script,
    requests: [],
    values: {},
    width: 320,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return stub;
}

const kinds = [
  [/^\/v1\/suggestions$/, 'suggest'],
  [/^\/v1\/passages\//, 'passage'],
  [/\/escalate$/, 'escalate'],
  [/\/assist$/, 'assist'],
  [/^\/v1\/feedback$/, 'feedback'],
  [/^\/v1\/session$/, 'session'],
] as const;
const kindOf = (path: string) => kinds.find(([pattern]) => pattern.test(path))?.[1] ?? ('none' as 'suggest');

const session = (seconds: number, token: string) => ({
  token,
  expiresAt: new Date(Date.now() + seconds * 1_000).toISOString(),
  user: { id: '9', name: 'Ana', role: 'agent' },
  installation: 'zendesk:demo',
});

const page = ({ tokenSeconds, withSession }: Script) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Deskgraph</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="sc-nonce" content="${nonce}">
${withSession ? `<script type="application/json" id="deskgraph-session">${JSON.stringify({ ...session(tokenSeconds, 'token-1'), baseUrl: '' })}</script>` : ''}
</head><body><div id="root"></div><script src="/zendesk/zaf_sdk.js"></script><script type="module" src="/zendesk/sidebar.js"></script></body></html>`;

function send(res: ServerResponse, status: number, type: string, body: string | Buffer): void {
  res.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  res.end(body);
}
const json = (res: ServerResponse, status: number, body: unknown) => send(res, status, 'application/json', JSON.stringify(body));
const found = (res: ServerResponse, body: unknown) => (body ? json(res, 200, body) : notFound(res));
const notFound = (res: ServerResponse) => json(res, 404, { error: { code: 'not_found', message: 'There is none.', requestId: 'req_1', retryable: false } });
