/** The desk with a language model behind it: its drafts, its death in the middle of one, and what is shown until it is back. */
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelAnswer, type OpenAiServer, type Prompt, startOpenAiServer } from '../openai-server.ts';
import { launchBrowser } from './launch.ts';
import { type RunningDeskgraph, startDeskgraph } from './running-deskgraph.ts';

let model: OpenAiServer;
let deskgraph: RunningDeskgraph;
let browser: Browser;

beforeAll(async () => {
  model = await startOpenAiServer();
  deskgraph = await startDeskgraph({ env: { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'sk-test', OPENAI_MODEL: 'scripted-1' } });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await deskgraph?.stop();
  await model?.close();
});

/** The first sentence of each source it was given, cited. */
function quoting({ data }: Prompt): ModelAnswer {
  const sources = (data.sources ?? []) as { n: number; text: string }[];
  return {
    sentences: sources.slice(0, 3).map(({ n, text }) => ({ text: text.split('\n')[0]?.split(/(?<=[.!?])\s+/)[0] ?? '', citations: [n], kind: 'statement' })),
  };
}

async function openTicket(page: Page, id: string): Promise<FrameLocator> {
  await page.goto(`${deskgraph.origin}/desk/`);
  await page
    .getByTestId('ticket-row')
    .filter({ hasText: `#${id}` })
    .first()
    .click();
  const sidebar = page.locator(`[data-testid="ticket-panel"][aria-label="Ticket ${id}"]:not([hidden]) iframe[data-testid="sidebar"]`).contentFrame();
  await sidebar.getByTestId('suggest-reply').waitFor();
  return sidebar;
}

const done = (sidebar: FrameLocator) => sidebar.locator('[data-testid="draft"][data-state="done"]').waitFor();

test('a model’s draft is shown as such; one that dies on its way is replaced and said to be; then the model is back', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  model.play({ do: 'answer', answer: quoting });
  const sidebar = await openTicket(page, '9001');
  await sidebar.getByTestId('suggest-reply').click();
  await done(sidebar);
  await sidebar.getByText('Written by scripted-1').waitFor({ state: 'attached' });
  expect(model.requests.length).toBeGreaterThan(0);
  expect(JSON.stringify(model.requests.map(({ raw }) => raw.messages))).not.toContain('Wilma');

  model.play({ do: 'cut', answer: { sentences: [{ text: 'You can replace the battery.', citations: [1], kind: 'statement' }] }, after: 4, how: 'reset' });
  await sidebar.getByTestId('regenerate').click();
  await sidebar.getByTestId('degraded').waitFor();
  await done(sidebar);
  await expect.poll(() => sidebar.getByText('Written by scripted-1').count()).toBe(0);
  expect((await sidebar.getByTestId('draft').innerText()).length).toBeGreaterThan(60);
  expect(await sidebar.getByTestId('citation').count()).toBeGreaterThan(0);

  model.play({ do: 'answer', answer: quoting });
  await sidebar.getByTestId('regenerate').click();
  await sidebar.getByText('Written by scripted-1').waitFor({ state: 'attached' });
  await page.close();
});
