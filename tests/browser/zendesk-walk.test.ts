/**
 * Deskgraph in an account as its administrator lives through it: connect, first reading, a ticket that tags itself,
 * removal that leaves nothing. The desk stands where Zendesk would, and speaks its API.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isHeldBack } from '../../worker/governance/held-back.ts';
import { launchBrowser } from './launch.ts';
import { type RunningDeskgraph, startDeskgraph } from './running-deskgraph.ts';

const sample = fileURLToPath(new URL('../../apps/desk/sample-data', import.meta.url));
// Builds on a busy machine take their time.
vi.setConfig({ testTimeout: 300_000 });
/** Stands in the account's tickets, and nowhere else. */
const CANARY = 'Quetzalcoatl';

let deskgraph: RunningDeskgraph;
let browser: Browser;
let page: Page;
let admin: Page;
const complaints: string[] = [];

const api = async <T = Record<string, unknown>>(method: string, path: string, body?: unknown, token?: string): Promise<T> => {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(`${deskgraph.origin}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
};
const local = async (): Promise<string> => (await api<{ token: string }>('POST', '/v1/local/token', { installation: 'acme' })).token;
async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (const end = Date.now() + 240_000; Date.now() < end; ) {
    const found = await look();
    if (found) return found;
    await new Promise((r) => setTimeout(r, 200));
  }
  throw new Error(`Waited in vain for: ${what}`);
}
type Ticket = { id: number; tags: string[]; internal?: boolean };
const newTicket = (subject: string, body: string) =>
  api<{ ticket: Ticket } & Ticket>('POST', '/desk/api/acme/tickets', { subject, body, requester: { name: 'Mia Lund', email: 'mia@lund.example' } });
const tagsOf = async (id: number): Promise<string[]> =>
  (await api<{ tickets: Ticket[] }>('GET', '/desk/api/acme/tickets')).tickets.find((t) => t.id === id)?.tags ?? [];
/** A ticket that a customer opens, once it carries tags that nobody gave it. */
async function tagged(subject: string, body: string): Promise<Ticket> {
  const { ticket, ...plain } = await newTicket(subject, body);
  const id = ticket?.id ?? plain.id;
  return { id, tags: await until('tags', async () => ((await tagsOf(id)).length > 0 ? tagsOf(id) : null)) };
}
type Run = { id: string; state: string; step: string; error: string | null };
const runs = async () => (await api<{ items: Run[] }>('GET', '/v1/knowledge/runs', undefined, await local())).items;
const published = async (count: number) => {
  const all = await runs();
  const failed = all.find((r) => r.state === 'failed');
  if (failed) throw new Error(`The build failed: ${failed.error}`);
  return all.filter((r) => r.state === 'published').length >= count && all.every((r) => r.state !== 'building');
};
/** Opens a ticket and answers its panel. Named by its id: the one before stays on the page until the new one has loaded. */
async function openPanel(row: Locator): Promise<Locator> {
  const id = await row.getAttribute('data-ticket-id');
  await row.click();
  return page.locator(`[data-testid=ticket-panel][aria-label="Ticket ${id}"]:not([hidden])`);
}
/** As the desk's own button does: the page signed as Zendesk signs it. */
async function openConsole(): Promise<Page> {
  const [opened] = await Promise.all([page.context().waitForEvent('page'), page.getByTestId('console').click()]);
  opened.on('pageerror', (error) => complaints.push(error.message));
  await opened.waitForLoadState();
  return opened;
}
/** The desk opened anew as somebody else, as its own list does: nobody is left who sat there before. */
async function sitDownAs(id: string): Promise<void> {
  const address = new URL(page.url());
  address.searchParams.set('as', id);
  await page.bringToFront();
  await page.goto(address.href);
  await expect.poll(() => page.getByTestId('agent').inputValue()).toBe(id);
  await expect.poll(() => page.getByTestId('installation').inputValue()).toBe('acme');
}

beforeAll(async () => {
  deskgraph = await startDeskgraph();
  // An account that has never heard of Deskgraph: a help centre, tickets, and no token.
  await api('POST', '/desk/api/installations', { id: 'acme', name: 'Acme Pumps' });
  await api('POST', '/desk/api/acme/articles', readFileSync(join(sample, 'articles.jsonl'), 'utf8'));
  const solved = readFileSync(join(sample, 'tickets.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => /"status": ?"(solved|closed)"/.test(line));
  await api('POST', '/desk/api/acme/seed', solved.map((line, i) => line.replace('"body": "', `"body": "${i % 5 === 0 ? `${CANARY} ` : ''}`)).join('\n'));
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(240_000);
  page = await context.newPage();
  await page.goto(`${deskgraph.origin}/desk/`);
});
afterAll(async () => {
  await browser?.close();
  await deskgraph?.stop();
});

