/**
 * Connected sources, end to end: the bundled Worker in workerd with its Workflow, over servers that answer as Zendesk,
 * HubSpot and a web help centre document. Everything is asked for and seen through the API.
 */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IngestRun } from '#shared/api';
import type { ConnectedSource, DocumentRow, EdgeRow, NodeRow, Page } from '#shared/knowledge-api';
import type { Suggestion } from '#shared/suggestion';
import { issueSession } from '../../worker/http/session-token.ts';
import { type BundledWorker, bundleWorker, hostBundled, startBundled } from '../benches/bundled-worker.ts';
import { type HelpCentreServer, helpCentreData, helpCentreServer, rebuildSitemaps, webPage } from '../servers/help-centre-server.ts';
import { type HubspotServer, hubspotData, hubspotServer } from '../servers/hubspot-server.ts';
import { zendeskData } from '../servers/zendesk-data.ts';
import { type ZendeskServer, zendeskServer } from '../servers/zendesk-server.ts';
import { testVariables } from '../worker/support/variables.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskgraph-reading-'));
const TOKEN = 'a-token-of-the-tests';
const WEBHOOK_SECRET = 'a-webhook-secret-of-the-tests';
let worker: Miniflare;
let origin = '';
let zendesk: ZendeskServer;
let hubspot: HubspotServer;
let site: HelpCentreServer;

