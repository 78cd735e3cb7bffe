/**
 * Closed tickets of a HubSpot portal with their conversations, oldest change first. Search shows at most 10,000 results,
 * so it is entered again at the last date reached; archived tickets are listed apart, once each run.
 */
import * as z from 'zod';
import { idOf, isRow, rows, type SourceBatch, sourceBatch, textOf } from '#shared/source-batch';
import { readCursor } from '#shared/source-cursor';
import { SourceError } from '../../errors.ts';
import type { KnowledgeSource } from '../../source-ports.ts';
import { type HubspotClientOptions, hubspotClient } from './hubspot-client.ts';
import { nextOf, readConversation } from './ticket-conversation.ts';
import { addTags, closedStages } from './ticket-schema.ts';

const API = '/crm/objects/2026-09/tickets';
/** Each closed ticket costs two calls and more for its conversation: a page stays within half a minute of turns. */
const PAGE = 20;
const ARCHIVED_PAGE = 100;
/** The index behind search lags by seconds. */
const OVERLAP_MS = 60_000;
const WINDOW = 10_000;
const HISTORY_DAYS = 3 * 365;

const stateSchema = z.object({
  v: z.literal(1),
  phase: z.enum(['tags', 'tickets', 'archived']),
  caughtUp: z.boolean(),
  /** Milliseconds since the epoch; `reached` is the newest change seen of this entry into the search. */
  from: z.number(),
  reached: z.number(),
  after: z.string().nullable(),
});
type State = z.infer<typeof stateSchema>;

export type HubspotTicketsOptions = HubspotClientOptions & {
  name?: string;
  historyDays?: number;
  /** Multi-checkbox property whose values are the ticket's tags, beside its category. */
  tagProperty?: string;
  /** Properties that hold facts about the customer. */
  customerProperties?: Partial<Record<'tier' | 'plan' | 'region' | 'version', string>>;
  productProperty?: string;
};