test('an administrator connects the account', async () => {
  await page.getByTestId('installation').selectOption('acme');
  admin = await openConsole();
  const [consent] = await Promise.all([admin.context().waitForEvent('page'), admin.getByTestId('connect').click()]);
  await consent.getByRole('heading', { name: /Allow Deskgraph/ }).waitFor();
  expect(await consent.locator('li').allInnerTexts()).toEqual(['read', 'tickets:write', 'triggers:write', 'webhooks:write']);
  await consent.getByRole('button', { name: 'Allow' }).click();
  await consent.getByText('Deskgraph is connected').waitFor();
  await consent.close();
  admin = await openConsole();
  await admin.getByTestId('step-trigger_updated').waitFor();
  expect(await admin.locator('.steps li').evaluateAll((steps) => steps.map((s) => s.getAttribute('data-state')))).toEqual(Array(6).fill('done'));
});

test('the help centre and the solved tickets are read, and a release goes live', async () => {
  await until('the first release', () => published(1));
  const { items: documents } = await api<{ items: { id: string }[] }>('GET', '/v1/knowledge/documents?kind=article&limit=100', undefined, await local());
  expect(documents.length).toBeGreaterThan(40);
});

test('a new ticket is tagged by itself', async () => {
  expect(await tagged('Refund for a returned thermostat', 'I sent the thermostat back two weeks ago. When do I get my money back?')).toMatchObject({
    tags: expect.arrayContaining(['returns']),
  });
});

test('the HubSpot card beside the sidebar answers the same ticket of this account from the same articles', async () => {
  await page.bringToFront();
  const panel = await openPanel(page.locator('[data-testid=ticket-row]').first());
  const title = panel.frameLocator('iframe').first().getByTestId('article').first().getByRole('link').first();
  await title.waitFor();
  await panel.getByTestId('toggle-hubspot-preview').click();
  const card = panel.frameLocator('iframe[title^="HubSpot card"]');
  await card.getByTestId('preview-note').waitFor();
  await card.getByRole('link', { name: (await title.textContent()) ?? 'no title', exact: true }).waitFor();
  await card.getByRole('button', { name: 'Suggest reply' }).click();
  await card.getByRole('button', { name: 'Copy', exact: true }).first().waitFor();
  await panel.getByTestId('toggle-hubspot-preview').click();
});

test('an agent corrects the tag, and the next build has learned it', async () => {
  // Three in a hundred tickets are never learned from; this one is to be.
  let first = await tagged('Refund for a returned thermostat', 'I sent the thermostat back last week. When do I get my money back?');
  if (isHeldBack(String(first.id)))
    first = await tagged('Refund for a returned thermostat', 'I sent the thermostat back this week. When do I get my money back?');
  expect(first.tags).toContain('returns');
  await page.bringToFront();
  const ticket = await openPanel(page.locator(`[data-testid=ticket-row][data-ticket-id="${first.id}"]`));
  const remove = ticket.getByRole('button', { name: /^Remove tag / }).first();
  await remove.waitFor();
  for (let left = first.tags.length; left > 0; left--) await remove.click();
  await ticket.getByLabel('Tags').fill('refund');
  await ticket.getByLabel('Tags').press('Enter');
  await ticket.getByTestId('field-status').selectOption('solved');
  await ticket.getByTestId('submit').click();
  await until('the corrected tags', async () => (await tagsOf(first.id)).join() === 'refund');

  // One that runs has read what was there before.
  await until('builds to end', () => published(1));
  await admin.reload().catch(() => undefined);
  admin = await openConsole();
  const [begun] = await Promise.all([admin.waitForResponse((r) => r.url().endsWith('/read')), admin.getByTestId('read-now').click()]);
  const { id } = (await begun.json()) as { id: string };
  await admin.getByText('Reading has begun').waitFor();
  const run = await until('the next release', async () => (await runs()).find((r) => r.id === id && r.state !== 'building'));
  expect(run).toMatchObject({ state: 'published', step: 'published', error: null });

  const alike = await tagged('Money back for a returned thermostat', 'Two weeks ago I sent the thermostat back. When do I get the refund?');
  expect(alike.tags).toContain('refund');
  expect(alike.tags).not.toContain('returns');
});

