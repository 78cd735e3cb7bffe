/** The sidebar for those who use a keyboard, a screen reader, a dark screen or a narrow one. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answer, around, emptyTicket, escalate } from './sidebar/fixtures.ts';
import { type Opened, type Setup, startBench } from './sidebar/open-sidebar.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let bench: Awaited<ReturnType<typeof startBench>>;

beforeAll(async () => {
  bench = await startBench();
}, 60_000);
afterAll(() => bench?.close());

const frameOf = ({ page }: Opened) => {
  const frame = page.frames()[1];
  if (!frame) throw new Error('no frame');
  return frame;
};

async function seriousFindings(sidebar: Opened): Promise<string[]> {
  const frame = frameOf(sidebar);
  await frame.evaluate(axeSource);
  // Colours on their way from one state to the next are nobody's to judge.
  await frame.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((a) => a.effect?.getComputedTiming().endTime !== Infinity)
        .map((a) => a.finished),
    ),
  );
  const { violations } = (await frame.evaluate('axe.run(document, { rules: { "target-size": { enabled: true } } })')) as AxeResults;
  return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
}

async function openAll(sidebar: Opened): Promise<void> {
  if (await sidebar.at('assist-menu').isVisible()) {
    await sidebar.at('assist-menu').click();
    await sidebar.at('ask').fill('How long do cards take?');
    await sidebar.at('ask-answer').click();
    await sidebar.at('ability-result').or(sidebar.at('ability-unavailable')).waitFor();
  }
  for (const summary of await sidebar.frame.locator('summary').all()) await summary.click();
  if ((await sidebar.at('citation').count()) > 0) {
    await sidebar.at('citation').last().click();
    await sidebar.at('passage').getByText('Cards take up to ten days.').waitFor();
  }
  if ((await sidebar.at('feedback-down').count()) > 0) await sidebar.at('feedback-down').click();
}

const states: Record<string, Setup> = {
  answer: { script: { prepared: answer } },
  'around it': {
    script: {
      prepared: answer,
      context: { ...around, sla: [...around.sla, { metric: 'first_reply', dueAt: '2026-01-01T00:00:00Z', state: 'breached', risk: 1 }] },
    },
    values: { readable: { 666: 'Where is my parcel?', 801: 'Lamp arrived broken', 802: 'Card payments fail' } },
  },
  escalate: { script: { prepared: escalate } },
  empty: { script: { prepared: emptyTicket } },
  'no model': { script: { prepared: answer, fail: { assist: { code: 'needs_model', message: 'No language model is connected.', retryable: false } } } },
  degraded: { script: { prepared: { ...answer, degraded: [{ part: 'vectors', message: 'Search by meaning is off.' }] } } },
  refused: { script: { fail: { suggest: { code: 'unavailable', message: 'Try again in a minute.', retryable: true } } } },
  'session over': { script: { fail: { suggest: { code: 'token_expired', message: 'Expired.', retryable: false } } } },
};

for (const colorScheme of ['light', 'dark']) {
  for (const [name, setup] of Object.entries(states)) {
    test(`axe finds nothing serious: ${name}, ${colorScheme}`, async () => {
      const sidebar = await bench.open({ ...setup, values: { ...setup.values, colorScheme } });
      await sidebar.frame.locator('main[aria-busy=false]').waitFor();
      if (setup.script?.context) await sidebar.at('recent-tickets').waitFor();
      expect(await seriousFindings(sidebar)).toEqual([]);
      await openAll(sidebar);
      expect(await seriousFindings(sidebar)).toEqual([]);
      await sidebar.page.close();
    });
  }
}

test('follows the host from light to dark', async () => {
  const sidebar = await bench.open();
  const background = () => frameOf(sidebar).evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await sidebar.at('article').first().waitFor();
  expect(await background()).toBe('rgb(255, 255, 255)');
  await sidebar.helpdesk((h) => h.emit('colorScheme.changed', 'dark'));
  await expect.poll(background).not.toBe('rgb(255, 255, 255)');
});

test('fits into 320 pixels, whatever words come', async () => {
  const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen_und_https://example.com/a/very/long/path/that/never/ends/0123456789';
  const [first, ...rest] = answer.articles;
  if (!first) throw new Error('no article');
  const wide = {
    ...answer,
    summary: long,
    triage: { ...answer.triage, tags: [{ tag: long, confidence: 0.9, reasons: [long], present: false }] },
    articles: [{ ...first, title: long, why: { ...first.why, reasons: [long] } }, ...rest],
    draft: { ...answer.draft, sentences: [{ text: `${long} ${long}`, citations: [1, 2], kind: 'step' as const }] },
    nextAction: { ...answer.nextAction, label: long },
    route: { ...answer.route, group: long, tags: [long] },
  };
  const context = { ...around, attachments: [{ name: `${long}.log`, bytes: 900, read: true }] };
  const sidebar = await bench.open({ script: { prepared: wide, context }, values: { readable: { 666: long, 801: long, 802: long } }, width: 320 });
  await sidebar.at('draft').locator('li').waitFor();
  await sidebar.at('recent-tickets').waitFor();
  await openAll(sidebar);
  const widths = await frameOf(sidebar).evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  const beyond = await frameOf(sidebar).evaluate(() =>
    [...document.querySelectorAll('body *')].filter((node) => node.getBoundingClientRect().right > innerWidth).map((node) => node.outerHTML.slice(0, 160)),
  );
  expect(beyond).toEqual([]);
  expect(widths[0]).toBe(widths[1]);
});

test('every step by keyboard alone, with the focus in sight', async () => {
  const sidebar = await bench.open();
  const { page } = sidebar;
  await sidebar.at('article').first().waitFor();
  const focused = () =>
    frameOf(sidebar).evaluate(() => {
      const node = document.activeElement;
      if (!(node instanceof HTMLElement)) return { name: '', seen: false };
      const style = getComputedStyle(node);
      const holder = node.closest('[data-testid]');
      return {
        name: node.dataset.testid ?? (node.tagName === 'SUMMARY' ? (holder?.getAttribute('data-testid') ?? 'summary') : (node.textContent ?? '')),
        seen: style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && style.outlineWidth !== '0px'),
      };
    });
  const visited: string[] = [];
  async function tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      const { name: now, seen } = await focused();
      visited.push(now);
      // The first Tab may still be on its way into the frame.
      if (now !== '' && now !== 'body') expect({ now, seen }).toEqual({ now, seen: true });
      if (now === name) return;
    }
    throw new Error(`Tab never reached ${name}: ${visited.join(', ')}`);
  }

  await tabTo('suggest-reply');
  await page.keyboard.press('Enter');
  await sidebar.frame.locator('[data-testid=draft][data-state=done]').waitFor();
  expect((await focused()).name).toBe('suggest-reply');
  await tabTo('confidence');
  await page.keyboard.press('Enter');
  await sidebar.frame.getByText('14 like tickets were solved with this article').waitFor();
  await tabTo('citation');
  await page.keyboard.press('Enter');
  await sidebar.at('passage').waitFor();
  await tabTo('Open article');
  await page.keyboard.press('Escape');
  await sidebar.at('passage').waitFor({ state: 'detached' });
  expect((await focused()).name).toBe('citation');
  await tabTo('insert-draft');
  await sidebar.helpdesk((h) => {
    h.values['comment.text'] = 'Hi';
  });
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await focused()).name).toBe('Add below');
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await focused()).name).toBe('insert-draft');
  for (const name of ['copy-draft', 'regenerate', 'feedback-up', 'feedback-down', 'tag-suggestion']) await tabTo(name);
  await page.keyboard.press('Space');
  await expect.poll(() => sidebar.helpdesk((h) => h.values['ticket.tags'])).toEqual(['payments', 'refund']);
  await tabTo('article-why');
  await page.keyboard.press('Enter');
  await sidebar.frame.getByText('Wait five banking days, then trace').waitFor();
  await tabTo('Read the passage');
  await page.keyboard.press('Enter');
  await sidebar.at('passage').waitFor();
  await page.keyboard.press('Escape');
  await tabTo('escalate');
  await page.keyboard.press('Enter');
  await sidebar.frame.getByText('Escalation is on its way').waitFor();
});
