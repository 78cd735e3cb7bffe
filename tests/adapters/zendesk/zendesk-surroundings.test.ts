/** What is around a ticket in Zendesk, and the files that strangers attach to it. */
import { expect, test } from 'vitest';
import { slaEvents } from '../../../worker/adapters/zendesk/sla-events.ts';
import { defaultFieldMap } from '../../../worker/adapters/zendesk/to-ticket.ts';
import { zendeskClient } from '../../../worker/adapters/zendesk/zendesk-client.ts';
import { zendeskHelpdesk } from '../../../worker/adapters/zendesk/zendesk-helpdesk.ts';
import { AGENT, fakeZendesk, REQUESTER } from './fake-zendesk.ts';

let count = 0;
function connect() {
  const zendesk = fakeZendesk();
  const origin = `https://around-${count++}.zendesk.com`;
  const sent: { url: string; authorization: string | null }[] = [];
  const fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const { url, headers } = new Request(input, init);
    sent.push({ url, authorization: headers.get('authorization') });
    return zendesk.fetch(input, init);
  }) as typeof globalThis.fetch;
  const helpdesk = zendeskHelpdesk({ origin, token: 'oauth-token', fieldMap: defaultFieldMap, fetch });
  let at = 0;
  const attach = (file: object, author = REQUESTER) =>
    zendesk.comments.push({
      id: 50 + at,
      author_id: author,
      plain_body: 'See the file.',
      public: true,
      created_at: `2026-02-0${++at}T00:00:00Z`,
      attachments: [file],
    });
  return { zendesk, helpdesk, origin, sent, attach };
}
const text = (body: BodyInit) => () => new Response(body, { headers: { 'content-type': 'text/plain' } });

test('a text file of the requester joins the ticket; pictures, harmful files and an agent’s do not', async () => {
  const { zendesk, helpdesk, origin, attach } = connect();
  Object.assign(zendesk.pages, { '/attachments/1': text('E1234 payment gateway refused'), '/attachments/2': text('never read') });
  attach({ file_name: 'checkout.log', content_url: `${origin}/attachments/1`, content_type: 'application/octet-stream', size: 29 });
  attach({ file_name: 'virus.txt', content_url: `${origin}/attachments/2`, content_type: 'text/plain', malware_scan_result: 'malware_found' });
  attach({ file_name: 'screen.png', content_url: `${origin}/attachments/2`, content_type: 'image/png', size: 7 });
  attach({ file_name: 'ours.txt', content_url: `${origin}/attachments/2`, content_type: 'text/plain' }, AGENT);
  expect((await helpdesk.fetchTicket('35')).attachments).toEqual([{ name: 'checkout.log', text: 'E1234 payment gateway refused' }]);
  expect((await helpdesk.surroundings?.('35'))?.attachments).toEqual([
    { name: 'checkout.log', bytes: 29, read: true },
    { name: 'screen.png', bytes: 7, read: false },
    { name: 'ours.txt', bytes: null, read: false },
  ]);
});

test('the token goes to the account alone, and a file is read from where Zendesk keeps files', async () => {
  const { zendesk, helpdesk, origin, sent, attach } = connect();
  const to = (location: string) => () => new Response(null, { status: 302, headers: { location } });
  Object.assign(zendesk.pages, {
    '/attachments/1': to('https://p1.zdusercontent.com/kept/1'),
    '/kept/1': text('from the store'),
    '/attachments/2': to('https://evil.example/zdusercontent.com'),
    '/attachments/3': to('http://p1.zdusercontent.com/kept/1'),
  });
  for (const n of [1, 2, 3]) attach({ file_name: `${n}.txt`, content_url: `${origin}/attachments/${n}`, content_type: 'text/plain' });
  expect((await helpdesk.fetchTicket('35')).attachments).toEqual([{ name: '1.txt', text: 'from the store' }]);
  expect(sent.find((s) => s.url.includes('/kept/'))?.authorization).toBeNull();
  expect(sent.every((s) => s.url.startsWith(origin) || s.url === 'https://p1.zdusercontent.com/kept/1')).toBe(true);

  const other = connect();
  other.attach({ file_name: 'a.txt', content_url: 'https://elsewhere.zendesk.com/attachments/1', content_type: 'text/plain' });
  other.attach({ file_name: 'b.txt', content_url: 'not an address', content_type: 'text/plain' });
  expect((await other.helpdesk.fetchTicket('35')).attachments).toBeUndefined();
  expect(other.sent.every((s) => s.url.startsWith(other.origin))).toBe(true);
});

