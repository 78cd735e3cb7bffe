/**
 * `npm run draw-assets`: draws the Zendesk listing's logos from `apps/zendesk/artwork`, and photographs the real sidebar
 * and console in the desk of a Deskgraph that `npm start` runs, which is connected by it. Written files are committed.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, type FrameLocator, type Page, chromium as playwright } from 'playwright-core';
import { runningOrigin } from './local/api.ts';
import { root } from './local/paths.ts';

const assets = join(root, 'apps/zendesk/assets');
const images = join(root, 'docs/images');

async function drawLogo(browser: Browser, name: string, size: number): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<body style="margin:0">${readFileSync(join(root, `apps/zendesk/artwork/${name}.svg`), 'utf8')}</body>`);
  await page.screenshot({ path: join(assets, `${name}.png`), omitBackground: true });
  await page.close();
}

async function photograph(browser: Browser, origin: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1_024, height: 768 } });
  page.setDefaultTimeout(120_000);
  await page.goto(`${origin}/desk/`);
  await page.getByTestId('ticket-row').first().waitFor();
  // What an agent sees on opening, a reply with its sources, and why an article was chosen.
  const scenes = [() => openTicket(page, 9006), async () => writeReply(await openTicket(page, 9019)), async () => explain(await openTicket(page, 9001))];
  for (const [index, scene] of scenes.entries()) {
    await scene();
    await page.mouse.move(0, 0);
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(assets, `screenshot-${index + 1}.png`) });
  }
  await page.close();
}

/** Opens a ticket of the sample and answers its sidebar, at rest. */
async function openTicket(page: Page, id: number): Promise<FrameLocator> {
  await page.locator(`[data-testid=ticket-row][data-ticket-id="${id}"]`).click();
  const sidebar = page.frameLocator(`iframe[title="Deskgraph for ticket ${id}"]`);
  await sidebar.locator('main[aria-busy=false]').waitFor();
  // A picture of an error, or of nothing, is no picture of the product.
  await sidebar.getByTestId('article').first().waitFor();
  return sidebar;
}

/** The console's first page, for the installation guide. */
async function photographConsole(browser: Browser, origin: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1_024, height: 768 } });
  page.setDefaultTimeout(120_000);
  await page.goto(`${origin}/desk/`);
  await page.getByTestId('ticket-row').first().waitFor();
  const [console] = await Promise.all([page.context().waitForEvent('page'), page.getByTestId('console').click()]);
  await console.getByTestId('repair').waitFor();
  // As an administrator sees it who has gone through the steps.
  const [consent] = await Promise.all([page.context().waitForEvent('page'), console.locator('.actions a').click()]);
  await consent.getByRole('button', { name: 'Allow' }).click();
  await consent.getByText('Deskgraph is connected').waitFor();
  await consent.close();
  await console.close();
  const [connected] = await Promise.all([page.context().waitForEvent('page'), page.getByTestId('console').click()]);
  await connected.locator('.steps li[data-state=done]').last().waitFor();
  await connected.screenshot({ path: join(images, 'console-setup.png'), fullPage: true });
  await page.context().close();
}

async function writeReply(sidebar: FrameLocator): Promise<void> {
  if ((await sidebar.locator('[data-testid=draft][data-state=done]').count()) === 0) await sidebar.getByTestId('suggest-reply').first().click();
  await sidebar.locator('[data-testid=draft][data-state=done]').waitFor();
}

async function explain(sidebar: FrameLocator): Promise<void> {
  await sidebar.getByTestId('article-why').first().click();
  await sidebar.getByTestId('article-why').first().scrollIntoViewIfNeeded();
}

mkdirSync(assets, { recursive: true });
mkdirSync(images, { recursive: true });
const browser = await playwright.launch({
  executablePath: process.env.CHROME_PATH ?? (await chromium.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
try {
  await drawLogo(browser, 'logo', 320);
  await drawLogo(browser, 'logo-small', 128);
  if (!process.argv.includes('--logos-only')) {
    await photograph(browser, runningOrigin());
    await photographConsole(browser, runningOrigin());
  }
} finally {
  await browser.close();
}