beforeAll(async () => {
  const account = zendeskData();
  account.articles.splice(25);
  account.tickets.splice(60);
  account.ticket_events.splice(120);
  zendesk = await zendeskServer(account, { token: TOKEN, exportsAMinute: 6_000, callsAMinute: 6_000 });
  const portal = hubspotData();
  portal.tickets.splice(8);
  hubspot = await hubspotServer(portal);
  const pages = helpCentreData();
  for (const path of Object.keys(pages.pages).slice(4)) delete pages.pages[path];
  rebuildSitemaps(pages);
  site = await helpCentreServer(pages);
  bundleWorker(join(folder, 'bundle'));
  const port = await freePort();
  origin = `http://localhost:${port}`;
  worker = await hostBundled(join(folder, 'bundle'), join(folder, 'state'), port, {
    PUBLIC_URL: 'http://localhost',
    HUBSPOT_CLIENT_ID: 'client',
    HUBSPOT_CLIENT_SECRET: 'client-secret',
    HUBSPOT_API_URL: hubspot.origin,
  });
}, 120_000);
afterAll(async () => {
  await worker?.dispose();
  for (const server of [zendesk, hubspot, site]) await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

type Call = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<{ status: number; json: T }>;
const caller =
  (token: string, at = origin): Call =>
  async <T>(method: string, path: string, body?: unknown) => {
    const response = await fetch(`${at}${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as T };
  };

/** Waits for the run's end; `seen` gets what it said on the way. */
async function ended(call: Call, id: string, seen: IngestRun[] = []): Promise<IngestRun> {
  for (;;) {
    const { json } = await call<IngestRun>('GET', `/v1/ingest/runs/${id}`);
    seen.push(json);
    if (json.state === 'published' || json.state === 'failed') return json;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
const newestRun = async (call: Call): Promise<IngestRun> => (await call<Page<IngestRun>>('GET', '/v1/knowledge/runs?limit=1')).json.items[0] as IngestRun;
async function read(call: Call, source: string, seen: IngestRun[] = []): Promise<IngestRun> {
  const started = await call<IngestRun>('POST', `/v1/knowledge/sources/${source}/read`, {});
  expect(started.status).toBe(202);
  return ended(call, started.json.id, seen);
}
let asked = 0;
const ask = async (call: Call, text: string): Promise<Suggestion> => {
  const ticket = { id: `9${asked++}`, subject: '', messages: [{ id: 'm1', role: 'requester', at: '2026-03-01T10:00:00Z', text }] };
  return (await call<Suggestion>('POST', '/v1/suggestions', { ticket })).json;
};
const ids = async (call: Call, kind: string): Promise<string[]> => {
  const found: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { json }: { json: Page<DocumentRow> } = await call<Page<DocumentRow>>('GET', `/v1/knowledge/documents?kind=${kind}&limit=100${at}`);
    found.push(...json.items.map(({ id }) => id));
    cursor = json.next;
  }
  return found;
};

async function zendeskInstallation(name: string, at = origin): Promise<Call> {
  const given = { id: name, name, helpdeskUrl: zendesk.origin, helpdeskToken: TOKEN, webhookSecret: WEBHOOK_SECRET };
  await caller('', at)('POST', '/v1/local/installations', given);
  return caller((await caller('', at)<{ token: string }>('POST', '/v1/local/token', { installation: name })).json.token, at);
}

/** An event of the account, as Zendesk signs it. */
async function articleEvent(name: string, article: number): Promise<number> {
  const body = JSON.stringify({
    type: 'zen:event-type:article.published',
    account_id: 42,
    id: '01',
    time: new Date().toISOString(),
    detail: { id: String(article) },
  });
  const at = new Date().toISOString();
  const headers = {
    'content-type': 'application/json',
    'x-zendesk-webhook-signature-timestamp': at,
    'x-zendesk-webhook-signature': createHmac('sha256', WEBHOOK_SECRET).update(`${at}${body}`).digest('base64'),
  };
  return (await fetch(`${origin}/webhooks/zendesk/${name}`, { method: 'POST', headers, body })).status;
}

describe('a Zendesk account', () => {
  let call: Call;
  let first: IngestRun;

  test('is connected and read to a live release, with progress on the way, and answered from', async () => {
    call = await zendeskInstallation('reading');
    // One call is refused, and the pause it asks for is made.
    zendesk.faults.push({ path: /help_center\/sections/, kind: 'status', status: 429, retryAfter: 1, times: 1 });
    expect((await call('PUT', '/v1/knowledge/sources/support', { kind: 'zendesk', config: {} })).status).toBe(201);
    const seen: IngestRun[] = [];
    first = await read(call, 'support', seen);
    expect(first).toMatchObject({ state: 'published', error: null });
    expect(first.read).toMatchObject({ support: expect.any(Number) });
    expect(seen.some(({ step }) => /reading support: \d+ documents/.test(step))).toBe(true);
    expect(seen.map(({ progress }) => progress)).toEqual(seen.map(({ progress }) => progress).toSorted((a, b) => a - b));
    const refused = zendesk.asked.findIndex(({ status }) => status === 429);
    const [before, after] = [zendesk.asked[refused], zendesk.asked.slice(refused + 1).find(({ path }) => path.includes('sections'))];
    expect((after?.at ?? 0) - (before?.at ?? 0)).toBeGreaterThanOrEqual(1_000);

    const suggestion = await ask(call, 'How do I change setting 12? I am signed in and cannot find number 12.');
    expect(suggestion.articles[0]).toMatchObject({ id: '360000000012', url: expect.stringContaining('acme.zendesk.com') });
    expect(suggestion.draft.citations.length).toBeGreaterThan(0);
    // What makes the graph: sections nested, teams, tags of fields and triggers, macros, solved tickets as evidence.
    const kinds = async (kind: string) => (await call<Page<NodeRow>>('GET', `/v1/knowledge/nodes?kind=${kind}`)).json.items;
    for (const kind of ['feature', 'team', 'brand', 'macro', 'article', 'agent', 'issue', 'resolution', 'ticket', 'tag'])
      expect((await kinds(kind)).length, kind).toBeGreaterThan(0);
    const nested = await call<Page<EdgeRow>>('GET', '/v1/knowledge/edges?kind=part_of&limit=200');
    expect(nested.json.items.map(({ fromLabel, toLabel }) => `${fromLabel} < ${toLabel}`)).toContain('Light < Settings');
    const { items } = (await call<Page<ConnectedSource>>('GET', '/v1/knowledge/sources')).json;
    expect(items).toMatchObject([{ id: 'support', lastReading: { state: 'done', message: null } }]);
  }, 120_000);

  test('with nothing new publishes nothing', async () => {
    const again = await read(call, 'support');
    expect(again).toMatchObject({ state: 'published', step: expect.stringContaining('nothing new'), releaseId: first.releaseId, snapshot: first.snapshot });
  }, 60_000);

  test('whose reading is killed in the middle goes on by itself, to the same snapshot', async () => {
    const port = await freePort();
    const start = (): Promise<BundledWorker> => startBundled(join(folder, 'bundle'), join(folder, 'killed'), port, { RUN_SILENT_MS: '3000' });
    let killed = await start();
    try {
      const other = await zendeskInstallation('reading', `http://localhost:${port}`);
      expect((await other('PUT', '/v1/knowledge/sources/support', { kind: 'zendesk', config: {} })).status).toBe(201);
      const from = zendesk.asked.length;
      // Articles and tickets are in when comments are refused for a while: then everything dies at once.
      zendesk.faults.push({ path: /incremental\/ticket_events/, kind: 'status', status: 429, retryAfter: 20, times: 1 });
      const { json } = await other<IngestRun>('POST', '/v1/knowledge/sources/support/read', {});
      const refused = (): boolean => zendesk.asked.slice(from).some(({ status }) => status === 429);
      while (!refused()) await new Promise((resolve) => setTimeout(resolve, 20));
      expect((await other<IngestRun>('GET', `/v1/ingest/runs/${json.id}`)).json).toMatchObject({ state: 'building', snapshot: null });
      await killed.kill();
      killed = await start();
      expect((await other<Page<DocumentRow>>('GET', '/v1/knowledge/documents?kind=article')).json.items.length).toBeGreaterThan(0);
      expect(await ended(other, json.id)).toMatchObject({ state: 'published', error: null, snapshot: first.snapshot });
    } finally {
      await killed.kill();
    }
  }, 120_000);

  test('tells of a changed article by webhook, and suggestions follow; tickets are not read for it', async () => {
    const article = zendesk.data.articles[12] as Record<string, unknown>;
    article.body = '<p>To reach setting 12, hold the zebra button and say the magic word. Everything about it is different now.</p>';
    article.updated_at = new Date().toISOString();
    const calls = zendesk.asked.length;
    expect(await articleEvent('reading', 360_000_000_012)).toBe(202);
    const run = await ended(call, (await newestRun(call)).id);
    expect(run.state).toBe('published');
    expect(run.snapshot).not.toBe(first.snapshot);
    expect(zendesk.asked.slice(calls).some(({ path }) => path.includes('/incremental/tickets'))).toBe(false);
    const { articles, draft } = await ask(call, 'Where is the zebra button for setting 12?');
    expect(articles[0]?.id).toBe('360000000012');
    expect(draft.text).toContain('zebra');
  }, 60_000);

  test('takes back an article that became a draft, by the hourly clock', async () => {
    const article = zendesk.data.articles[14] as Record<string, unknown>;
    Object.assign(article, { draft: true, updated_at: new Date().toISOString() });
    const before = (await newestRun(call)).id;
    await (await worker.getWorker()).scheduled({ cron: '17 * * * *' });
    for (let n = 0; n < 100 && (await newestRun(call)).id === before; n++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await ended(call, (await newestRun(call)).id)).state).toBe('published');
    expect(await ids(call, 'article')).not.toContain('360000000014');
    expect((await call<Page<NodeRow>>('GET', '/v1/knowledge/nodes/article%3A360000000014')).status).toBe(404);
  }, 60_000);

  test('and a new product on the web are both answered about; paused and removed, what came from it goes', async () => {
    // Three articles of a product that nobody has heard of, beside what runs; not a line of code for it.
    site.data.pages['/kettle/zanzibar-setup'] = {
      html: webPage('Set up the Zanzibar kettle', 'Fill the Zanzibar kettle to the blue ring before its first boil.'),
    };
    site.data.pages['/kettle/zanzibar-clean'] = {
      html: webPage('Descale the Zanzibar kettle', 'Descale the Zanzibar kettle with two spoons of citric acid every month.'),
    };
    site.data.pages['/kettle/zanzibar-guarantee'] = {
      html: webPage('Guarantee of the Zanzibar kettle', 'The Zanzibar kettle has a guarantee of seven years from the day of purchase.'),
    };
    rebuildSitemaps(site.data);
    expect((await call('PUT', '/v1/knowledge/sources/site', { kind: 'web', config: { url: site.origin } })).status).toBe(201);
    const reading = read(call, 'site');
    // While it is read, the product goes on answering.
    expect((await ask(call, 'How do I change setting 11?')).articles.length).toBeGreaterThan(0);
    const run = await reading;
    expect(run.state).toBe('published');
    const { articles, draft, decision } = await ask(call, 'How many years of guarantee does my Zanzibar kettle have?');
    expect(articles[0]?.title).toContain('Guarantee of the Zanzibar');
    expect(draft.text).toContain('seven years');
    expect(decision.outcome).toBe('answer');

    expect((await call('POST', '/v1/knowledge/sources/site/pause', {})).json).toMatchObject({ paused: true });
    const visits = site.asked.length;
    const other = await read(call, 'support');
    expect(other.step).toContain('nothing new');
    expect(site.asked.length).toBe(visits);

    const removed = (await call<{ removed: number; run: IngestRun }>('DELETE', '/v1/knowledge/sources/site')).json;
    expect(removed.removed).toBe(7);
    expect((await ended(call, removed.run.id)).state).toBe('published');
    expect((await ids(call, 'article')).some((id) => id.includes('zanzibar'))).toBe(false);
    expect((await ask(call, 'How many years of guarantee does my Zanzibar kettle have?')).articles.some(({ title }) => title.includes('Zanzibar'))).toBe(false);
  }, 120_000);

  test('that refuses access is told by name, and what was live serves on', async () => {
    zendesk.faults.push({ path: /./, kind: 'status', status: 401 });
    const run = await read(call, 'support');
    zendesk.faults.length = 0;
    expect(run).toMatchObject({ state: 'published', step: expect.stringContaining('nothing new') });
    expect(run.skipped.map(({ reason }) => reason).join()).toContain('connect it again');
    const { items } = (await call<Page<ConnectedSource>>('GET', '/v1/knowledge/sources')).json;
    expect(items[0]?.lastReading).toMatchObject({ state: 'failed', message: expect.stringContaining('connect it again') });
    expect((await ask(call, 'How do I change setting 11?')).articles.length).toBeGreaterThan(0);
  }, 60_000);
});

