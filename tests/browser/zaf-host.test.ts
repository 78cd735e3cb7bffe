/** The desk in a browser, with the real app-framework SDK in its sidebar and the desk's own Worker behind it. */
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createRequire } from 'node:module';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { post, type RunningDesk, startDesk } from './desk/running-desk.ts';
import { launchBrowser } from './launch.ts';

/** The SDK's client, and what the test page noted, as they stand in the iframe. */
type TestApp = {
  client: {
    get(path: string | string[]): Promise<Record<string, unknown>>;
    set(path: string, value: unknown): Promise<unknown>;
    invoke(path: string, ...args: unknown[]): Promise<unknown>;
    request(options: unknown): Promise<unknown>;
    on(event: string, handler: (data: unknown) => unknown): void;
    context(): Promise<unknown>;
    metadata(): Promise<unknown>;
  };
  seen: [string, unknown][];
  answer: unknown;
};
declare const window: TestApp & Window;

let desk: RunningDesk;
let browser: Browser;
let page: Page;
let complaints: string[] = [];

const tickets = [
  {
    id: '101',
    subject: 'Lamp flickers',
    body: 'It flickers at night.',
    status: 'open',
    tags: ['lighting'],
    slaDueInMinutes: 20,
    requester: { id: 'a', name: 'Ann Lee' },
  },
  { id: '102', subject: 'Second ticket', body: 'Another matter.', status: 'new', requester: { id: 'b', name: 'Bo Ek' }, customer: { tier: 'vip' } },
];

beforeAll(async () => {
  [desk, browser] = await Promise.all([startDesk(), launchBrowser()]);
  await post(`${desk.origin}/desk/api/demo/seed`, tickets.map((t) => JSON.stringify(t)).join('\n'));
});
afterAll(async () => {
  await browser?.close();
  await desk?.stop();
});
afterEach(async () => {
  if (page && !page.isClosed()) await page.close();
  desk.onWebhook = null;
  desk.webhookAnswers.length = 0;
  expect(complaints).toEqual([]);
  complaints = [];
});

