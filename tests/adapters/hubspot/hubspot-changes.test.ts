import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hubspotPortal } from '../../../worker/adapters/hubspot/hubspot-portal.ts';
import type { ChangedTicket } from '../../../worker/helpdesk-ports.ts';
import { type RunningPortal, runPortal } from './portal-under-test.ts';

let server: RunningPortal;
beforeAll(async () => {
  server = await runPortal();
});
afterAll(() => server.close());
beforeEach(() => server.reset());

const START = Date.parse('2026-02-01T00:00:00Z');
const add = (id: number, at: number, stage = '1') =>
  server.data.tickets.push({
    id: String(id),
    archived: false,
    properties: {
      hs_pipeline: '0',
      hs_pipeline_stage: stage,
      deskgraph_tags: 'billing;refund',
      createdate: new Date(at).toISOString(),
      hs_lastmodifieddate: new Date(at).toISOString(),
    },
  });

/** All pages, as the hourly reading asks for them. */
async function readAll(most = 10): Promise<ChangedTicket[]> {
  const portal = hubspotPortal({ origin: server.origin, token: 'token', portalId: '1' });
  const all = new Map<string, ChangedTicket>();
  let cursor: string | null = null;
  for (let page = 0; page < most; page++) {
    const { tickets, next, more } = await portal.changedTickets(cursor, START / 1_000);
    for (const ticket of tickets) all.set(ticket.id, ticket);
    cursor = next;
    if (!more) return [...all.values()];
  }
  throw new Error('never came to an end');
}

test('every ticket changed since then, with its tags, and whether its stage is a closed one', async () => {
  const closed = '4';
  for (let i = 0; i < 450; i++) add(1_000 + i, START + i * 1_000, i === 7 ? closed : '1');
  const found = await readAll();
  expect(found).toHaveLength(450);
  expect(found[0]).toMatchObject({ id: '1000', tags: ['billing', 'refund'], status: 'open' });
  expect(found.filter((t) => t.status === 'closed').map((t) => t.id)).toEqual(['1007']);
});

test('a page of one single moment does not hold it up', async () => {
  for (let i = 0; i < 200; i++) add(1_000 + i, START);
  add(2_000, START + 5_000);
  expect((await readAll()).map((t) => t.id)).toContain('2000');
});

test('entries that are malformed are passed over', async () => {
  add(1_000, START);
  server.faults.push({ path: /tickets\/search/, kind: 'odd', times: 1 });
  expect((await readAll()).map((t) => t.id)).toEqual(['1000']);
});
