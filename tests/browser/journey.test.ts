/** The main job as a new user tries it: the real command, the real Worker, the real SDK in a real browser. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Suggestion } from '#shared/suggestion';
import { type TicketInput, ticketSchema } from '#shared/ticket';
import { isKnown } from '../../apps/panel/said.ts';
import { readHead } from '../../worker/knowledge/snapshot/container.ts';
import { modelBytes } from '../../worker/knowledge/snapshot/write-snapshot.ts';
import { putUnderTest } from '../evals/knowledge-under-test.ts';
import { loadFolder } from '../evals/load-folder.ts';
import { launchBrowser } from './launch.ts';
import { type RunningDeskgraph, startDeskgraph } from './running-deskgraph.ts';

const sample = fileURLToPath(new URL('../../apps/desk/sample-data', import.meta.url));
const firefox = fileURLToPath(new URL('../../../shared/data/sumo', import.meta.url));

let deskgraph: RunningDeskgraph;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  deskgraph = await startDeskgraph();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await deskgraph?.stop();
});

const MB = 1_048_576;

/** Bytes of models in each snapshot that lies in the local KV. */
function modelsOfSnapshots(home: string): number[] {
  const blobs = join(home, 'state/v3/kv/snapshots/blobs');
  return readdirSync(blobs)
    .map((name) => readFileSync(join(blobs, name)))
    .filter((bytes) => bytes.subarray(0, 4).toString() === 'DGS1')
    .map((bytes) => modelBytes(readHead(bytes)));
}

async function openDesk(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${deskgraph.origin}/desk/`);
  await page.getByTestId('ticket-row').first().waitFor();
  return page;
}

/** Opens the ticket whose row holds the text; answers its own sidebar. */
async function openTicket(page: Page, text: string | RegExp): Promise<FrameLocator> {
  const row = page.getByTestId('ticket-row').filter({ hasText: text }).first();
  const id = await row.getAttribute('data-ticket-id');
  await row.click();
  const frame = page.locator(`[data-testid="ticket-panel"][aria-label="Ticket ${id}"]:not([hidden]) iframe[data-testid="sidebar"]`).contentFrame();
  await frame.getByTestId('suggest-reply').waitFor();
  return frame;
}

async function suggestReply(sidebar: FrameLocator): Promise<string> {
  await sidebar.getByTestId('suggest-reply').click();
  await sidebar.locator('[data-testid="draft"][data-state="done"]').waitFor();
  return sidebar.getByTestId('draft').innerText();
}

const composer = (page: Page) => page.locator('[data-testid="ticket-panel"]:not([hidden])').getByTestId('composer');

test('it says that it is ready, once', () => {
  expect(deskgraph.output().match(/Deskgraph is ready/g)).toHaveLength(1);
  expect(deskgraph.output()).toContain(`Deskgraph is ready: ${deskgraph.origin}/desk/\n`);
});

const desk = async <T>(method: string, path: string, body?: object): Promise<T> => {
  const answer = await fetch(`${deskgraph.origin}/desk/api/demo${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
};

test('what a customer attaches is read, and what stands around the ticket is shown', async () => {
  const requester = { name: 'Ivo Lang', email: 'ivo@lang.example' };
  const earlier = await desk<{ id: number }>('POST', '/tickets', { subject: 'Lamp flickers', body: 'My lamp flickers.', requester });
  const files = [{ name: 'hub.log', contentType: 'text/plain', text: 'Steady orange light on the Hub after the router was changed: Wi-Fi password refused.' }];
  const { id } = await desk<{ id: number }>('POST', '/tickets', {
    subject: 'See the attached log',
    body: 'It stopped. The log is attached.',
    requester,
    files,
  });
  const page = await openDesk();
  const sidebar = await openTicket(page, `#${id}`);
  const around = sidebar.getByTestId('around');
  await around.waitFor();
  expect(await around.innerText()).toMatch(/First reply due in [\s\S]*Attached: hub\.log \(read\)/);
  await around.getByTestId('recent-tickets').locator('summary').click();
  await around.getByRole('button', { name: 'Lamp flickers' }).waitFor();
  // Nothing but the file says what it is about.
  expect((await sidebar.getByTestId('article').allInnerTexts()).join()).toMatch(/Hub|Wi-Fi|router/i);
  await page.close();
  await desk('PATCH', `/tickets/${earlier.id}`, { status: 'solved' });
});

test('an agent limited to one group never sees another group’s ticket, title or count', async () => {
  type Listed = { groups: { id: number; name: string }[]; tickets: { id: number; subject: string; groupId: number | null }[] };
  const { groups, tickets } = await desk<Listed>('GET', '/tickets');
  const billing = groups.find((g) => g.name === 'Billing')?.id;
  const theirs = tickets.filter((t) => t.groupId === billing);
  const others = tickets.filter((t) => t.groupId !== billing && t.subject.length > 12);
  expect(theirs.length).toBeGreaterThan(3);
  expect(others.length).toBeGreaterThan(50);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // Taken on the way: a browser does not keep the body of every answer.
  const heard: string[] = [];
  await page.route(/\/v1\/|\/desk\/api\//, async (route) => {
    const response = await route.fetch();
    heard.push(await response.text());
    await route.fulfill({ response });
  });
  await page.goto(`${deskgraph.origin}/desk/?as=900003`);
  await page.locator('.views').getByText('All').click();
  await page.getByTestId('ticket-row').first().waitFor();
  const shown = await page.getByTestId('ticket-row').evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-ticket-id'))));
  expect(shown.sort()).toEqual(theirs.map((t) => t.id).sort());
  for (const { id } of theirs.slice(0, 4)) {
    const sidebar = await openTicket(page, `#${id}`);
    await suggestReply(sidebar);
  }
  const said = [...heard, ...(await Promise.all(page.frames().map((frame) => frame.locator('body').innerText())))].join('\n');
  expect(said).toContain('citations');
  expect(others.filter(({ subject }) => said.includes(subject)).map(({ subject }) => subject)).toEqual([]);
  expect(others.filter(({ id }) => new RegExp(`["#]${id}\\b`).test(said)).map(({ id }) => id)).toEqual([]);
  expect(said).not.toMatch(/\d+ of the \d+ most similar|learned from \d+ tickets/);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.close();
});

