/**
 * Incremental exports and small lists. Unlike Zendesk's they do not hide the last minute: whoever tries the desk need not
 * wait for it.
 */
import { type Context, Hono } from 'hono';
import type { CommentRecord, TicketRecord } from '../records.ts';
import type { Store } from '../store.ts';
import type { Shape } from '../zendesk-shape.ts';

const EVENTS_AT_ONCE = 1_000;

export function createExports(store: Store, shapeOf: (c: Context) => Shape): Hono {
  const app = new Hono();
  const seconds = (at: string): number => Math.floor(Date.parse(at) / 1_000);
  const list = (key: string, rows: object[]) => ({ [key]: rows, meta: { has_more: false, after_cursor: null }, links: {} });

  for (const suffix of ['', '.json']) {
    // The cursor is the desk's own count of changes.
    app.get(`/incremental/tickets/cursor${suffix}`, (c) => {
      const cursor = c.req.query('cursor');
      const from = Number(c.req.query('start_time') ?? 0);
      const changed = store.changedTickets(Number(cursor ?? 0)).filter((t) => cursor !== undefined || seconds(t.updatedAt) >= from);
      const people = new Set(changed.flatMap((t) => [t.requesterId, t.assigneeId]));
      return c.json({
        tickets: changed.map(shapeOf(c).ticket),
        users: [...people].flatMap((id) => (id === null ? [] : (store.user(id) ?? []))).map(shapeOf(c).user),
        groups: store.named('group').map(shapeOf(c).group),
        organizations: [],
        after_cursor: String(store.revision()),
        after_url: null,
        end_of_stream: true,
      });
    });
    app.get(`/incremental/ticket_events${suffix}`, (c) => {
      const from = Number(c.req.query('start_time') ?? 0);
      const found = store.commentsAfter(0, 100_000).filter((m) => seconds(m.createdAt) >= from);
      const page = found.sort((a, b) => seconds(a.createdAt) - seconds(b.createdAt)).slice(0, EVENTS_AT_ONCE);
      const last = page.at(-1);
      return c.json({
        ticket_events: page.map((m) => ({
          id: m.id,
          ticket_id: m.ticketId,
          updater_id: m.authorId,
          timestamp: seconds(m.createdAt),
          created_at: m.createdAt,
          child_events: [{ ...shapeOf(c).comment(m, 'web'), event_type: 'Comment' }],
        })),
        count: page.length,
        end_time: last ? seconds(last.createdAt) : from,
        end_of_stream: found.length <= EVENTS_AT_ONCE,
        next_page: null,
      });
    });
    app.get(`/incremental/ticket_metric_events${suffix}`, (c) => {
      const from = Number(c.req.query('start_time') ?? 0);
      const events = store
        .changedTickets(0)
        .flatMap((ticket) => metricEvents(ticket, store.comments(ticket.id)))
        .filter((event) => seconds(event.time) >= from)
        .sort((a, b) => seconds(a.time) - seconds(b.time))
        .slice(0, EVENTS_AT_ONCE);
      return c.json({
        ticket_metric_events: events.map((event, id) => ({ id, ...event })),
        count: events.length,
        end_time: seconds(events.at(-1)?.time ?? '') || from,
        next_page: null,
        end_of_stream: events.length < EVENTS_AT_ONCE,
      });
    });
    app.get(`/guide/survey_responses${suffix}`, (c) => c.json(list('survey_responses', [])));
    app.get(`/macros${suffix}`, (c) => c.json(list('macros', [])));
    app.get(`/tags${suffix}`, (c) => {
      const counts = new Map<string, number>();
      for (const ticket of store.listedTickets()) for (const tag of ticket.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
      return c.json(
        list(
          'tags',
          [...counts].map(([name, count]) => ({ name, count })),
        ),
      );
    });
  }
  return app;
}

/** Clocks of replies: each begins with the requester's first unanswered message, and ends with a public answer. */
function metricEvents({ id, requesterId }: TicketRecord, comments: CommentRecord[]) {
  let instance = 0;
  let running = false;
  return comments.flatMap((comment) => {
    const type = comment.authorId === requesterId ? 'activate' : comment.public ? 'fulfill' : null;
    if (type === null || (type === 'activate') === running) return [];
    running = type === 'activate';
    if (running) instance += 1;
    return [{ ticket_id: id, metric: 'reply_time', instance_id: instance, type, time: comment.createdAt }];
  });
}