test('a change is proposed in the console, approved there by a second person, taken back, and proven', async () => {
  await admin.getByRole('link', { name: 'Controls' }).click();
  await admin.getByTestId('second-person').check();
  await admin.getByTestId('save-rules').click();
  await admin.getByText('Saved.').waitFor();
  await admin.getByTestId('budget-usd').fill('20');
  await admin.getByTestId('save-budget').click();
  await admin.getByText('Budget saved.').waitFor();
  await admin.getByTestId('role-person').selectOption('Kim Novak');
  await admin.getByTestId('role-name').selectOption('reviewer');
  await admin.getByTestId('give-role').click();
  await admin.getByTestId('role').getByText('Kim Novak: Reviewer').waitFor();

  await admin.getByRole('link', { name: 'Changes' }).click();
  await admin.getByTestId('propose').click();
  await admin.getByTestId('part').selectOption('thresholds');
  await admin.getByTestId('value').fill('{ "answer": 1 }');
  await admin.getByTestId('title').fill('Answer only what is certain');
  await admin.getByTestId('reason').fill('A week of training.');
  await admin.getByTestId('submit-proposal').click();
  await admin.getByRole('alert').filter({ hasText: 'change.thresholds.abstain' }).waitFor();
  await admin.getByTestId('part').selectOption('tags');
  await admin.getByTestId('value').fill('["refund", "returns"]');
  await admin.getByTestId('submit-proposal').click();
  const detail = admin.getByTestId('proposal-detail');
  await detail.getByText('tag refund added').waitFor();
  await detail.getByTestId('evaluate').click();
  await detail.getByText('Gate: passed').waitFor();
  await detail.getByTestId('blast-radius').click();
  await detail.getByTestId('radius').waitFor();
  await detail.getByTestId('why').fill('I want it');
  await detail.getByTestId('approve').click();
  await detail.getByRole('alert').filter({ hasText: 'never by the one who proposed it' }).waitFor();

  await sitDownAs('900003');
  const kim = await openConsole();
  await kim.getByRole('heading', { name: 'Changes' }).waitFor();
  expect(await kim.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['Changes', 'Traces', 'Controls']);
  await kim.getByTestId('proposal').first().click();
  await kim.getByTestId('why').fill('the team agrees');
  await kim.getByTestId('approve').click();
  await kim.getByTestId('approval').getByText('Approved by Kim Novak').waitFor();
  await kim.getByTestId('publish').click();
  await kim.getByTestId('proposal').first().getByText('Live').waitFor();
  await kim.getByTestId('rollback-why').fill('the week is over');
  await kim.getByTestId('rollback').first().click();
  await kim.getByTestId('proposal').first().getByText('Retired').waitFor();
  await kim.getByRole('link', { name: 'Traces' }).click();
  await kim.getByTestId('outcome').selectOption('abstain');
  await kim.getByTestId('reason').fill('nothing_of_this_name');
  await kim.getByTestId('search').click();
  await kim.getByText('No answer fits this search.').waitFor();
  await kim.getByTestId('outcome').selectOption('');
  await kim.getByTestId('reason').fill('');
  await kim.getByTestId('search').click();
  await kim.getByTestId('trace').first().click();
  await kim.getByTestId('replay').click();
  await kim.getByTestId('replayed').getByText('The same answer, to the byte.').waitFor();

  await admin.getByRole('link', { name: 'Audit' }).click();
  await admin.getByTestId('verify').click();
  await admin.getByTestId('verdict').getByText('is whole').waitFor();
  expect(
    await admin
      .getByTestId('audit')
      .locator('tbody th')
      .filter({ hasText: /^[a-z.]+$/ })
      .count(),
  ).toBe(0);
  for (const action of ['release.approve', 'release.publish', 'release.rollback'])
    await admin.getByTestId('audit').locator('tr', { hasText: action }).filter({ hasText: 'Kim Novak' }).first().waitFor();
  await sitDownAs('900002');
});

test('removal leaves nothing at the account and in no store, but the proof', async () => {
  await admin.reload().catch(() => undefined);
  admin = await openConsole();
  await admin.getByTestId('disconnect').click();
  await admin.getByTestId('disconnect-confirm').click();
  await admin.getByTestId('removed').waitFor();
  expect(await admin.getByTestId('removed').locator('li').allInnerTexts()).toEqual(expect.arrayContaining(['Webhooks: 1', 'Triggers: 2', 'Access token']));
  await deskgraph.stop({ keepState: true });
  const theirs = (row: string): boolean => row.startsWith('Desk/') || row.startsWith('Directory/');
  expect(rowsThat(deskgraph.home, new RegExp(`${CANARY}|mia@lund`, 'i')).filter((row) => !theirs(row))).toEqual([]);
  // Its name stands in the proof, in the runtime's own list of runs that were, and in the development server's traces.
  const named = rowsThat(deskgraph.home, /zendesk(:|%3A)acme/i).filter((row) => !theirs(row) && !/workflows|observability/.test(row));
  expect(named).toContain('Installation/audit');
  expect(complaints).toEqual([]);
});

/** `class/table` of every row in any store of the Worker that matches. */
function rowsThat(home: string, pattern: RegExp): string[] {
  const files = (readdirSync(home, { recursive: true }) as string[]).filter((name) => name.endsWith('.sqlite'));
  return files.flatMap((name) => {
    const database = new DatabaseSync(join(home, name));
    const place = /(Desk|Directory|Installation|VectorShard)/.exec(name)?.[1] ?? name;
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map((t) => String(t.name));
    const rows = tables.flatMap((table) =>
      database
        .prepare(`SELECT * FROM "${table}"`)
        .all()
        .filter((row) =>
          pattern.test(
            Object.values(row)
              .map((v) => (v instanceof Uint8Array ? Buffer.from(v).toString('latin1') : String(v)))
              .join('\n'),
          ),
        )
        .map(() => `${place}/${table}`),
    );
    database.close();
    return rows;
  });
}