test('open a ticket, read a cited draft, open a passage, insert it', async () => {
  const page = await openDesk();
  const sidebar = await openTicket(page, '#9001');
  await sidebar.getByTestId('article').first().waitFor();
  await sidebar.getByTestId('similar-ticket').first().waitFor();
  const draft = await suggestReply(sidebar);
  expect(draft.length).toBeGreaterThan(80);

  await sidebar.getByTestId('citation').first().click();
  await sidebar.getByTestId('passage').first().waitFor();
  await sidebar.getByTestId('article-why').first().click();

  await sidebar.getByTestId('insert-draft').click();
  await expect.poll(() => composer(page).inputValue()).toContain('CR2450');
  await page.close();
});

test('two tickets in tabs keep their own drafts', async () => {
  const page = await openDesk();
  const first = await openTicket(page, '#9001');
  await suggestReply(first);
  const second = await openTicket(page, '#9012');
  const german = await suggestReply(second);
  expect(german).toMatch(/\b(Sie|der|die|das|und)\b/);
  await second.getByTestId('insert-draft').click();
  await expect.poll(() => composer(page).inputValue()).not.toBe('');
  await page.getByTestId('ticket-tab').filter({ hasText: '#9001' }).click();
  expect(await composer(page).inputValue()).toBe('');
  await page.close();
});

test.each([
  ['#9005', /387|refund/i],
  ['#9007', /human|person|colleague/i],
  ['#9008', /legal/i],
  ['#9018', /smell|safety|danger|policy/i],
])('ticket %s is flagged for a human, and says why', async (ticket, reason) => {
  const page = await openDesk();
  const sidebar = await openTicket(page, ticket);
  await sidebar.getByTestId('escalation-flag').waitFor();
  expect(await sidebar.getByTestId('escalation-flag').innerText()).toMatch(reason);
  await page.close();
});

test('one click escalates: note, group and tags are on the ticket', async () => {
  const page = await openDesk();
  const sidebar = await openTicket(page, '#9008');
  await sidebar.getByTestId('escalation-flag').waitFor();
  await sidebar.getByTestId('escalate').first().click();
  const panel = page.locator('[data-testid="ticket-panel"]:not([hidden])');
  await expect.poll(() => panel.innerText(), { timeout: 15_000 }).toContain('Deskgraph');
  await page.close();
});

test('an order hidden in a ticket is not obeyed', async () => {
  const page = await openDesk();
  const sidebar = await openTicket(page, '#9015');
  const draft = await suggestReply(sidebar);
  expect(draft).not.toMatch(/refund-approved|runbook/i);
  expect(await sidebar.getByTestId('tag-suggestion').allInnerTexts()).not.toContain('refund-approved');
  await page.close();
});

