/**
 * `npm run draw-assets`: draws the Zendesk listing's logos from `apps/zendesk/artwork`, and photographs the real sidebar
 * in the desk of a Deskgraph that `npm start` runs. Written files are committed; nobody else runs this.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { runningOrigin } from './local/api.ts';
import { root } from './local/paths.ts';

const assets = join(root, 'apps/zendesk/assets');
const pictures = join(root, 'docs/pictures');

async function drawLogo(browser: Browser, name: string, size: number): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<body style="margin:0">${readFileSync(join(root, `apps/zendesk/artwork/${name}.svg`), 'utf8')}</body>`);
  await page.screenshot({ path: join(assets, `${name}.png`), omitBackground: true });
  await page.close();
}

/** Opens the first ticket whose list entry holds `words`. */
async function openTicket(page: Page, words: string): Promise<void> {
  await page.getByText(words, { exact: false }).first().click();
  const sidebar = page.frameLocator('iframe:visible').first();
  await sidebar.locator('main[aria-busy=false]').waitFor({ timeout: 30_000 });
}

async function photograph(browser: Browser, origin: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1_024, height: 768 } });
  await page.goto(`${origin}/desk/`);
  const rows = page.getByTestId('ticket-row');
  await rows.first().waitFor();
  const sidebar = page.frameLocator('iframe:visible').first();
  for (const [index, act] of [
    async () => undefined,
    async () => {
      await sidebar.getByTestId('suggest-reply').first().click();
      await sidebar.locator('[data-testid=draft][data-state=done]').waitFor();
    },
    async () => {
      await sidebar.getByTestId('article-why').first().click();
    },
  ].entries()) {
    const words = (await rows.nth(index).innerText()).split('\n')[0] ?? '';
    await openTicket(page, words);
    await act();
    await page.waitForTimeout(400);
    writeFileSync(join(assets, `screenshot-${index + 1}.png`), await page.screenshot());
  }
  await page.close();
}

mkdirSync(assets, { recursive: true });
mkdirSync(pictures, { recursive: true });
const browser = await playwright.launch({
  executablePath: process.env.CHROME_PATH ?? (await chromium.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
try {
  await drawLogo(browser, 'logo', 320);
  await drawLogo(browser, 'logo-small', 128);
  if (!process.argv.includes('--logos-only')) await photograph(browser, runningOrigin());
} finally {
  await browser.close();
}
