/** An outage of the sample company: tickets about one thing pile up, agents see it, and a replay of each answer stays what it was. */
import { beforeAll, expect, test } from 'vitest';
import articles from '../../apps/desk/sample-data/articles.jsonl?raw';
import tickets from '../../apps/desk/sample-data/tickets.jsonl?raw';
import type { Suggestion } from '../../shared/suggestion.ts';
import { type Ticket, ticketSchema } from '../../shared/ticket.ts';
import type { Helpdesk } from '../../worker/helpdesk-ports.ts';
import { processEvent } from '../../worker/queue.ts';
import { createClient, createInstallation, ingest } from './support/harness.ts';

type Row = { id: string; subject: string; body: string; createdAt: string; status?: string };
const rowsOf = (text: string): Row[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
const all = rowsOf(tickets);
const solved = new Set<string>();
const helpdesk = {
  platform: 'zendesk' as const,
  fetchTicket: async (id: string): Promise<Ticket> => {
    const { subject, body, createdAt } = all.find((row) => row.id === id) as Row;
    const messages = [{ id: 'm1', role: 'requester', at: createdAt, text: body || '-' }];
    return ticketSchema.parse({ id, subject, createdAt, status: solved.has(id) ? 'solved' : 'open', messages });
  },
} as unknown as Helpdesk;

const { call, platform } = createClient({ helpdesk: async () => helpdesk });
const record = platform.installation('zendesk:known-issue');
let token = '';
let count = 0;

beforeAll(async () => {
  token = (await createInstallation('known-issue')).token;
  expect((await ingest(token, { article: rowsOf(articles), ticket: all })).state).toBe('published');
});

/** The ticket comes in by webhook; answers the suggestion that is then ready. */
async function arrive(ticketId: string): Promise<Suggestion> {
  const id = `evt_known_${count++}`;
  await record.receive([{ id, dedupeKey: id, kind: 'ticket_created', ticketId, receivedAt: new Date().toISOString() }]);
  await processEvent({ installation: 'zendesk:known-issue', eventId: id }, platform);
  return open(ticketId);
}
const open = async (ticketId: string): Promise<Suggestion> =>
  (await call('POST', '/v1/suggestions', { token, body: { ticketId }, headers: { accept: 'application/json' } })).json as unknown as Suggestion;
const known = ({ triage }: Suggestion) => triage.flags.find(({ code }) => code === 'known_issue');

test('the third ticket of an outage carries the flag, the first two get it when they are opened, and it goes when they are solved', async () => {
  for (const usual of ['9001', '9002', '9003', '9005', '9012', '9014', '9015', '9019', '9020']) expect(known(await arrive(usual)), usual).toBeUndefined();
  const first = await arrive('9009');
  expect(known(first)).toBeUndefined();
  expect(known(await arrive('9010'))).toBeUndefined();
  const third = await arrive('9011');
  expect(known(third)).toMatchObject({
    severity: 'info',
    message: expect.stringContaining('Known issue'),
    evidence: expect.arrayContaining(['9009', '9010', '9011']),
  });
  expect(known(third)?.message).toContain('E-503');
  const again = await open('9009');
  expect(again.suggestionId).not.toBe(first.suggestionId);
  expect(known(again)?.evidence).toContain('9011');
  expect((await open('9009')).suggestionId).toBe(again.suggestionId);

  // Both answers can be repeated as they were, whatever has been counted since.
  for (const { suggestionId } of [first, third])
    expect((await call('POST', `/v1/suggestions/${suggestionId}/replay`, { token, body: {} })).json).toMatchObject({ state: 'replayed', equal: true });

  solved.add('9010');
  await arrive('9010');
  expect(known(await open('9011'))).toBeUndefined();
});