test('a new ticket is tagged by itself and has its draft before it is opened', async () => {
  const page = await openDesk();
  await page.getByTestId('new-ticket').click();
  await page.getByTestId('new-ticket-subject').fill('Hub offline again');
  await page
    .getByTestId('new-ticket-body')
    .fill('Since the firmware update to 4.2 my Loom Hub loses the wifi every night and shows offline in the app. How do I fix it?');
  await page.getByTestId('new-ticket-submit').click();
  const row = page.getByTestId('ticket-row').filter({ hasText: 'Hub offline again' }).first();
  await expect.poll(() => row.innerText(), { timeout: 20_000 }).toMatch(/hub-offline|firmware/);
  await page.close();
});

/** Every sentence of the Worker's own that a panel shows. */
const sentencesOf = ({ triage, decision, nextAction, articles, degraded }: Suggestion): string[] => [
  ...[...triage.flags, ...decision.reasons, ...degraded].map(({ message }) => message),
  ...[...articles.map(({ why }) => why), ...triage.tags, decision.confidence].flatMap(({ reasons }) => reasons),
  ...[nextAction.label, nextAction.reason].filter((text) => text !== ''),
];

test('the evaluation ranks 50 tickets in the order in which the product does, and every language has what is said of them', async () => {
  const { tickets, ...rest } = loadFolder(sample);
  const solved = tickets.filter((ticket) => ticket.status === 'solved');
  const theirs = new Set(rest.policies.map(({ then }) => then.escalate?.reason));
  const under = await putUnderTest({ ...rest, tickets: solved });
  const { output } = await deskgraph.run('token', ['--installation', 'demo']);
  for (const [i, { subject, body }] of [...tickets.filter((ticket) => ticket.status !== 'solved'), ...solved].slice(0, 50).entries()) {
    const ticket: TicketInput = { id: `order-${i}`, subject, messages: [{ id: '1', role: 'requester', at: '2026-11-20T10:00:00Z', text: body }] };
    const response = await fetch(`${deskgraph.origin}/v1/suggestions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${output.trim()}`, accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ ticket, until: 'decision' }),
    });
    const suggestion = (await response.json()) as Suggestion;
    const served = suggestion.articles.map((article) => article.id);
    const evaluated = (await under.ask(under.prepare(ticketSchema.parse(ticket)))).articles.map((article) => article.id);
    expect(served, subject).toEqual(evaluated);
    expect(sentencesOf(suggestion).filter((sentence) => !isKnown(sentence) && !theirs.has(sentence))).toEqual([]);
  }
});

test('a page error or a broken request would have been seen', () => {
  expect(complaints).toEqual([]);
});

test.skipIf(!existsSync(firefox))(
  'real tickets: the Firefox help centre is loaded while it runs, and the desk switches to it',
  async () => {
    const { output, code } = await deskgraph.run('ingest', [firefox, '--as', 'firefox']);
    expect(output).toMatch(/Read 762 articles, 6877 tickets/);
    expect(code).toBe(0);
    const page = await openDesk();
    await page.getByTestId('installation').selectOption('firefox');
    await expect.poll(() => page.getByTestId('ticket-row').count()).toBeGreaterThan(20);
    const sidebar = await openTicket(page, /./);
    await sidebar.getByTestId('article').first().waitFor();
    await suggestReply(sidebar);
    await page.close();
    const models = modelsOfSnapshots(deskgraph.home);
    expect(Math.max(...models), 'the sample’s snapshot is smaller').toBeGreaterThan(2 * MB);
    expect(Math.max(...models)).toBeLessThanOrEqual(8 * MB);
  },
  600_000,
);

test('a taken port gets one clear sentence', async () => {
  const { output, code } = await deskgraph.run('start', []);
  expect(output).toMatch(/^Port \d+ is taken\. Stop what uses it, or choose another: PORT=\d+ npm start\n$/);
  expect(code).toBe(1);
  // The one that runs goes on as if nobody had tried.
  expect((await fetch(`${deskgraph.origin}/healthz`)).status).toBe(200);
});

test('a second start reuses the state', async () => {
  await deskgraph.stop({ keepState: true });
  deskgraph = await startDeskgraph({ home: deskgraph.home });
  expect(deskgraph.output()).not.toContain('Building the sample');
  const page = await openDesk();
  const sidebar = await openTicket(page, '#9001');
  await sidebar.getByTestId('article').first().waitFor();
  await page.close();
});
