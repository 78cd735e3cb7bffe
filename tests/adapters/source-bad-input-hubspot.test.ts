import { afterEach, expect, test } from 'vitest';
import type { TicketDocument } from '../../shared/knowledge.ts';
import type { SourceSkip } from '../../shared/source-document.ts';
import { evenPacer } from '../../worker/adapters/embedded/even-pacer.ts';
import { memorySourceStore } from '../../worker/adapters/embedded/memory-source-store.ts';
import { hubspotTicketsSource } from '../../worker/adapters/hubspot/hubspot-tickets-source.ts';
import { readSource } from '../../worker/knowledge/collect/read-source.ts';
import { hubspotData, hubspotServer } from '../servers/hubspot-server.ts';
import { type RecordedServer, virtualTime } from '../servers/recorded-server.ts';

const servers: RecordedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function ticketsOf(data: ReturnType<typeof hubspotData>, { clock, sleep }: ReturnType<typeof virtualTime>, more: object = {}) {
  const server = await hubspotServer(data, { now: clock.now });
  servers.push(server);
  const source = hubspotTicketsSource({ origin: server.origin, token: 'token', portalId: '1', clock, pacer: evenPacer({ clock, sleep }), ...more });
  return { server, source };
}

const reasons = (skipped: SourceSkip[]): string => skipped.map((s) => `${s.where}: ${s.reason}`).join('\n');

test('HubSpot: shortened messages are fetched whole, notes stay internal, the assistant’s welcome is left out', async () => {
  const time = virtualTime();
  const { server, source } = await ticketsOf(hubspotData(), time, { tagProperty: 'support_tags', customerProperties: { plan: 'plan' } });
  const store = memorySourceStore();
  server.faults.push({ path: /m9006-3\/original-content/, kind: 'status', status: 404 });
  const reading = await readSource(source, store, { sleep: time.sleep });
  const of = (id: string) => store.documents().find((d) => d.kind === 'ticket' && d.document.id === id)?.document as TicketDocument;
  expect(of('9003')).toMatchObject({
    status: 'closed',
    channel: 'email',
    priority: 'normal',
    tags: ['PRODUCT_ISSUE', 'BILLING_ISSUE', 'silent', 'radio'],
    customer: { plan: 'Pro' },
  });
  expect(of('9003').replies).toMatchObject([
    { role: 'agent', public: false, text: 'Known trouble with type 3.' },
    { role: 'agent', public: true, author: 'Kim', text: expect.stringContaining('hold it for ten seconds') },
  ]);
  expect(of('9006').replies.at(-1)?.text).toBe('Turn the …');
  expect(reasons(reading.skipped)).toMatch(/m9006-3.*shortened/);
  expect(store.documents().some((d) => d.kind === 'tag' && d.document.tag === 'silent' && d.document.name === 'Silent')).toBe(true);
});

test('more tickets than HubSpot’s search shows at once are all reached', async () => {
  const time = virtualTime();
  const data = hubspotData();
  const [closed] = data.tickets.slice(1, 2);
  const changed = (n: number): string => new Date(Date.UTC(2025, 10, 1) + n * 60_000).toISOString();
  // Open tickets cost no further calls; the closed ones at the end show that the search got there.
  for (let i = 0; i < 10_100; i++)
    data.tickets.push({
      id: String(20_000 + i),
      archived: false,
      properties: { ...closed?.properties, hs_pipeline_stage: i < 10_090 ? '1' : '4', hs_lastmodifieddate: changed(i) },
    });
  const { source } = await ticketsOf(data, time);
  const store = memorySourceStore();
  expect(await readSource(source, store, { sleep: time.sleep })).toMatchObject({ state: 'done' });
  expect(store.documents().filter((d) => Number(d.document.id) >= 20_000)).toHaveLength(10);
}, 60_000);
