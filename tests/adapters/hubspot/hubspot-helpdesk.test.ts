import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ticketSchema } from '../../../shared/ticket.ts';
import { hubspotHelpdesk } from '../../../worker/adapters/hubspot/hubspot-helpdesk.ts';
import { helpdeskContract } from '../../contracts/helpdesk.ts';
import { type RunningPortal, runPortal, TICKET } from './portal-under-test.ts';

let server: RunningPortal;
let count = 0;
beforeAll(async () => {
  server = await runPortal();
});
afterAll(() => server.close());

/** Another portal each time: breakers are kept by portal. */
function connect() {
  server.reset();
  const next = { interfere: false, lose: false };
  const watched: typeof fetch = async (input, init) => {
    const writes = init?.method !== undefined && init.method !== 'GET' && !String(input).includes('batch/read');
    if (writes && next.interfere) {
      next.interfere = false;
      const properties = server.data.tickets[0]?.properties ?? {};
      properties.deskgraph_tags = `${properties.deskgraph_tags};meanwhile`;
    }
    const response = await fetch(input, init);
    if (!writes || !next.lose) return response;
    next.lose = false;
    throw new TypeError('The answer was lost.');
  };
  const slept: number[] = [];
  const sleep = async (ms: number): Promise<void> => void slept.push(ms);
  const helpdesk = hubspotHelpdesk({ origin: server.origin, token: 'token', portalId: String(count++), fetch: watched, sleep });
  return { helpdesk, next, slept };
}
const properties = (): Record<string, string | null> => server.data.tickets[0]?.properties ?? {};
const messages = (): Record<string, unknown>[] => server.data.messages.t35 ?? [];
const comments = (): string[] =>
  messages()
    .filter((m) => m.type === 'COMMENT')
    .map((m) => String(m.text));

