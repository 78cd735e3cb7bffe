/** The built sidebar in a real browser, against the framework’s protocol and a scripted Worker: what it shows, in every state. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answer, around, emptyTicket, eventsOf, sentences } from './sidebar/fixtures.ts';
import { type Bench, bodies, draftIs, type Setup, startBench } from './sidebar/open-sidebar.ts';

// A browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

let bench: Bench;
const open = (setup?: Setup) => bench.open(setup);

beforeAll(async () => {
  bench = await startBench();
}, 60_000);

afterAll(async () => {
  await bench?.close();
  // No test may make the panel speak in the console or break its content security policy.
  expect(bench?.complaints()).toEqual([]);
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

test('shows what stands around the ticket, and of other tickets only what the agent’s own session could read', async () => {
  const readable = { 801: 'Lamp arrived broken', 802: 'Card payments fail' };
  const sidebar = await open({ script: { context: around }, values: { readable } });
  const box = sidebar.at('around');
  await box.waitFor();
  const text = (await box.innerText()).replace(/\s+/g, ' ');
  expect(text).toContain('Next reply due in 40 minutes (42% of clocks that ran this long ended late)');
  expect(text).toContain('Resolution: the clock stands still');
  expect(text).not.toContain('First reply');
  expect(text).toContain('Attached: checkout.log (read), screen.png');
  expect(text).toContain('May be an incident of this problem');
  expect(text).toContain('1 other ticket of theirs');
  // A rating on a ticket that this agent may not read is nobody's business.
  expect(text).not.toContain('rating');
  await sidebar.at('recent-tickets').locator('summary').click();
  await sidebar.at('recent-tickets').getByRole('button', { name: 'Lamp arrived broken' }).click();
  await expect.poll(() => sidebar.helpdesk((h) => h.log.findLast((l) => l.path === 'routeTo')?.args)).toEqual(['ticket', '801']);
  await sidebar.at('link-problem').click();
  await box.getByText('Incident of this problem').waitFor();
  const put = await sidebar.helpdesk((h) => h.log.find((l) => l.path.startsWith('PUT'))?.args[0]);
  expect(put).toMatchObject({ message: { url: '/api/v2/tickets/4711.json', data: '{"ticket":{"type":"incident","problem_id":802}}' } });
});

test('an agent whose session can read none of them sees no other ticket, title or count', async () => {
  const sidebar = await open({ script: { context: { ...around, sla: [], attachments: [] } }, values: { readable: {} } });
  await sidebar.at('article').first().waitFor();
  await expect.poll(() => sidebar.helpdesk((h) => h.log.some((l) => l.path.includes('show_many')))).toBe(true);
  expect(await sidebar.at('around').count()).toBe(0);
  expect(await sidebar.frame.locator('body').innerText()).not.toMatch(/666|801|802|of theirs/);
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