export function hubspotTicketsSource(options: HubspotTicketsOptions): KnowledgeSource {
  const { name = 'hubspot-tickets', historyDays = HISTORY_DAYS, tagProperty, customerProperties = {}, productProperty } = options;
  const client = hubspotClient(options);
  const tagProperties = ['hs_ticket_category', ...(tagProperty ? [tagProperty] : [])];
  const properties = [
    ...['subject', 'content', 'hs_pipeline_stage', 'hs_ticket_priority', 'source_type', 'hubspot_owner_id', 'createdate', 'hs_lastmodifieddate'],
    ...tagProperties,
    ...Object.values(customerProperties),
    ...(productProperty ? [productProperty] : []),
  ];
  let stages: Set<string> | null = null;

  async function tickets(state: State, batch: SourceBatch): Promise<State> {
    const body = {
      filterGroups: [{ filters: [{ propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(state.from) }] }],
      sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
      properties,
      limit: PAGE,
      ...(state.after === null ? {} : { after: state.after }),
    };
    const on: State = { ...state, phase: 'archived', after: null };
    const page = await readPage(() => client.search(`${API}/search`, body), 'ticket search', batch);
    if (!page) return on;
    let reached = state.reached;
    for (const ticket of page.results) {
      await addTicket(ticket, state.caughtUp, batch);
      reached = Math.max(reached, timeOf(isRow(ticket?.properties) ? ticket.properties.hs_lastmodifieddate : null) ?? 0);
    }
    if (page.next === null) return { ...on, reached };
    if (page.next === state.after) {
      batch.skip('ticket search', 'The search gave the same page twice and was left there; it is read again next time.');
      return { ...on, reached };
    }
    if (Number(page.next) + PAGE <= WINDOW) return { ...state, reached, after: page.next };
    if (reached > state.from) return { ...state, from: reached, reached, after: null };
    batch.skip('ticket search', `More than ${WINDOW} tickets changed in one moment; those beyond were left out.`);
    return { ...state, from: state.from + 1, reached, after: null };
  }

  async function archived(state: State, batch: SourceBatch): Promise<{ state: State; done: boolean }> {
    const path = `${API}?archived=true&limit=${ARCHIVED_PAGE}${state.after === null ? '' : `&after=${encodeURIComponent(state.after)}`}`;
    const page = await readPage(() => client.get(path), 'archived tickets', batch);
    for (const ticket of page?.results ?? []) {
      const id = idOf(ticket?.id);
      if (id !== null) batch.remove('ticket', id);
    }
    if (page?.next && page.next !== state.after) return { state: { ...state, after: page.next }, done: false };
    const from = Math.max(state.from, state.reached - OVERLAP_MS);
    return { state: { v: 1, phase: 'tags', caughtUp: true, from, reached: from, after: null }, done: true };
  }

  async function addTicket(ticket: Record<string, unknown> | null, caughtUp: boolean, batch: SourceBatch): Promise<void> {
    const id = idOf(ticket?.id);
    if (!ticket || id === null || !isRow(ticket.properties)) return batch.skip('ticket', 'An entry without an id or properties was left out.');
    if (ticket.archived === true) return batch.remove('ticket', id);
    const has = ticket.properties;
    stages ??= await closedStages(client);
    const closed = stages.has(textOf(has.hs_pipeline_stage) ?? '');
    if (!closed && !caughtUp) return;
    const said = closed ? await readConversation(client, id, batch) : { replies: [], channel: null };
    const fact = (key: keyof typeof customerProperties): string | null => textOf(has[customerProperties[key] ?? ''])?.slice(0, 64) || null;
    const priority = textOf(has.hs_ticket_priority)?.toLowerCase() ?? '';
    await batch.add(
      'ticket',
      {
        id,
        subject: (textOf(has.subject) ?? '').slice(0, 1_000),
        body: textOf(has.content) ?? '',
        replies: withoutOpening(said.replies, textOf(has.content)),
        status: closed ? 'closed' : 'open',
        product: productProperty ? (textOf(has[productProperty])?.slice(0, 256) ?? null) : null,
        topic: textOf(has.hs_ticket_category)?.split(';')[0]?.slice(0, 256) || null,
        // An open ticket's tags are not final: our own are among them.
        tags: (closed ? tagProperties : []).flatMap((p) => (textOf(has[p]) ?? '').split(';')).filter((tag) => tag !== '' && tag.length <= 256),
        channel: said.channel ?? channelOf(textOf(has.source_type)),
        priority: priority === 'medium' ? 'normal' : ['low', 'high', 'urgent'].includes(priority) ? priority : null,
        assignee: textOf(has.hubspot_owner_id) || null,
        customer: { tier: fact('tier'), plan: fact('plan'), region: fact('region'), version: fact('version') },
        createdAt: textOf(has.createdate),
      },
      textOf(has.hs_lastmodifieddate),
    );
  }

  return {
    name,
    kinds: ['ticket', 'tag'],
    async changes(cursor) {
      const batch = sourceBatch(name);
      const start = client.clock.now() - historyDays * 86_400_000;
      const state = readCursor(stateSchema, cursor) ?? { v: 1 as const, phase: 'tags' as const, caughtUp: false, from: start, reached: start, after: null };
      let next: { state: State; done: boolean };
      if (state.phase === 'tags') {
        await addTags(client, tagProperties, batch);
        next = { state: { ...state, phase: 'tickets' }, done: false };
      } else next = state.phase === 'tickets' ? { state: await tickets(state, batch), done: false } : await archived(state, batch);
      const { present: _, ...page } = batch.page();
      return { ...page, listing: null, cursor: JSON.stringify(next.state), done: next.done };
    },
    async fetch({ id }) {
      const batch = sourceBatch(name);
      const ticket = await client.get(`${API}/${encodeURIComponent(id)}?properties=${properties.join(',')}`).catch((error: unknown) => {
        if (error instanceof SourceError && error.fault === 'not_found') return null;
        throw error;
      });
      if (ticket) await addTicket(ticket, true, batch);
      const { documents, skipped } = batch.page();
      return { documents, skipped };
    },
  };
}

type Page = { results: (Record<string, unknown> | null)[]; next: string | null };

/** Null for a page that cannot be read, which is noted. */
async function readPage(read: () => Promise<Record<string, unknown>>, where: string, batch: SourceBatch): Promise<Page | null> {
  try {
    const answer = await read();
    const results = rows(answer.results);
    if (results) return { results, next: nextOf(answer) };
    batch.skip(where, 'A page came without its "results". It is read again next time.');
  } catch (error) {
    if (!(error instanceof SourceError && error.fault === 'malformed')) throw error;
    batch.skip(where, `${error.message} It is read again next time.`);
  }
  return null;
}

/** The ticket's content is mostly its first message over again. */
function withoutOpening<T extends { text: string }>(replies: T[], content: string | null): T[] {
  const [first, ...rest] = replies;
  return first && content && first.text.trim() === content.trim() ? rest : replies;
}

function channelOf(source: string | null): 'email' | 'chat' | 'web' | 'phone' | 'other' {
  const channels = { EMAIL: 'email', CHAT: 'chat', FORM: 'web', PHONE: 'phone' } as const;
  return channels[source as keyof typeof channels] ?? 'other';
}

function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? (/^\d+$/.test(value) ? Number(value) : Date.parse(value)) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
