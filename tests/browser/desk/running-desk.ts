/** The desk's own Worker, and before it a server in the place of Deskgraph's: forwards `/desk/`, serves the test app, takes webhooks. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importSPKI, type JWTPayload, jwtVerify } from 'jose';
import { buildTestApp } from './test-app.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const secret = 'a webhook secret';

export type ReceivedWebhook = { body: { type: string; ticket: { id: string; updated_at: string } }; valid: boolean; invocation: string };

export type RunningDesk = {
  origin: string;
  /** Address of the desk's Worker itself. */
  inner: string;
  token: string;
  webhooks: ReceivedWebhook[];
  /** Claims of the pages that were opened, in order. */
  pages: JWTPayload[];
  /** Statuses with which the next webhooks are answered; 202 when none is left. */
  webhookAnswers: number[];
  /** Called for each webhook that was accepted. */
  onWebhook: ((webhook: ReceivedWebhook) => void) | null;
  stop(): Promise<void>;
};

export async function startDesk(): Promise<RunningDesk> {
  const app = await buildTestApp();
  const home = mkdtempSync(join(tmpdir(), 'desk-'));
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const publicKey = await importSPKI(keys.publicKey, 'RS256');
  writeFileSync(join(home, 'env'), `DEV_APP_PRIVATE_KEY="${keys.privateKey.replaceAll('\n', '\\n')}"\n`);
  const deskPort = await freePort();
  const worker = spawnDesk(deskPort, home);
  const inner = `http://localhost:${deskPort}`;

  const desk: RunningDesk = { origin: '', inner, token: 'a bearer token', webhooks: [], pages: [], webhookAnswers: [], onWebhook: null, stop };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', desk.origin);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (url.pathname === '/test-app/sdk.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(app.sdk);
    if (url.pathname === '/zendesk/sidebar' && request.method === 'POST') {
      const { payload } = await jwtVerify(new URLSearchParams(body.toString()).get('token') ?? '', publicKey, { algorithms: ['RS256'] });
      desk.pages.push(payload);
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(app.page);
    }
    if (url.pathname.startsWith('/webhooks/')) return void response.writeHead(takeWebhook(request, body.toString())).end();
    const answered = await fetch(inner + (request.url ?? ''), {
      method: request.method ?? 'GET',
      headers: forwarded(request),
      redirect: 'manual',
      ...(body.length > 0 ? { body } : {}),
    });
    response.writeHead(answered.status, {
      'content-type': answered.headers.get('content-type') ?? 'text/plain',
      ...Object.fromEntries(
        ['content-security-policy', 'retry-after'].flatMap((name) => (answered.headers.has(name) ? [[name, answered.headers.get(name)]] : [])),
      ),
    });
    response.end(Buffer.from(await answered.arrayBuffer()));
  }

  function takeWebhook(request: IncomingMessage, body: string): number {
    const timestamp = String(request.headers['x-zendesk-webhook-signature-timestamp']);
    const signature = createHmac('sha256', secret)
      .update(timestamp + body)
      .digest('base64');
    const webhook = {
      body: JSON.parse(body),
      valid: signature === request.headers['x-zendesk-webhook-signature'],
      invocation: String(request.headers['x-zendesk-webhook-invocation-id']),
    };
    desk.webhooks.push(webhook);
    const status = desk.webhookAnswers.shift() ?? 202;
    if (status < 300) desk.onWebhook?.(webhook);
    return status;
  }

  async function stop(): Promise<void> {
    server.closeAllConnections();
    server.close();
    const ended = worker.exitCode === null ? once(worker, 'exit') : null;
    if (worker.pid) process.kill(-worker.pid, 'SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  }

  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  desk.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  while (!(await fetch(`${inner}/desk/api/installations`).catch(() => null))) {
    if (worker.exitCode !== null) throw new Error('the desk did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await post(`${desk.origin}/desk/api/installations`, {
    id: 'demo',
    name: 'Brightloom',
    webhookSecret: secret,
    webhookUrl: `${desk.origin}/webhooks/zendesk/demo`,
    token: desk.token,
  });
  return desk;
}

function spawnDesk(port: number, home: string): ChildProcess {
  const args = ['dev', '-c', 'apps/desk/wrangler.toml', '--port', String(port), '--ip', 'localhost', '--inspector-port', '0', '--env-file', join(home, 'env')];
  args.push('--persist-to', join(home, 'state'), '--show-interactive-dev-session=false', '--log-level', 'error');
  return spawn(process.execPath, [join(root, 'node_modules/wrangler/bin/wrangler.js'), ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
  });
}

/** Headers that mean something to the desk; the origin becomes the desk's own, as with a service binding. */
function forwarded(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of ['authorization', 'content-type', 'accept']) if (request.headers[name]) headers[name] = String(request.headers[name]);
  return headers;
}

export async function post(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}