async function openDesk(size = { width: 1440, height: 900 }): Promise<void> {
  page = await browser.newPage({ viewport: size, colorScheme: 'light' });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${desk.origin}/desk/`);
}

const row = (subject: string) => page.getByTestId('ticket-row').filter({ hasText: subject });
const panel = (id: number) => page.getByRole('article', { name: `Ticket ${id}`, includeHidden: true });

/** Opens the ticket and waits until its app has spoken to the desk. */
async function openTicket(subject: string, id: number): Promise<Frame> {
  await row(subject).click();
  const frame = await (await panel(id).getByTestId('sidebar').elementHandle())?.contentFrame();
  if (!frame) throw new Error('no sidebar');
  await frame.getByText('registered').waitFor();
  return frame;
}

const events = async (frame: Frame, name: string): Promise<unknown[]> =>
  (await frame.evaluate(() => window.seen)).filter(([event]) => event === name).map(([, data]) => data);

test('the app is opened by a signed page, and reads ticket, user and account through the SDK', async () => {
  await openDesk();
  const frame = await openTicket('Lamp flickers', 101);
  expect(desk.pages.at(-1)).toMatchObject({ iss: 'demo.zendesk.com', context: { location: 'ticket_sidebar' } });
  expect(await frame.evaluate(() => window.client.context())).toMatchObject({ product: 'support', account: { subdomain: 'demo' }, ticketId: 101 });
  expect(await frame.evaluate(() => window.client.metadata())).toMatchObject({ name: 'Deskgraph' });
  expect(
    await frame.evaluate(() => window.client.get(['ticket.id', 'ticket.tags', 'ticket.requester', 'currentAccount', 'colorScheme', 'no.such.path'])),
  ).toMatchObject({
    'ticket.id': 101,
    'ticket.tags': ['lighting'],
    'ticket.requester': { name: 'Ann Lee' },
    currentAccount: { subdomain: 'demo' },
    colorScheme: 'light',
    errors: { 'no.such.path': { message: 'No such Api' } },
  });
  // Alone, a path that fails rejects.
  expect(await frame.evaluate(() => window.client.get('no.such.path').catch((error: Error) => error.message))).toBe('"no.such.path" No such Api');
  expect(await frame.evaluate(() => window.client.request('/api/v2/tickets/101.json'))).toMatchObject({ ticket: { subject: 'Lamp flickers' } });
  expect(await frame.evaluate(() => window.client.request({ url: '/api/v2/tickets/999.json' }).catch((response) => response))).toMatchObject({
    status: 404,
    responseJSON: { error: 'RecordNotFound' },
  });
});

test('the app writes at the cursor, adds tags to the form, notifies and resizes', async () => {
  await openDesk();
  const frame = await openTicket('Lamp flickers', 101);
  const composer = panel(101).getByTestId('composer');
  await composer.fill('Hello , bye');
  await composer.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(6, 6));
  await frame.evaluate(() => window.client.invoke('ticket.editor.insert', 'Ann'));
  await expect.poll(() => composer.inputValue()).toBe('Hello Ann, bye');
  expect(await frame.evaluate(() => window.client.get('comment.text'))).toMatchObject({ 'comment.text': 'Hello Ann, bye' });

  await frame.evaluate(() => window.client.set('comment.useRichText', true));
  await frame.evaluate(() => window.client.set('comment.text', '<p>One &amp; <b>two</b></p><ul><li>three</li></ul><script>window.top.hacked = 1</script>'));
  await expect.poll(() => composer.inputValue()).toBe('One & two\n\n- three');

  await frame.evaluate(() => window.client.invoke('ticket.tags.add', ['from_app']));
  await panel(101).getByTestId('field-tags').getByText('from_app').waitFor();
  await frame.evaluate(() => window.client.invoke('notify', 'All <b>good</b>', 'alert'));
  await page.getByTestId('toast').filter({ hasText: 'All good' }).waitFor();
  await frame.evaluate(() => window.client.invoke('resize', { width: '100%', height: '2345px' }));
  await expect.poll(async () => (await panel(101).getByTestId('sidebar').boundingBox())?.height).toBe(2345);
  expect(await events(frame, 'ticket.tags.changed')).toEqual([['lighting', 'from_app']]);
});

test('Submit asks the app first, then saves, and tells how it went', async () => {
  await openDesk();
  const frame = await openTicket('Second ticket', 102);
  await frame.evaluate(() => {
    window.answer = 'Look at the flag first';
    window.client.on('ticket.save', () => window.answer);
  });
  const composer = panel(102).getByTestId('composer');
  const submit = panel(102).getByTestId('submit');
  await composer.fill('We are on it');
  await submit.click();
  await page.getByTestId('toast').filter({ hasText: 'Look at the flag first' }).waitFor();
  expect(await composer.inputValue()).toBe('We are on it');
  await expect.poll(() => events(frame, 'ticket.submit.fail')).toHaveLength(1);

  await frame.evaluate(() => {
    window.answer = true;
  });
  await composer.press('Control+Enter');
  await expect.poll(() => events(frame, 'ticket.submit.done')).toHaveLength(1);
  await panel(102).getByRole('region', { name: 'Conversation' }).getByText('We are on it').waitFor();
  expect(await composer.inputValue()).toBe('');
  // The first answer opens a new ticket; the form, the list and the app all see it.
  expect(await panel(102).getByTestId('field-status').inputValue()).toBe('open');
  expect(await events(frame, 'ticket.status.changed')).toEqual(['open']);
  expect(await frame.evaluate(() => window.client.get('ticket.conversation'))).toMatchObject({
    'ticket.conversation': [{}, { message: { content: expect.stringContaining('We are on it') } }],
  });
});

test('two tabs keep two apps alive, each with its own ticket, and a closed one is told', async () => {
  await openDesk();
  const first = await openTicket('Lamp flickers', 101);
  await first.evaluate(() => {
    window.answer = 'still here';
  });
  const second = await openTicket('Second ticket', 102);
  await expect.poll(() => events(first, 'app.deactivated')).toHaveLength(1);
  expect(await second.evaluate(() => window.client.get('ticket.id'))).toEqual({ 'ticket.id': 102 });
  expect(await first.evaluate(() => window.client.get('ticket.id'))).toEqual({ 'ticket.id': 101 });
  await page.getByTestId('ticket-tab').filter({ hasText: 'Lamp flickers' }).click();
  await expect.poll(() => events(first, 'app.activated')).toEqual([{ firstLoad: true }, { firstLoad: false }]);
  expect(await first.evaluate(() => window.answer)).toBe('still here');
  const farewell = page.waitForRequest((request) => request.url().includes('destroyed=1'));
  await page.getByRole('button', { name: 'Close ticket 102' }).click();
  await farewell;
  expect(await page.getByTestId('ticket-tab').count()).toBe(1);
});

test('a new ticket goes out by webhook; the tag it brings appears on the list and in the open ticket', async () => {
  await openDesk();
  const frame = await openTicket('Lamp flickers', 101);
  desk.webhookAnswers.push(409);
  desk.onWebhook = ({ body }) => {
    void fetch(`${desk.origin}/desk/zendesk/demo/api/v2/tickets/${body.ticket.id}/tags.json`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ tags: ['by_deskgraph'], safe_update: true, updated_stamp: body.ticket.updated_at }),
    });
  };
  await page.getByTestId('new-ticket').click();
  await page.getByTestId('new-ticket-subject').fill('Parcel is lost');
  await page.getByTestId('new-ticket-body').fill('Where is it?');
  await page.getByTestId('new-ticket-tier').fill('vip');
  await page.getByTestId('new-ticket-submit').click();
  await row('Parcel is lost').filter({ hasText: 'by_deskgraph' }).filter({ hasText: 'vip' }).waitFor();
  const sent = desk.webhooks.slice(-2);
  expect(sent.map((w) => [w.valid, w.body.type])).toEqual([
    [true, 'ticket_created'],
    [true, 'ticket_created'],
  ]);
  expect(sent[0]?.invocation).toBe(sent[1]?.invocation);

  // The same for a ticket that is open: its app hears of it.
  await fetch(`${desk.origin}/desk/zendesk/demo/api/v2/tickets/101/tags.json`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${desk.token}` },
    body: JSON.stringify({ tags: ['seen_live'] }),
  });
  await panel(101).getByTestId('field-tags').getByText('seen_live').waitFor();
  await expect.poll(() => events(frame, 'ticket.updated')).toHaveLength(1);
});

