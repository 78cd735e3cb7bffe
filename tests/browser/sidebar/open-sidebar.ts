/** Opens the built sidebar inside the mock helpdesk, and watches that it breaks neither its policy nor its silence. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../launch.ts';
import { answer, citations, eventsOf } from './fixtures.ts';
import { type Helpdesk, ticketValues } from './mock-helpdesk.ts';
import { type Script, type Stub, startStub } from './stub-server.ts';

export type Opened = {
  page: Page;
  frame: FrameLocator;
  /** By test id, inside the sidebar. */
  at: (id: string) => Locator;
  stub: Stub;
  helpdesk: <T>(read: (helpdesk: Helpdesk) => T) => Promise<T>;
};

export type Setup = { script?: Partial<Script>; values?: Record<string, unknown>; width?: number };

const until = (body: Record<string, unknown>) => (body.until === 'decision' ? 'decision' : 'draft');

export const defaultScript = (): Script => ({
  prepared: null,
  events: ({ body }, { prepared }) => eventsOf(prepared ?? answer, until(body)),
  fail: {},
  passages: Object.fromEntries(
    citations.map((citation) => [
      citation.passageId,
      {
        id: citation.passageId,
        articleId: citation.articleId,
        title: citation.title,
        url: citation.url,
        version: '7',
        visibility: citation.n === 2 ? 'internal' : 'public',
        headings: ['Refunds', 'How long it takes'],
        text: `We write to you when we send money.\n${citation.quote}\nCards take up to ten days.`,
      },
    ]),
  ),
  escalated: { effectId: 'eff_1', status: 'planned', group: 'Billing', priority: 'urgent', tags: ['legal'], note: '' },
  assisted: {
    ability: 'answer',
    text: 'Refunds to cards take up to ten days.\n- Ask for the reference number.',
    language: 'en',
    citations: citations.slice(0, 1),
    by: { drafter: 'extractive', model: null },
    degraded: null,
  },
  context: { recent: [], attachments: [], problem: null, sla: [], csat: null },
  tenure: 'standard',
  tokenSeconds: 900,
  withSession: true,
});

/** Waits until the draft is in this state, seen or not. */
export const draftIs = ({ frame }: Opened, state: string) => frame.locator(`[data-testid=draft][data-state=${state}]`).waitFor({ state: 'attached' });
/** Bodies posted to paths with this end. */
export const bodies = ({ stub }: Opened, path: string) => stub.requests.filter((r) => r.path.endsWith(path) && r.method === 'POST').map((r) => r.body);

export type Bench = Awaited<ReturnType<typeof startBench>>;

export async function startBench() {
  const assets = fileURLToPath(new URL('../../../dist/assets/zendesk', import.meta.url));
  const browser = await launchBrowser();
  const stubs: Stub[] = [];
  const allComplaints: string[][] = [];

  async function open({ script = {}, values = {}, width = 320 }: Setup = {}): Promise<Opened> {
    const stub = await startStub(assets, { ...defaultScript(), ...script });
    stubs.push(stub);
    Object.assign(stub, { values: { ...ticketValues, ...values }, width });
    const page = await newPage(browser, width);
    const complaints: string[] = [];
    allComplaints.push(complaints);
    // A refused request shows in the console by itself; the panel's own words may not.
    page.on('console', (message) => !message.text().startsWith('Failed to load resource') && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${stub.origin}/helpdesk`);
    const frame = page.frameLocator('iframe');
    const helpdesk: Opened['helpdesk'] = (read) => page.evaluate(`(${read.toString()})(window.helpdesk)`);
    return { page, frame, at: (id) => frame.getByTestId(id), stub, helpdesk };
  }

  /** Opened, and a draft written by a click. */
  async function withDraft(setup?: Setup): Promise<Opened> {
    const sidebar = await open(setup);
    await sidebar.at('article').first().waitFor();
    await sidebar.at('suggest-reply').click();
    await draftIs(sidebar, 'done');
    return sidebar;
  }

  async function close(): Promise<void> {
    await browser.close();
    await Promise.all(stubs.map((stub) => stub.close()));
  }

  /** Gzipped bytes of all JavaScript that the sidebar may load, Zendesk's SDK apart. */
  const scriptBytes = () =>
    (readdirSync(assets, { recursive: true }) as string[])
      .filter((name) => name.endsWith('.js') && name !== 'zaf_sdk.js')
      .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);

  return { open, withDraft, close, scriptBytes, complaints: () => allComplaints.flat() };
}

async function newPage(browser: Browser, width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  // Below a test's own limit, so that what is missing is named; above what a busy machine takes.
  page.setDefaultTimeout(30_000);
  return page;
}