describe('HubSpot as a helpdesk', () => {
  helpdeskContract(() => {
    const { helpdesk, next } = connect();
    const label = (): string | null => String(server.data.pipelines.find((p) => p.id === properties().hs_pipeline)?.label ?? '');
    return {
      helpdesk,
      ticketId: TICKET,
      tags: () => (properties().deskgraph_tags ?? '').split(';'),
      notes: comments,
      routing: () => ({
        group: label(),
        priority: { LOW: 'low', MEDIUM: 'normal', HIGH: 'high', URGENT: 'urgent' }[properties().hs_ticket_priority ?? ''] ?? null,
      }),
      interfere: () => {
        next.interfere = true;
      },
      loseNextAnswer: () => {
        next.lose = true;
      },
    };
  });

  test('requester, customer facts and channel come with the ticket', async () => {
    const ticket = await connect().helpdesk.fetchTicket(TICKET);
    expect(ticket).toMatchObject({
      channel: 'email',
      status: 'open',
      priority: 'low',
      locale: 'en',
      customer: { tier: 'gold', plan: null },
      requester: { id: '501', name: 'Pat Doe', email: 'pat@example.test' },
    });
  });

  test('a conversation leads to its ticket; one without a ticket, and one that is gone, are not found', async () => {
    const { helpdesk } = connect();
    expect((await helpdesk.fetchTicket('thread:t35')).id).toBe(TICKET);
    server.data.messages.alone = [];
    await expect(helpdesk.fetchTicket('thread:alone')).rejects.toMatchObject({ code: 'not_found' });
    await expect(helpdesk.fetchTicket('thread:gone')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a ticket that is no number never becomes part of an address', async () => {
    await expect(connect().helpdesk.fetchTicket('35/../36?x=')).rejects.toMatchObject({ code: 'not_found' });
    expect(server.asked).toEqual([]);
  });

  test('a ticket without a conversation shows its own text, and keeps notes in a property, each once', async () => {
    const { helpdesk } = connect();
    server.data.threads[TICKET] = [];
    expect((await helpdesk.fetchTicket(TICKET)).messages).toMatchObject([{ role: 'requester', text: 'Please send my money back.' }]);
    for (const marker of ['marker:1', 'marker:1', 'marker:2']) await helpdesk.addInternalNote(TICKET, 'Handed over.', marker);
    expect(properties().deskgraph_note?.match(/marker:\d/g)).toEqual(['marker:1', 'marker:2']);
  });

  test('missing associations, spam, broken entries and unknown types are left out, the rest is read', async () => {
    const { helpdesk } = connect();
    server.portal.contactsOf = {};
    server.data.threads[TICKET]?.push({ id: 'spam', spam: true }, { id: null }, { nothing: true });
    messages().push(
      { id: 'x', type: 'NEWER_KIND', text: 'x' },
      { type: 'MESSAGE' },
      { id: 'm9', type: 'MESSAGE', richText: '<p>Any <b>news</b>?</p>', direction: 'INCOMING', createdAt: null },
    );
    const ticket = await helpdesk.fetchTicket(TICKET);
    expect(ticketSchema.parse(ticket)).toEqual(ticket);
    expect(ticket.messages.map((m) => m.text)).toContain('Any news?');
    expect(ticket.messages).toHaveLength(3);
    expect(ticket.requester).toMatchObject({ id: '501' });
  });

  test('a shortened message is read whole; where that fails its shortened text stays', async () => {
    const { helpdesk } = connect();
    Object.assign(messages()[1] ?? {}, { text: 'Please …', truncationStatus: 'TRUNCATED' });
    expect((await helpdesk.fetchTicket(TICKET)).messages[0]?.text).toBe('Please …');
    server.data.originals.m1 = { text: 'Please send my money back, all of it.' };
    expect((await helpdesk.fetchTicket(TICKET)).messages[0]?.text).toBe('Please send my money back, all of it.');
  });

  test('one contact of a batch that fails (207) does not hide the others, and a failed one is asked for again', async () => {
    const { helpdesk } = connect();
    server.portal.contactsOf[TICKET] = ['500', '501'];
    expect((await helpdesk.fetchTicket(TICKET)).requester?.id).toBe('501');
    server.portal.contactsOf[TICKET] = ['501'];
    server.portal.failingContacts = ['501'];
    expect((await helpdesk.fetchTicket(TICKET)).requester?.id).toBe('501');
  });

  test('a tag that the portal has never seen becomes an option first; the property is made where it is missing', async () => {
    const { helpdesk } = connect();
    expect(await helpdesk.addTags(TICKET, ['new; one'])).toEqual(['billing', 'new, one']);
    server.data.properties = [];
    properties().deskgraph_tags = '';
    expect(await helpdesk.addTags(TICKET, ['fresh'])).toEqual(['fresh']);
    expect(server.data.properties.map((p) => p.name)).toEqual(['deskgraph_tags', 'deskgraph_note']);
  });

  test('routes to a pipeline, a stage of the ticket’s own, or an owner; a ticket already there keeps its stage', async () => {
    const { helpdesk } = connect();
    expect(await helpdesk.setRouting(TICKET, { group: 'waiting on us', priority: null })).toEqual({ group: 'Waiting on us', priority: null });
    await helpdesk.setRouting(TICKET, { group: 'Support', priority: null });
    expect(properties()).toMatchObject({ hs_pipeline: '0', hs_pipeline_stage: '2' });
    await helpdesk.setRouting(TICKET, { group: 'Billing', priority: null });
    expect(properties()).toMatchObject({ hs_pipeline: '9', hs_pipeline_stage: '91' });
    expect(await helpdesk.setRouting(TICKET, { group: 'kim@acme.test', priority: null })).toEqual({ group: 'Kim Lee', priority: null });
    expect(properties().hubspot_owner_id).toBe('70');
    expect(await helpdesk.setRouting(TICKET, { group: 'Closed', priority: null })).toEqual({ group: null, priority: null });
  });

  test('a ticket in a stage that is closed is closed', async () => {
    const { helpdesk } = connect();
    properties().hs_pipeline_stage = '4';
    expect((await helpdesk.fetchTicket(TICKET)).status).toBe('closed');
  });

  test.each([
    [401, 'upstream_failed', false],
    [403, 'upstream_failed', false],
    [404, 'not_found', false],
    [409, 'conflict', true],
    [400, 'conflict', false],
    [423, 'rate_limited', true],
    [429, 'rate_limited', true],
    [477, 'rate_limited', true],
    [500, 'upstream_failed', true],
    [503, 'upstream_failed', true],
  ])('an answer of %i is told as %s', async (status, code, retryable) => {
    const { helpdesk } = connect();
    server.faults.push({ path: /./, kind: 'status', status });
    await expect(helpdesk.setRouting(TICKET, { group: null, priority: 'high' })).rejects.toMatchObject({ code, retryable });
  });

  test.each([
    [423, 0, 2_000],
    [477, 1, 1_000],
    [429, 2, 2_000],
  ])('after %i the write waits as it was told, and is then made once', async (status, retryAfter, pause) => {
    const { helpdesk, slept } = connect();
    server.faults.push({ path: /tickets\/35$/, kind: 'status', status, times: 1, ...(retryAfter ? { retryAfter } : {}) });
    await helpdesk.setRouting(TICKET, { group: null, priority: 'urgent' });
    expect(slept).toEqual([pause]);
    expect(properties().hs_ticket_priority).toBe('URGENT');
    expect(server.asked.filter((a) => a.method === 'PATCH')).toHaveLength(2);
  });

  test.each(['malformed', 'hang'] as const)('%s answers are a failure of the helpdesk, never of us', async (kind) => {
    const { helpdesk } = connect();
    server.faults.push({ path: /./, kind });
    await expect(helpdesk.fetchTicket(TICKET)).rejects.toMatchObject({ code: 'upstream_failed' });
  });

  test('reading is tried again after a passing fault; a write whose answer broke is not', async () => {
    const { helpdesk } = connect();
    server.faults.push({ path: /./, kind: 'status', status: 502, times: 2 });
    expect((await helpdesk.fetchTicket(TICKET)).id).toBe(TICKET);
    server.asked.length = 0;
    server.faults.push({ path: /./, kind: 'status', status: 502 });
    await expect(helpdesk.setRouting(TICKET, { group: null, priority: 'low' })).rejects.toMatchObject({ code: 'upstream_failed' });
    expect(server.asked).toHaveLength(1);
  });
});

describe('sending as the agent', () => {
  const reply = { text: 'We sent it back today.', userId: '7', recipient: 'Pat Doe <pat@example.test>', threadId: 't35', notBefore: Date.UTC(2026, 3, 1) };

  test('shows recipient and channel, and sends exactly that', async () => {
    const { replies } = connect().helpdesk;
    expect(await replies?.target(TICKET)).toEqual({ threadId: 't35', channel: 'e-mail', recipient: reply.recipient, sendable: true, reason: null });
    await replies?.send(TICKET, reply);
    expect(messages().at(-1)).toMatchObject({
      type: 'MESSAGE',
      text: reply.text,
      senderActorId: 'A-7',
      channelId: '1002',
      channelAccountId: '5',
      recipients: [{ actorId: 'V-501', recipientField: 'TO', deliveryIdentifiers: [{ type: 'HS_EMAIL_ADDRESS', value: 'pat@example.test' }] }],
    });
  });

  test('a reply whose answer was lost is found, not sent again', async () => {
    const { helpdesk, next } = connect();
    next.lose = true;
    await expect(helpdesk.replies?.send(TICKET, reply)).rejects.toMatchObject({ code: 'upstream_failed' });
    const sent = messages().length;
    await helpdesk.replies?.send(TICKET, reply);
    expect(messages()).toHaveLength(sent);
  });

  test('another recipient than the one confirmed needs another confirmation', async () => {
    const { replies } = connect().helpdesk;
    messages().push({
      ...messages()[1],
      id: 'm5',
      createdAt: '2026-02-01T00:00:00Z',
      senders: [{ actorId: 'V-9', name: 'Eve', deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'eve@example.test' } }],
    });
    await expect(replies?.send(TICKET, reply)).rejects.toMatchObject({ code: 'conflict' });
    expect(messages().filter((m) => m.direction === 'OUTGOING')).toEqual([]);
  });

  test('WhatsApp cannot be sent by an app, and says so', async () => {
    const { replies } = connect().helpdesk;
    for (const m of messages()) m.channelId = '1007';
    expect(await replies?.target(TICKET)).toMatchObject({ sendable: false, channel: 'WhatsApp', reason: expect.stringContaining('Copy') });
    await expect(replies?.send(TICKET, reply)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a ticket without a conversation has nobody to send to', async () => {
    const { replies } = connect().helpdesk;
    server.data.threads = {};
    expect(await replies?.target(TICKET)).toMatchObject({ sendable: false });
  });
});
