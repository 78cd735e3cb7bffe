/**
 * Solved tickets of a Zendesk account: the cursor export for tickets, the event stream for their comments (a thousand a
 * call, where asking each ticket costs a call), survey answers for satisfaction. The three are read in turn; comments
 * and ratings are documents of their own, joined to their tickets before a build.
 */
import * as z from 'zod';
import { rows, type SourceBatch, sourceBatch } from '#shared/source-batch';
import { readCursor } from '#shared/source-cursor';
import { SourceError } from '../../errors.ts';
import type { KnowledgeSource } from '../../source-ports.ts';
import { addComments } from './ticket-comments.ts';
import { addTicket, type TicketFields } from './ticket-documents.ts';
import { addSurveys } from './ticket-surveys.ts';
import type { ZendeskComment } from './to-ticket.ts';
import { listPage, optional } from './zendesk-listing.ts';
import { zendeskPeople } from './zendesk-people.ts';
import { type ZendeskReaderOptions, zendeskReader } from './zendesk-reader.ts';

/** The export gives up to 1,000; half of it leaves room for long descriptions. */
const PAGE = 500;
const HISTORY_DAYS = 3 * 365;
/** Exports refuse a start within the last minute. */
const FRESH_SECONDS = 60;

const stateSchema = z.object({
  v: z.literal(1),
  phase: z.enum(['tickets', 'comments', 'surveys']),
  /** The whole history is behind: from now on tickets that opened again matter too. */
  caughtUp: z.boolean(),
  ticketsAfter: z.string().nullable(),
  from: z.number(),
  commentsFrom: z.number(),
  surveysFrom: z.number(),
  surveysAfter: z.string().nullable(),
  surveysStarted: z.number(),
  size: z.number(),
});
type State = z.infer<typeof stateSchema>;

export type ZendeskTicketsOptions = ZendeskReaderOptions & {
  name?: string;
  /** How far back the first reading goes. */
  historyDays?: number;
  fields?: TicketFields;
};