test('a HubSpot portal with its knowledge base is connected, read and answered from', async () => {
  const start = await fetch(`${origin}/hubspot/oauth/start`, { redirect: 'manual' });
  const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const code = hubspot.portal.oauth.code;
  const installed = await fetch(`${origin}/hubspot/oauth/callback?state=${encodeURIComponent(state)}&code=${code}`);
  expect(installed.status).toBe(200);
  const user = { id: '7', name: 'Kim', role: 'admin' as const };
  const session = { installation: `hubspot:${hubspot.portal.oauth.hubId}`, user, since: Math.floor(Date.now() / 1_000) };
  const call = caller((await issueSession(testVariables.SESSION_KEY, session, Date.now())).token);
  expect((await call('PUT', '/v1/knowledge/sources/portal', { kind: 'hubspot', config: { url: site.origin } })).status).toBe(201);
  const run = await read(call, 'portal');
  expect(run).toMatchObject({ state: 'published', error: null });
  expect(await ids(call, 'ticket')).toEqual(expect.arrayContaining(['9001', '9002']));
  expect((await ids(call, 'tag')).length).toBeGreaterThan(0);
  const { articles } = await ask(call, 'My lamp 3 forgets its colours after a power cut.');
  expect(articles[0]?.title).toContain('Reset lamp 3');
}, 120_000);
