/** The built sidebar in a real browser, against the framework's protocol and a scripted Worker: what an agent does and sees. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answer, emptyTicket, escalate, eventsOf, sentences } from './sidebar/fixtures.ts';
import { type Opened, type Setup, startBench } from './sidebar/open-sidebar.ts';

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let bench: Awaited<ReturnType<typeof startBench>>;
const opened: Opened[] = [];

async function open(setup?: Setup): Promise<Opened> {
  const sidebar = await bench.open(setup);
  opened.push(sidebar);
  return sidebar;
}
const draftIs = ({ frame }: Opened, state: string) => frame.locator(`[data-testid=draft][data-state=${state}]`).waitFor({ state: 'attached' });
const bodies = ({ stub }: Opened, path: string) => stub.requests.filter((r) => r.path.endsWith(path) && r.method === 'POST').map((r) => r.body);
const composer = ({ helpdesk }: Opened) => helpdesk((h) => h.values['comment.text']);

async function withDraft(setup?: Setup): Promise<Opened> {
  const sidebar = await open(setup);
  await sidebar.at('article').first().waitFor();
  await sidebar.at('suggest-reply').click();
  await draftIs(sidebar, 'done');
  return sidebar;
}

beforeAll(async () => {
  bench = await startBench();
}, 60_000);

afterAll(async () => {
  await bench?.close();
  // No test may make the panel speak in the console or break its content security policy.
  expect(opened.flatMap((sidebar) => sidebar.complaints)).toEqual([]);
});

test('opens with what is known, without a click and without a draft', async () => {
  const sidebar = await open();
  await sidebar.at('article').first().waitFor();
  expect(await sidebar.frame.getByText('Mia returned a lamp').isVisible()).toBe(true);
  expect(await sidebar.at('tag-suggestion').allTextContents()).toEqual(['refund', 'bank_transfer', 'payments']);
  expect(await sidebar.frame.getByText('due in 25 minutes').isVisible()).toBe(true);
  expect(await sidebar.at('similar-ticket').count()).toBe(2);
  expect(await sidebar.at('next-action').textContent()).toContain('Send the reply');
  expect(await sidebar.at('confidence').textContent()).toContain('High confidence');
  expect(await sidebar.at('draft').getAttribute('data-state')).toBe('idle');
  expect(await sidebar.at('escalation-flag').count()).toBe(0);
  expect(await sidebar.at('degraded').count()).toBe(0);
  const request = sidebar.stub.requests.find((r) => r.path === '/v1/suggestions');
  expect(request?.headers.authorization).toBe('Bearer token-1');
  expect(request?.body).toEqual({ ticketId: '4711', until: 'decision', attempt: 0 });
});

test('falls back to the form when the helpdesk cannot be read, and says so', async () => {
  const suggest = { code: 'upstream_failed' as const, message: 'Zendesk did not answer.', retryable: true, unless: 'ticket' };
  const later = '2026-11-20T10:00:00Z';
  const conversation = [
    { author: { role: 'end-user' }, message: { content: 'Hello? <b>Anyone?</b>', contentType: 'text/html' }, timestamp: later, channel: { name: 'email' } },
    { author: { role: 'agent' }, message: { content: 'if a < b', contentType: 'text/plain' }, timestamp: later, channel: { name: 'internal' } },
  ];
  const comments = await open({ script: { fail: { suggest } } });
  const talk = await open({ script: { fail: { suggest } }, values: { 'ticket.conversation': conversation } });
  await comments.at('degraded').getByText('Helpdesk connection').waitFor();
  await talk.at('article').first().waitFor();
  expect(bodies(comments, '/v1/suggestions').at(-1)).toMatchObject({
    ticket: { id: '4711', tags: ['payments'], channel: 'email', messages: [{ role: 'requester', text: "Where is my refund?\n\nIt's been two weeks." }] },
  });
  expect(bodies(talk, '/v1/suggestions').at(-1)).toMatchObject({
    ticket: {
      messages: [
        { role: 'requester', public: true, at: later, text: 'Hello? Anyone?' },
        { role: 'agent', public: false, text: 'if a < b' },
      ],
    },
  });
});

test('streams a draft sentence by sentence, and says so politely', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const events: NonNullable<Setup['script']>['events'] = ({ body }) => {
    const all = eventsOf(answer, body.until === 'decision' ? 'decision' : 'draft');
    return body.until === 'decision' ? all : [...all.slice(0, 4), held, ...all.slice(4)];
  };
  const sidebar = await open({ script: { events } });
  await sidebar.at('suggest-reply').click();
  await draftIs(sidebar, 'streaming');
  await sidebar.frame.getByText('Refunds reach your bank account').waitFor();
  expect(await sidebar.at('insert-draft').count()).toBe(0);
  expect(await sidebar.frame.locator('[aria-live=polite]').textContent()).toContain('Writing');
  release();
  await draftIs(sidebar, 'done');
  expect(await sidebar.frame.locator('[aria-live=polite]').textContent()).toBe('Reply ready, 2 sources.');
  const text = String(await sidebar.at('draft').textContent()).replaceAll(/\s+/g, ' ');
  for (const sentence of sentences) expect(text).toContain(sentence.text.split(' ').slice(0, -1).join(' '));
  expect(await sidebar.at('draft').locator('ol > li').count()).toBe(2);
});

test('shows a prepared draft without a click, unless the Worker answers with another suggestion', async () => {
  const fresh = await open({ script: { prepared: answer } });
  await draftIs(fresh, 'done');
  expect(bodies(fresh, '/v1/suggestions')).toMatchObject([{ until: 'decision' }]);

  const stale = await open({ script: { prepared: answer, events: () => eventsOf({ ...answer, suggestionId: 'sug_2', summary: 'Newer.' }, 'decision') } });
  await stale.frame.getByText('Newer.').waitFor();
  await stale.frame.locator('main[aria-busy=false]').waitFor();
  expect(await stale.at('draft').getAttribute('data-state')).toBe('idle');
});

test('inserts into an empty composer, and reports it', async () => {
  const sidebar = await withDraft();
  await sidebar.at('insert-draft').click();
  await sidebar.frame.getByText('Inserted. Check it, then send.').waitFor();
  expect(await composer(sidebar)).toBe(answer.draft.text);
  expect(bodies(sidebar, '/v1/feedback')).toMatchObject([{ kind: 'inserted', suggestionId: 'sug_1' }]);
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
  expect(bodies(sidebar, '/v1/feedback')).toMatchObject([
    { kind: 'down', reason: null },
    { kind: 'down', reason: 'wrong_facts' },
  ]);
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

test('says what is missing when it works with less', async () => {
  const degraded = { ...answer, degraded: [{ part: 'model' as const, message: 'The language model does not answer; drafts are put together from sources.' }] };
  const sidebar = await open({ script: { prepared: degraded } });
  expect(await sidebar.at('degraded').textContent()).toContain('Missing now: Language model');
  await sidebar.at('degraded').click();
  expect(await sidebar.frame.getByText('drafts are put together from sources').isVisible()).toBe(true);
});

test('a stream that breaks keeps what was written, offers no insert, and can be retried', async () => {
  const events: NonNullable<Setup['script']>['events'] = ({ body }) =>
    body.until === 'decision' ? eventsOf(answer, 'decision') : [...eventsOf(answer, 'draft').slice(0, 4), 'cut'];
  const sidebar = await open({ script: { events } });
  await sidebar.at('article').first().waitFor();
  await sidebar.at('suggest-reply').click();
  await draftIs(sidebar, 'error');
  expect(await sidebar.frame.getByRole('alert').textContent()).toContain('cut off');
  expect(await sidebar.at('draft').textContent()).toContain('Refunds reach');
  expect(await sidebar.at('insert-draft').count()).toBe(0);
  sidebar.stub.script.events = () => eventsOf(answer, 'draft');
  await sidebar.frame.getByRole('button', { name: 'Try again' }).click();
  await draftIs(sidebar, 'done');
});

test('a refusal to open says what to do and keeps the draft button', async () => {
  const sidebar = await open({
    script: { fail: { suggest: { code: 'snapshot_missing', message: 'The knowledge is being built; try again in a minute.', retryable: true } } },
  });
  await sidebar.frame.getByText('The knowledge is being built').waitFor();
  expect(await sidebar.frame.getByText('Reference req_77').isVisible()).toBe(true);
  expect(await sidebar.at('suggest-reply').isVisible()).toBe(true);
  sidebar.stub.script.fail = {};
  await sidebar.frame.getByRole('button', { name: 'Try again' }).click();
  await sidebar.at('article').first().waitFor();
});

test('renews its token while it holds, and says reload when it is gone', async () => {
  const renewed = await open({ script: { tokenSeconds: 60 } });
  await expect.poll(() => renewed.stub.requests.some((r) => r.path === '/v1/session')).toBe(true);
  await renewed.at('article').first().waitFor();
  await renewed.at('suggest-reply').click();
  await draftIs(renewed, 'done');
  expect(renewed.stub.requests.filter((r) => r.path === '/v1/suggestions').at(-1)?.headers.authorization).toBe('Bearer token-2');

  const over = await open({ script: { fail: { suggest: { code: 'token_expired', message: 'Expired.', retryable: false } } } });
  await over.frame.getByText('Reload the page to go on').waitFor();
  expect(await over.frame.getByRole('alert').count()).toBe(1);
});

test('an empty ticket is said to be empty', async () => {
  const sidebar = await open({ script: { prepared: emptyTicket }, values: { 'ticket.comments': [], 'ticket.description': '', 'ticket.subject': '' } });
  await sidebar.frame.getByText('The ticket has no text yet').waitFor();
  expect(await sidebar.at('suggest-reply').isVisible()).toBe(true);
  expect(await sidebar.frame.getByText('Ask what the customer needs.').isVisible()).toBe(true);
});

test('notices that the conversation went on', async () => {
  const sidebar = await open({ script: { prepared: answer } });
  await draftIs(sidebar, 'done');
  await sidebar.helpdesk((h) => h.emit('ticket.conversation.changed', []));
  await sidebar.frame.getByText('The ticket has changed').waitFor();
  sidebar.stub.script.prepared = null;
  await sidebar.frame.getByRole('button', { name: 'Update' }).click();
  await draftIs(sidebar, 'idle');
  expect(await sidebar.frame.getByText('The ticket has changed').count()).toBe(0);
});

test('another ticket under the same panel starts anew', async () => {
  const sidebar = await open({ script: { prepared: answer } });
  await draftIs(sidebar, 'done');
  sidebar.stub.script.prepared = { ...answer, ticketId: '4712', summary: 'A wholly different matter.' };
  await sidebar.helpdesk((h) => {
    h.values['ticket.id'] = 4712;
    h.emit('ticket.id.changed', 4712);
  });
  await sidebar.frame.getByText('A wholly different matter.').waitFor();
});

test('what comes from outside is text, and only web addresses are links', async () => {
  const attack = '<img src=x onerror="parent.hacked=1"><script>parent.hacked=1</script>';
  const [first] = answer.articles;
  if (!first) throw new Error('no article');
  const hostile = {
    ...answer,
    summary: attack,
    articles: [{ ...first, title: attack, url: 'javascript:parent.hacked=1' }],
    draft: { ...answer.draft, sentences: [{ text: attack, citations: [], kind: 'statement' as const }] },
  };
  const sidebar = await open({ script: { prepared: hostile }, values: { 'ticket.comments': [{ author: { id: 7 }, value: attack }] } });
  await draftIs(sidebar, 'done');
  expect(await sidebar.at('draft').textContent()).toContain('<img src=x');
  expect(await sidebar.frame.locator('img, script:not([src]):not([type])').count()).toBe(0);
  expect(await sidebar.at('article').locator('a').count()).toBe(0);
  expect(await sidebar.page.evaluate('window.hacked')).toBeUndefined();
});

test('outside Zendesk, and without a session, there is a clear page', async () => {
  const sidebar = await open({ script: { withSession: false } });
  await sidebar.frame.getByText('Deskgraph could not sign you in').waitFor();
  await sidebar.page.goto(`${sidebar.stub.origin}/zendesk/sidebar`);
  await sidebar.page.getByText('Open Deskgraph in Zendesk').waitFor();
});

test('the frame is as high as its content', async () => {
  const sidebar = await open({ script: { prepared: answer } });
  await draftIs(sidebar, 'done');
  await expect
    .poll(() => sidebar.page.locator('iframe').evaluate((f: HTMLIFrameElement) => (f.contentDocument?.documentElement.scrollHeight ?? 0) - f.clientHeight))
    .toBe(0);
});

test('stays within 150 KB of gzipped JavaScript', () => {
  expect(bench.scriptBytes()).toBeLessThan(150 * 1024);
});
