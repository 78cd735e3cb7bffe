import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ticketSchema } from '../../../shared/ticket.ts';
import { defaultFieldMap, toTicket, type ZendeskBundle } from '../../../worker/adapters/zendesk/to-ticket.ts';
import { zendeskHelpdesk } from '../../../worker/adapters/zendesk/zendesk-helpdesk.ts';
import { helpdeskContract } from '../../contracts/helpdesk.ts';
import { fakeZendesk } from './fake-zendesk.ts';

let count = 0;
/** Another account each time: breakers are kept by account. */
const connect = () => {
  const zendesk = fakeZendesk();
  const helpdesk = zendeskHelpdesk({ origin: `https://acme-${count++}.test/base`, token: 'oauth-token', fieldMap: defaultFieldMap, fetch: zendesk.fetch });
  return { zendesk, helpdesk };
};

describe('Zendesk as a helpdesk', () => {
  helpdeskContract(() => {
    const { zendesk, helpdesk } = connect();
    return {
      helpdesk,
      ticketId: '35',
      tags: () => [...zendesk.ticket.tags],
      notes: () => zendesk.comments.filter((c) => !c.public).map((c) => c.plain_body),
      routing: () => ({ group: zendesk.groupName(), priority: zendesk.ticket.priority }),
      interfere: zendesk.interfere,
      loseNextAnswer: zendesk.loseNextAnswer,
    };
  });

  test('the customer’s facts come from the nearest field, and what is not mapped stays unknown', async () => {
    const { zendesk, helpdesk } = connect();
    expect((await helpdesk.fetchTicket('35')).customer).toEqual({ tier: 'gold', plan: 'Pro', region: null, version: null });
    expect(zendesk.requests.every((r) => r.authorization === 'Bearer oauth-token')).toBe(true);
  });

  test('a long conversation keeps its newest messages, oldest first', async () => {
    const { zendesk, helpdesk } = connect();
    for (let i = 0; i < 700; i++)
      zendesk.comments.push({
        id: 100 + i,
        author_id: 501,
        plain_body: `message ${i}`,
        public: true,
        created_at: new Date(Date.UTC(2026, 1, 1) + i * 1_000).toISOString(),
      });
    const { messages } = await helpdesk.fetchTicket('35');
    expect(messages).toHaveLength(500);
    expect(messages.at(-1)?.text).toBe('message 699');
    expect(messages[0]?.text).toBe('message 200');
  });

  test.each([
    [301, 'upstream_failed', false],
    [302, 'upstream_failed', false],
    [401, 'upstream_failed', false],
    [403, 'upstream_failed', false],
    [404, 'not_found', false],
    [409, 'conflict', true],
    [422, 'conflict', false],
    [429, 'rate_limited', true],
    [500, 'upstream_failed', true],
    [503, 'upstream_failed', true],
  ])('an answer of %i is told as %s', async (status, code, retryable) => {
    const { zendesk, helpdesk } = connect();
    for (let i = 0; i < 10; i++) zendesk.faults.push(() => new Response('<html>sorry</html>', { status }));
    await expect(helpdesk.setRouting('35', { group: null, priority: 'high' })).rejects.toMatchObject({ code, retryable });
  });

  test.each([
    ['not JSON', () => new Response('<html>')],
    ['a ticket that is null', () => Response.json({ ticket: null })],
  ])('%s is told as a failure of the helpdesk', async (_, fault) => {
    const { zendesk, helpdesk } = connect();
    for (let i = 0; i < 10; i++) zendesk.faults.push(fault);
    await expect(helpdesk.fetchTicket('35')).rejects.toMatchObject({ code: 'upstream_failed' });
  });

  test('reading is tried again after a passing fault, writing is not sent twice when it may have been done', async () => {
    const { zendesk, helpdesk } = connect();
    zendesk.faults.push(
      () => new Response('', { status: 502 }),
      () => new Response('', { status: 502 }),
    );
    await helpdesk.fetchTicket('35');
    zendesk.requests.length = 0;
    zendesk.faults.push(() => new Response('', { status: 502 }));
    await expect(helpdesk.setRouting('35', { group: null, priority: 'high' })).rejects.toMatchObject({ code: 'upstream_failed' });
    expect(zendesk.requests.filter((r) => r.method === 'PUT')).toHaveLength(1);
  });

  test('after failing again and again the account is left in peace for a while', async () => {
    const { zendesk, helpdesk } = connect();
    for (let i = 0; i < 100; i++) zendesk.faults.push(() => new Response('', { status: 500 }));
    for (let i = 0; i < 8; i++) await helpdesk.setRouting('35', { group: null, priority: 'high' }).catch(() => undefined);
    const sent = zendesk.requests.length;
    await expect(helpdesk.setRouting('35', { group: null, priority: 'high' })).rejects.toMatchObject({ code: 'upstream_failed', retryable: true });
    expect(zendesk.requests).toHaveLength(sent);
    expect(sent).toBeLessThan(8);
  });
});

describe('a ticket in Zendesk’s JSON', () => {
  const loose = fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string())), { nil: undefined });
  test('of any shape within the documented types is read without a fault', () => {
    const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 40 }), { nil: null });
    const id = fc.option(fc.oneof(fc.nat(), fc.constant(-1)), { nil: null });
    const bundle = fc.record(
      {
        ticket: fc.record(
          {
            subject: text,
            description: text,
            status: text,
            priority: text,
            tags: fc.option(fc.array(fc.string()), { nil: null }),
            requester_id: id,
            brand_id: id,
            created_at: text,
            updated_at: text,
            via: fc.option(fc.record({ channel: text }), { nil: null }),
          },
          { requiredKeys: [] },
        ),
        users: fc.array(
          fc.record({
            id: fc.nat(),
            name: text,
            role: text,
            locale: text,
            user_fields: fc.option(fc.dictionary(fc.constantFrom('tier', 'plan', 'x'), loose), { nil: null }),
          }),
        ),
        organizations: fc.array(fc.record({ id: fc.nat() })),
        comments: fc.array(
          fc.record(
            { id: fc.nat(), author_id: id, body: text, plain_body: text, public: fc.option(fc.boolean(), { nil: null }), created_at: text },
            { requiredKeys: [] },
          ),
        ),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(bundle, (given) => {
        const ticket = toTicket({ ...given, ticket: { ...given.ticket, id: 1 } } as ZendeskBundle, defaultFieldMap);
        expect(ticketSchema.parse(ticket)).toEqual(ticket);
      }),
      { numRuns: 300 },
    );
  });
});
