/** The built sidebar in a real browser: what an agent does with a suggestion. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answer, escalate, eventsOf } from './sidebar/fixtures.ts';
import { type Bench, bodies, draftIs, type Opened, type Setup, startBench } from './sidebar/open-sidebar.ts';

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let bench: Bench;
const open = (setup?: Setup) => bench.open(setup);
const withDraft = (setup?: Setup) => bench.withDraft(setup);
const composer = ({ helpdesk }: Opened) => helpdesk((h) => h.values['comment.text']);

beforeAll(async () => {
  bench = await startBench();
}, 60_000);

afterAll(async () => {
  await bench?.close();
  // No test may make the panel speak in the console or break its content security policy.
  expect(bench?.complaints()).toEqual([]);
});

test('inserts into an empty composer, and reports it', async () => {
  const sidebar = await withDraft();
  await sidebar.at('insert-draft').click();
  await sidebar.frame.getByText('Inserted. Check it, then send.').waitFor();
  expect(await composer(sidebar)).toBe(answer.draft.text);
  expect(bodies(sidebar, '/v1/feedback')).toMatchObject([
    { kind: 'shown', suggestionId: 'sug_1' },
    { kind: 'inserted', suggestionId: 'sug_1' },
  ]);
});

test('asks before touching text in the composer', async () => {
  const sidebar = await withDraft({ values: { 'comment.text': 'Dear Mia,' } });
  await sidebar.at('insert-draft').click();
  await sidebar.frame.getByRole('button', { name: 'Cancel' }).click();
  expect(await composer(sidebar)).toBe('Dear Mia,');
  await sidebar.at('insert-draft').click();
  await sidebar.frame.getByRole('button', { name: 'Add below' }).click();
  await sidebar.frame.getByText('Inserted.').waitFor();
  expect(await composer(sidebar)).toBe(`Dear Mia,\n\n${answer.draft.text}`);
  await sidebar.at('insert-draft').click();
  await sidebar.frame.getByRole('button', { name: 'Replace it' }).click();
  await expect.poll(() => composer(sidebar)).toBe(answer.draft.text);
});

test('a rich composer gets escaped HTML', async () => {
  const hostile = { ...answer, draft: { ...answer.draft, text: 'If a < b & c\nthen <img src=x>' } };
  const sidebar = await open({ script: { prepared: hostile }, values: { 'comment.useRichText': true, 'comment.text': '<p><br></p>' } });
  await sidebar.at('insert-draft').click();
  await sidebar.frame.getByText('Inserted.').waitFor();
  expect(String(await composer(sidebar))).toContain('If a &lt; b &amp; c<br>then &lt;img src=x&gt;');
});

test('inserts nothing when another ticket is open by then', async () => {
  const sidebar = await withDraft();
  await sidebar.helpdesk((h) => {
    h.values['ticket.id'] = 999;
    h.values['comment.text'] = '';
  });
  await sidebar.at('insert-draft').click();
  await sidebar.frame.getByText('Nothing was inserted').waitFor();
  expect(await composer(sidebar)).toBe('');
  const notices = await sidebar.helpdesk((h) => h.log.filter((call) => call.path === 'notify').map((call) => String(call.args[0])));
  expect(notices).toEqual(['Deskgraph inserted nothing: that reply belongs to ticket 4711.']);
});

test('a citation opens its passage in place, with the cited words marked', async () => {
  const sidebar = await withDraft();
  await sidebar.at('citation').first().click();
  const passage = sidebar.at('passage');
  await passage.getByText('We write to you when we send money.').waitFor();
  expect(await passage.locator('mark').textContent()).toBe(answer.draft.citations[0]?.quote);
  expect(await passage.textContent()).not.toContain('Internal only');
  await sidebar.page.keyboard.press('Escape');
  await passage.waitFor({ state: 'detached' });
  expect(
    await sidebar
      .at('citation')
      .first()
      .evaluate((node) => node === document.activeElement),
  ).toBe(true);

  await sidebar.at('citation').last().click();
  await passage.getByText('Internal only').waitFor();
});

test('a passage that cannot be fetched still shows the cited words', async () => {
  const sidebar = await withDraft({ script: { fail: { passage: { code: 'unavailable', message: 'Not now.', retryable: true } } } });
  await sidebar.at('citation').first().click();
  await sidebar.at('passage').getByRole('alert').waitFor();
  expect(await sidebar.at('passage').textContent()).toContain('within five banking days');
  sidebar.stub.script.fail = {};
  await sidebar.at('passage').getByRole('button', { name: 'Try again' }).click();
  await sidebar.at('passage').getByText('Cards take up to ten days.').waitFor();
});

test('an article says why it is there: the way from the ticket, with evidence', async () => {
  const sidebar = await open();
  const why = sidebar.at('article-why').first();
  await why.click();
  const steps = why.getByRole('list', { name: 'How the ticket leads here' }).getByRole('listitem');
  expect(await steps.count()).toBe(4);
  expect(await steps.nth(1).textContent()).toContain('Refund not on the bank statement');
  expect(await steps.nth(1).textContent()).toContain('ticket 812, ticket 813, ticket 901 and 2 more');
  expect(await steps.nth(3).textContent()).toContain('art-refunds, version 7');
  expect(await sidebar.at('article').nth(1).textContent()).toContain('Internal only');
});

test('a person must decide: reasons in words, where it goes, the note to edit, one click', async () => {
  const events: NonNullable<Setup['script']>['events'] = ({ body }) => eventsOf(escalate, body.until === 'decision' ? 'decision' : 'draft');
  const sidebar = await open({ script: { events } });
  const flag = sidebar.at('escalation-flag');
  await flag.waitFor();
  expect(await flag.textContent()).toContain('Refunds above 500 EUR are decided by the billing lead.');
  expect(await flag.textContent()).toContain('Legal threat');
  for (const word of ['Billing', 'urgent', 'refund_above_limit']) expect(await flag.textContent()).toContain(word);
  expect(await sidebar.frame.getByText('The customer names a lawyer.').count()).toBe(1);
  await flag.getByText('Internal note').click();
  await flag.getByRole('textbox').fill('Call her back today.');
  await sidebar.at('escalate').click();
  await flag.getByText('Escalation is on its way to Billing').waitFor();
  expect(bodies(sidebar, '/escalate')).toEqual([{ suggestionId: 'sug_1', group: 'Billing', note: 'Call her back today.' }]);
});

test('an escalation that fails can be tried again', async () => {
  const sidebar = await open({
    script: { prepared: escalate, fail: { escalate: { code: 'upstream_failed', message: 'Zendesk did not answer.', retryable: true } } },
  });
  await sidebar.at('escalate').click();
  await sidebar.frame.getByText('Zendesk did not answer.').waitFor();
  sidebar.stub.script.fail = {};
  await sidebar.at('escalation-flag').getByRole('button', { name: 'Try again' }).click();
  await sidebar.frame.getByText('Escalation is on its way to Billing').waitFor();
});

test('a tag is one click into the form of the agent', async () => {
  const sidebar = await open();
  await sidebar.frame.getByRole('button', { name: 'Add tag refund' }).click();
  await sidebar.frame.getByRole('button', { name: 'refund', exact: true, pressed: true }).waitFor();
  expect(await sidebar.helpdesk((h) => h.values['ticket.tags'])).toEqual(['payments', 'refund']);
  await expect.poll(() => bodies(sidebar, '/v1/feedback')).toMatchObject([{ kind: 'tag_added', tag: 'refund' }]);

  await sidebar.helpdesk((h) => h.broken.push('ticket.tags.add'));
  await sidebar.frame.getByRole('button', { name: 'Add tag bank_transfer' }).click();
  await sidebar.frame.getByText('bank_transfer was not added').waitFor();
});

test('thumbs count at once; a thumb down takes a reason', async () => {
  const sidebar = await withDraft();
  await sidebar.at('feedback-down').click();
  await sidebar.frame.getByRole('button', { name: 'Wrong facts' }).click();
  await sidebar.frame.getByText('Thank you.').waitFor();
  expect(bodies(sidebar, '/v1/feedback')).toMatchObject([{ kind: 'shown' }, { kind: 'down', reason: null }, { kind: 'down', reason: 'wrong_facts' }]);
  await sidebar.at('feedback-up').click();
  await expect.poll(() => bodies(sidebar, '/v1/feedback').at(-1)).toMatchObject({ kind: 'up', suggestionId: 'sug_1' });
});

test('regenerate asks for another attempt under another key', async () => {
  const sidebar = await withDraft();
  await sidebar.at('regenerate').click();
  await expect.poll(() => bodies(sidebar, '/v1/suggestions').map((b) => b.attempt)).toEqual([0, 0, 1]);
  await draftIs(sidebar, 'done');
  const keys = sidebar.stub.requests.filter((r) => r.path === '/v1/suggestions').map((r) => r.headers['idempotency-key']);
  expect(new Set(keys).size).toBe(3);
});

test('copies; when the clipboard is barred, by selection; when that is barred too, selects the reply', async () => {
  const sidebar = await withDraft();
  const copy = async (clipboard: boolean, selection: boolean) => {
    await sidebar.frame.locator('body').evaluate(
      (body, [byClipboard, bySelection]) => {
        navigator.clipboard.writeText = async (text) => {
          if (!byClipboard) throw new Error('barred');
          body.dataset.copied = `clipboard:${text}`;
        };
        document.execCommand = () => {
          if (bySelection) body.dataset.copied = `selection:${(document.activeElement as HTMLTextAreaElement).value}`;
          return Boolean(bySelection);
        };
      },
      [clipboard, selection],
    );
    await sidebar.at('copy-draft').click();
    return () => sidebar.frame.locator('body').getAttribute('data-copied');
  };
  await expect.poll(await copy(true, true)).toBe(`clipboard:${answer.draft.text}`);
  await sidebar.frame.getByText('Copied', { exact: true }).waitFor();
  await expect.poll(await copy(false, true)).toBe(`selection:${answer.draft.text}`);
  await copy(false, false);
  await sidebar.frame.getByText('browser blocked copying').waitFor();
  expect(await sidebar.frame.locator('body').evaluate(() => String(getSelection()))).toContain('Find the confirmation number');
});
