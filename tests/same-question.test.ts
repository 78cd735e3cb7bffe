/** One question, asked by mail, by chat, and in both helpdesks, read by the adapters that serve them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import { createEmbeddedDrafter } from '../worker/adapters/embedded/embedded-drafter.ts';
import { hubspotHelpdesk } from '../worker/adapters/hubspot/hubspot-helpdesk.ts';
import { zendeskHelpdesk } from '../worker/adapters/zendesk/zendesk-helpdesk.ts';
import { assistTicket } from '../worker/pipeline/assist-ticket.ts';
import { type RunningPortal, runPortal, TICKET } from './adapters/hubspot/portal-under-test.ts';
import { fakeZendesk, REQUESTER } from './adapters/zendesk/fake-zendesk.ts';
import { putUnderTest, type UnderTest } from './evals/knowledge-under-test.ts';
import { shopCorpus } from './knowledge/support.ts';

let portal: RunningPortal;
let under: UnderTest;
beforeAll(async () => {
  portal = await runPortal();
  under = await putUnderTest(shopCorpus(60));
});
afterAll(() => portal.close());

const asked = [
  { subject: 'Refund not arrived yet', text: 'Hello,\nwhere is the refund of my money for the broken lamp? I sent it back in May.' },
  { subject: 'Bridge', text: 'Pairing the bridge with my phone fails with an error. What can I do?' },
  { subject: 'Where is the invoice', text: 'I need the invoice with our company address on it, please. If not, let me talk to a human agent.' },
  { subject: 'Question', text: 'Do you know a good restaurant near the harbour?' },
];
type Asked = (typeof asked)[number];
/** No field is mapped, so both know the same of the customer: the tier, which HubSpot's test portal has, is no condition here. */
const unmapped = { tier: 'tier', plan: 'none', region: 'none', version: 'none' };

async function fromZendesk({ subject, text }: Asked, channel: string): Promise<Ticket> {
  const zendesk = fakeZendesk();
  Object.assign(zendesk.ticket, { subject, tags: [], via: { channel } });
  zendesk.comments.splice(0, zendesk.comments.length, { id: 1, author_id: REQUESTER, plain_body: text, public: true, created_at: '2026-01-01T00:01:00Z' });
  return zendeskHelpdesk({ origin: `https://${channel}-${text.length}.test/base`, token: 't', fieldMap: unmapped, fetch: zendesk.fetch }).fetchTicket('35');
}

async function fromHubspot({ subject, text }: Asked, source: 'EMAIL' | 'CHAT'): Promise<Ticket> {
  portal.reset();
  const channelId = source === 'EMAIL' ? '1002' : '1000';
  const properties = portal.data.tickets[0]?.properties;
  Object.assign(properties ?? {}, { subject, content: text, source_type: source, deskgraph_tags: '', hs_ticket_priority: null });
  Object.assign(portal.portal.contacts['501'] ?? {}, { firstname: 'Ada', lastname: '' });
  for (const thread of portal.data.threads[TICKET] ?? []) Object.assign(thread, { originalChannelId: channelId });
  const message = portal.data.messages.t35?.find((m) => m.id === 'm1');
  portal.data.messages.t35 = [{ ...message, text, channelId }];
  return hubspotHelpdesk({ origin: portal.origin, token: 'token', portalId: `${source}-${text.length}` }).fetchTicket(TICKET);
}

/** What an agent sees of an answer, without the ids of the run. */
async function answer(ticket: Ticket) {
  const deps = { ...under.deps, drafters: [createEmbeddedDrafter()] };
  const run = assistTicket({ ticket, context: under.context, suggestionId: 'sug_1', traceId: 'trc_1', attempt: 1, until: 'draft' }, deps);
  let suggestion: Suggestion | null = null;
  for (let next = await run.next(); ; next = await run.next()) {
    if (!next.done) continue;
    suggestion = next.value.suggestion;
    break;
  }
  return {
    articles: suggestion?.articles.map(({ id, score }) => ({ id, score })),
    tags: suggestion?.triage.tags,
    flags: suggestion?.triage.flags.map((flag) => flag.code),
    decision: suggestion?.decision,
    nextAction: suggestion?.nextAction,
    mode: suggestion?.route.mode,
    draft: suggestion?.draft.text,
  };
}

test.each(asked)('$subject', async (question) => {
  const tickets = {
    'Zendesk, mail': await fromZendesk(question, 'email'),
    'Zendesk, chat': await fromZendesk(question, 'chat'),
    'HubSpot, mail': await fromHubspot(question, 'EMAIL'),
    'HubSpot, chat': await fromHubspot(question, 'CHAT'),
  };
  expect(Object.values(tickets).map((ticket) => ticket.channel)).toEqual(['email', 'chat', 'email', 'chat']);
  const { 'Zendesk, mail': first, ...others } = tickets;
  const expected = await answer(first);
  expect(expected.draft).toBeTruthy();
  for (const [where, ticket] of Object.entries(others)) expect(await answer(ticket), where).toEqual(expected);
});

test('the questions are not all answered alike', async () => {
  const answers = [];
  for (const question of asked) answers.push(await answer(await fromZendesk(question, 'email')));
  expect(new Set(answers.map((a) => a.decision?.outcome)).size).toBeGreaterThan(1);
  expect(new Set(answers.map((a) => a.articles?.[0]?.id)).size).toBeGreaterThan(1);
});