test.each([
  ['an endless one is read from its beginning', () => 'x'.repeat(3_000_000), 8_000],
  ['bytes are no text', () => new Uint8Array([80, 75, 3, 4, 0, 0, 0, 1]), null],
  ['an empty one', () => '   ', null],
  ['old Windows letters', () => new Uint8Array([0x46, 0xfc, 0x72]), 3],
])('a file: %s', async (_, body, length) => {
  const { zendesk, helpdesk, origin, attach } = connect();
  zendesk.pages['/attachments/1'] = () => new Response(body());
  attach({ file_name: 'a.txt', content_url: `${origin}/attachments/1`, content_type: 'text/plain' });
  expect((await helpdesk.fetchTicket('35')).attachments?.[0]?.text.length ?? null).toBe(length);
});

test('a file that does not come changes nothing', async () => {
  const { zendesk, helpdesk, origin, attach } = connect();
  zendesk.pages['/attachments/1'] = () => new Response('', { status: 500 });
  attach({ file_name: 'a.txt', content_url: `${origin}/attachments/1`, content_type: 'text/plain' });
  const ticket = await helpdesk.fetchTicket('35');
  expect(ticket.attachments).toBeUndefined();
  expect(ticket.messages.at(-1)?.text).toBe('See the file.');
});

test('the requester’s other tickets, clocks and open problems; side conversations are left alone', async () => {
  const { zendesk, helpdesk } = connect();
  Object.assign(zendesk.ticket, {
    type: 'incident',
    problem_id: 900,
    slas: {
      policy_metrics: [
        { metric: 'next_reply_time', breach_at: '2026-01-01T09:00:00Z', stage: 'active' },
        { metric: 'requester_wait_time', breach_at: null, stage: 'paused' },
        { metric: 'something_new', breach_at: null, stage: 'active' },
      ],
    },
  });
  zendesk.pages[`/api/v2/users/${REQUESTER}/tickets/requested.json`] = () =>
    Response.json({
      tickets: [
        { id: 35, status: 'open', created_at: '2026-01-01T00:00:00Z' },
        { id: 30, status: 'closed', created_at: '2025-01-01T00:00:00Z', satisfaction_rating: { score: 'bad_with_comment' } },
        { id: 31, status: 'strange', created_at: '2025-06-01T00:00:00Z', satisfaction_rating: { score: 'offered' } },
        { id: 32, status: 'open', created_at: '2025-07-01T00:00:00Z', via: { channel: 'side_conversation' } },
        null,
        {},
      ],
    });
  zendesk.pages['/api/v2/problems.json'] = () =>
    Response.json({
      tickets: [
        { id: 900, subject: 'Gateway down', description: 'Card payments fail', status: 'open' },
        { id: 901, subject: 'Old', status: 'solved' },
      ],
    });
  const around = await helpdesk.surroundings?.('35');
  expect(around?.recent).toEqual([
    { id: '31', status: 'open', createdAt: '2025-06-01T00:00:00Z', csat: null },
    { id: '30', status: 'closed', createdAt: '2025-01-01T00:00:00Z', csat: 'bad' },
  ]);
  expect(around).toMatchObject({ problemId: '900', isProblem: false, problems: [{ id: '900', text: 'Gateway down\nCard payments fail' }] });
  expect(around?.sla).toEqual([
    { metric: 'next_reply', dueAt: '2026-01-01T09:00:00Z', state: 'running' },
    { metric: 'resolution', dueAt: null, state: 'paused' },
  ]);

  zendesk.ticket.via = { channel: 'side_conversation' };
  expect((await helpdesk.fetchTicket('35')).sideConversation).toBe(true);
});

test('a plan without problems or a list that is not given leaves the rest', async () => {
  const { helpdesk } = connect();
  expect(await helpdesk.surroundings?.('35')).toMatchObject({ recent: [], problems: [], problemId: null });
});

test('metric events: starts and ends of clocks, whatever else the stream holds', async () => {
  const { zendesk, origin } = connect();
  const row = (type: string, more: object = {}) => ({ ticket_id: 1, metric: 'reply_time', instance_id: 1, type, time: '2026-01-01T00:00:00Z', ...more });
  zendesk.pages['/api/v2/incremental/ticket_metric_events.json'] = () =>
    Response.json({
      ticket_metric_events: [
        row('activate'),
        row('apply_sla'),
        row('fulfill', { time: '2026-01-01T01:00:00Z', instance_id: 2 }),
        null,
        row('activate', { metric: 'periodic_update_time' }),
        row('fulfill', { time: 7 }),
      ],
      end_time: 99,
      end_of_stream: true,
    });
  const { events, next, more } = await slaEvents(zendeskClient({ origin, token: 't', fetch: zendesk.fetch }), 50);
  expect(events).toEqual([
    { clock: '1|reply_time|1', metric: 'first_reply', type: 'started', at: Date.parse('2026-01-01T00:00:00Z') },
    { clock: '1|reply_time|2', metric: 'next_reply', type: 'ended', at: Date.parse('2026-01-01T01:00:00Z') },
  ]);
  expect([next, more]).toEqual([99, false]);
});