test('the colour scheme changes with the desk, and the app is told', async () => {
  await openDesk();
  const frame = await openTicket('Lamp flickers', 101);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => events(frame, 'colorScheme.changed')).toEqual(['dark']);
  await page.getByRole('button', { name: /^Colours/ }).click();
  await expect.poll(() => events(frame, 'colorScheme.changed')).toEqual(['dark', 'light']);
});

test('it can be used by keyboard alone, and on a phone', async () => {
  await openDesk({ width: 320, height: 640 });
  await row('Lamp flickers').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await panel(101).getByTestId('composer').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.getByRole('button', { name: 'Deskgraph', exact: true }).press('Enter');
  await panel(101).getByTestId('sidebar').waitFor();
  await page.getByRole('button', { name: 'Tickets', exact: true }).press('Enter');
  await row('Lamp flickers').waitFor();
});

test.each(['light', 'dark'] as const)('axe finds nothing serious (%s)', async (scheme) => {
  await openDesk();
  await page.emulateMedia({ colorScheme: scheme });
  await openTicket('Lamp flickers', 101);
  // Evaluated, not added as a script: the page's own policy would refuse it.
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const serious = async () =>
    page.evaluate(async () => {
      const axe = (
        globalThis as unknown as { axe: { run(where: unknown): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }
      ).axe;
      const { violations } = await axe.run({ exclude: ['iframe'] });
      return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => [v.id, v.nodes[0]?.html]);
    });
  expect(await serious()).toEqual([]);
  await page.getByTestId('new-ticket').click();
  expect(await serious()).toEqual([]);
});

test.each([
  ['another site', { origin: 'http://evil.example' }],
  ['a page without an origin of its own', { origin: 'null' }],
  ['a name bent to this machine', { host: 'evil.example' }],
])('%s cannot speak to the desk', async (_what, headers) => {
  const status = await new Promise((resolve, reject) => {
    get(`${desk.inner}/desk/api/installations`, { headers }, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
  expect(status).toBe(403);
});