export function zendeskTicketsSource(options: ZendeskTicketsOptions): KnowledgeSource {
  const { name = 'zendesk-tickets', historyDays = HISTORY_DAYS, fields = {}, clock } = options;
  const reader = zendeskReader(options);
  const people = zendeskPeople(reader);
  const nowSeconds = (): number => Math.floor(clock.now() / 1_000) - FRESH_SECONDS;

  function begin(): State {
    const from = Math.max(1, nowSeconds() - historyDays * 86_400);
    return {
      v: 1,
      phase: 'tickets',
      caughtUp: false,
      ticketsAfter: null,
      from,
      commentsFrom: from,
      surveysFrom: from,
      surveysAfter: null,
      surveysStarted: 0,
      size: PAGE,
    };
  }

  /** The answer, or null for a page that cannot be read, which is noted. */
  async function read(
    path: string,
    key: string,
    batch: SourceBatch,
  ): Promise<{ answer: Record<string, unknown>; items: (Record<string, unknown> | null)[] } | null> {
    try {
      const answer = await reader.get(path, 'incremental');
      const items = rows(answer[key]);
      if (items) return { answer, items };
      batch.skip(path, `A page came without its "${key}". It is read again next time.`);
    } catch (error) {
      if (!(error instanceof SourceError && error.fault === 'malformed')) throw error;
      batch.skip(path, `${error.message} It is read again next time.`);
    }
    return null;
  }

  async function tickets(state: State, batch: SourceBatch): Promise<State> {
    const start = state.ticketsAfter === null ? `start_time=${state.from}` : `cursor=${encodeURIComponent(state.ticketsAfter)}`;
    const path = `/api/v2/incremental/tickets/cursor.json?${start}&per_page=${state.size}&include=users,groups,organizations`;
    let page: Awaited<ReturnType<typeof read>>;
    try {
      page = await read(path, 'tickets', batch);
    } catch (error) {
      if (!(error instanceof SourceError && error.fault === 'too_large') || state.size <= 1) throw error;
      return { ...state, size: Math.max(1, Math.floor(state.size / 8)) };
    }
    const on = { ...state, phase: 'comments' as const };
    if (!page) return on;
    people.learn(page.answer.users);
    for (const ticket of page.items) await addTicket(ticket, page.answer, { caughtUp: state.caughtUp, fields }, batch);
    const after = typeof page.answer.after_cursor === 'string' ? page.answer.after_cursor : null;
    if (page.answer.end_of_stream === true || after === null) return { ...on, ticketsAfter: after ?? state.ticketsAfter };
    if (after !== state.ticketsAfter) return { ...state, ticketsAfter: after, size: PAGE };
    batch.skip(path, 'The export gave the same page twice and was left there; it is read again next time.');
    return on;
  }

  async function comments(state: State, batch: SourceBatch): Promise<State> {
    const path = `/api/v2/incremental/ticket_events.json?start_time=${state.commentsFrom}&include=comment_events`;
    const page = await read(path, 'ticket_events', batch);
    const on = { ...state, phase: 'surveys' as const, surveysStarted: clock.now() };
    if (!page) return on;
    await addComments(page.items, people, batch);
    const end = typeof page.answer.end_time === 'number' ? page.answer.end_time : state.commentsFrom;
    const ended = page.answer.end_of_stream === true || page.items.length === 0;
    if (ended) return { ...on, commentsFrom: Math.max(state.commentsFrom, end) };
    if (end > state.commentsFrom) return { ...state, commentsFrom: end };
    batch.skip(path, 'More happened in one second than the stream gives at once; what is beyond was left out.');
    return { ...state, commentsFrom: state.commentsFrom + 1 };
  }

  async function surveys(state: State, batch: SourceBatch): Promise<{ state: State; done: boolean }> {
    const path = `/api/v2/guide/survey_responses.json?filter[created_at_start]=${state.surveysFrom * 1_000}`;
    const page = await optional(() => listPage(reader, { path, key: 'survey_responses', after: state.surveysAfter, limit: 'support' }, batch));
    await addSurveys(page?.items ?? [], batch);
    if (page?.next) return { state: { ...state, surveysAfter: page.next }, done: false };
    const surveysFrom = page && !page.lost ? Math.floor(state.surveysStarted / 1_000) - FRESH_SECONDS : state.surveysFrom;
    return { state: { ...state, phase: 'tickets', caughtUp: true, surveysAfter: null, surveysFrom: Math.max(surveysFrom, state.surveysFrom) }, done: true };
  }

  return {
    name,
    kinds: ['ticket', 'comment', 'rating'],
    async changes(cursor) {
      const batch = sourceBatch(name);
      const state = readCursor(stateSchema, cursor) ?? begin();
      const next =
        state.phase === 'tickets'
          ? { state: await tickets(state, batch), done: false }
          : state.phase === 'comments'
            ? { state: await comments(state, batch), done: false }
            : await surveys(state, batch);
      const { present: _, ...page } = batch.page();
      return { ...page, listing: null, cursor: JSON.stringify(next.state), done: next.done };
    },
    async fetch({ id }) {
      const batch = sourceBatch(name);
      const at = `/api/v2/tickets/${encodeURIComponent(id)}`;
      try {
        const answer = await reader.get(`${at}.json?include=users,groups,organizations`, 'support');
        const talk = await listPage(reader, { path: `${at}/comments.json?include=users`, key: 'comments', after: null, limit: 'support' }, batch);
        const ticket = rows([answer.ticket])?.[0] ?? null;
        await addTicket(ticket, answer, { caughtUp: true, fields }, batch);
        const events = talk.items.map((c) => ({
          ticket_id: id,
          child_events: [{ ...c, event_type: 'Comment' } satisfies ZendeskComment & { event_type: string }],
        }));
        await addComments(events, people, batch);
      } catch (error) {
        if (!(error instanceof SourceError && error.fault === 'not_found')) throw error;
      }
      const { documents, skipped } = batch.page();
      return { documents, skipped };
    },
  };
}
