/** The part of Zendesk's REST API that Deskgraph uses, below `/api/v2`. */
import { type Context, Hono } from 'hono';
import { createAutomation } from './account/automation.ts';
import { createExports } from './account/exports.ts';
import { createHelpCenter } from './account/help-center.ts';
import { changeTicket } from './change-ticket.ts';
import type { DeskContext } from './context.ts';
import { malformed, noSuchEndpoint, recordNotFound, tooManyRequests, tooManyUpdates, ZendeskError } from './errors.ts';
import { mayRead } from './may-read.ts';
import { pageEnvelope, readPage } from './pagination.ts';
import { accountLimit, ticketUpdateLimit } from './rate-limit.ts';
import { type CommentRecord, staff, type TicketRecord, type UserRecord } from './records.ts';
import { isObject, readStamp, readTags, readTicketUpdate } from './ticket-update.ts';
import { createShape } from './zendesk-shape.ts';

/** `actor` is the user as whom the calls act. Paths are relative to `/api/v2`. */
export function createZendeskRest({ store, limiter, now, announce }: DeskContext, actor: UserRecord) {
  const app = new Hono();
  const shapeOf = (c: Context) => createShape(store, c.req.url.slice(0, c.req.url.indexOf('/api/v2')));

  app.use(async (c, next) => {
    const { remaining, resetSeconds, retryAfter } = limiter.count('account', accountLimit);
    if (retryAfter !== null) throw tooManyRequests(retryAfter);
    await next();
    c.header('x-rate-limit', String(accountLimit.calls));
    c.header('x-rate-limit-remaining', String(remaining));
    c.header('ratelimit-limit', String(accountLimit.calls));
    c.header('ratelimit-remaining', String(remaining));
    c.header('ratelimit-reset', String(resetSeconds));
  });

  const readable = mayRead(store, actor);
  const find = (c: Context): TicketRecord => {
    const ticket = store.ticket(numberOf(c.req.param('id')));
    if (!ticket || !readable(ticket)) throw recordNotFound();
    return ticket;
  };
  const body = async (c: Context): Promise<unknown> =>
    c.req.json().catch(() => {
      throw malformed('The request body is not valid JSON');
    });
  const countUpdate = (ticket: TicketRecord): void => {
    const { retryAfter } = limiter.count(`ticket ${ticket.id} ${actor.id}`, ticketUpdateLimit);
    if (retryAfter !== null) throw tooManyUpdates(retryAfter);
  };
  const sideloads = (c: Context, tickets: TicketRecord[]): Record<string, unknown> => {
    const included = includes(c);
    return {
      ...(included.has('users') ? { users: users(tickets).map(shapeOf(c).user) } : {}),
      ...(included.has('organizations') ? { organizations: [] } : {}),
      ...(included.has('groups') ? { groups: store.named('group').map(shapeOf(c).group) } : {}),
    };
  };
  const users = (tickets: TicketRecord[]): UserRecord[] => {
    const ids = new Set(tickets.flatMap((t) => [t.requesterId, t.assigneeId]));
    return [...ids].flatMap((id) => (id === null ? [] : (store.user(id) ?? [])));
  };
  const shaped = (c: Context, ticket: TicketRecord) => ({
    ...shapeOf(c).ticket(ticket),
    ...(includes(c).has('slas') ? { slas: shapeOf(c).slas(ticket) } : {}),
  });

  app.get('/tickets/show_many', (c) => c.redirect(`${c.req.url.replace('/show_many', '/show_many.json')}`));
  app.get('/tickets/show_many.json', (c) => {
    const tickets = (c.req.query('ids') ?? '')
      .split(',')
      .slice(0, 100)
      .flatMap((id) => store.ticket(numberOf(id)) ?? [])
      .filter(readable);
    return c.json({ tickets: tickets.map((t) => shaped(c, t)), count: tickets.length, next_page: null, previous_page: null, ...sideloads(c, tickets) });
  });

  for (const path of ['/tickets', '/tickets.json'])
    app.get(path, (c) => {
      const page = readPage(new URL(c.req.url).searchParams);
      const { tickets: all, count } = store.ticketPage(page.from, page.size);
      const tickets = all.filter(readable);
      return c.json({ tickets: tickets.map((t) => shaped(c, t)), ...pageEnvelope(page, count, c.req.url), ...sideloads(c, tickets) });
    });

  for (const path of ['/tickets/:id/comments', '/tickets/:id/comments.json'])
    app.get(path, (c) => {
      const ticket = find(c);
      const url = new URL(c.req.url);
      const page = readPage(url.searchParams);
      const all = store.comments(ticket.id);
      if (url.searchParams.get('sort') === '-created_at' || url.searchParams.get('sort_order') === 'desc') all.reverse();
      const comments = all.slice(page.from, page.from + page.size);
      return c.json({
        comments: comments.map((comment) => shapeOf(c).comment(comment, ticket.channel)),
        ...(includes(c).has('users') ? { users: authors(comments).map(shapeOf(c).user) } : {}),
        ...pageEnvelope(page, all.length, c.req.url),
      });
    });
  const authors = (comments: CommentRecord[]): UserRecord[] => [...new Set(comments.map((m) => m.authorId))].flatMap((id) => store.user(id) ?? []);

  for (const path of ['/tickets/:id/tags', '/tickets/:id/tags.json']) {
    app.get(path, (c) => c.json({ tags: find(c).tags }));
    app.on(['PUT', 'POST', 'DELETE'], path, async (c) => {
      const ticket = find(c);
      const input = await body(c);
      if (!isObject(input)) throw malformed('The request must hold "tags"');
      const tags = readTags(input.tags);
      countUpdate(ticket);
      const change = c.req.method === 'PUT' ? { addTags: tags } : c.req.method === 'POST' ? { tags } : { removeTags: tags };
      const changed = changeTicket(store, ticket, { ...change, ...readStamp(input) }, actor.id, now());
      return c.json({ tags: changed.ticket.tags }, c.req.method === 'POST' ? 201 : 200);
    });
  }

  for (const path of ['/tickets/:id/audits', '/tickets/:id/audits.json'])
    app.get(path, (c) => {
      const audits = store.audits(find(c).id);
      return c.json({ audits: audits.map((a) => shapeOf(c).audit(a, null)), count: audits.length, next_page: null, previous_page: null });
    });

  app.get('/tickets/:id', (c) => {
    const ticket = find(c);
    return c.json({ ticket: shaped(c, ticket), ...sideloads(c, [ticket]) });
  });
  app.put('/tickets/:id', async (c) => {
    const ticket = find(c);
    const change = readTicketUpdate(store, await body(c), actor.id);
    countUpdate(ticket);
    const changed = changeTicket(store, ticket, change, actor.id, now());
    if (changed.comment?.authorId === ticket.requesterId) await announce('ticket_updated', changed.ticket, actor.id);
    return c.json({ ticket: shapeOf(c).ticket(changed.ticket), audit: shapeOf(c).audit(changed.audit, changed.comment) });
  });

  for (const suffix of ['', '.json']) {
    app.get(`/groups${suffix}`, (c) => c.json({ groups: store.named('group').map(shapeOf(c).group), ...single(store.named('group').length) }));
    app.get(`/groups/assignable${suffix}`, (c) => c.json({ groups: store.named('group').map(shapeOf(c).group), ...single(store.named('group').length) }));
    app.get(`/brands${suffix}`, (c) => c.json({ brands: store.named('brand').map(shapeOf(c).brand), ...single(store.named('brand').length) }));
    app.get(`/ticket_fields${suffix}`, (c) => c.json({ ticket_fields: shapeOf(c).ticketFields(), ...single(6) }));
    // Who works here; people who write in are asked for one by one.
    app.get(`/users${suffix}`, (c) => {
      const wanted = c.req.queries('role[]') ?? [];
      const found = [staff.agent, staff.limited].filter(({ role }) => wanted.includes(role));
      return c.json({ users: found.map(shapeOf(c).user), ...single(found.length) });
    });
    app.get(`/users/me${suffix}`, (c) => c.json({ user: shapeOf(c).user(actor) }));
    app.get(`/users/show_many${suffix}`, (c) => {
      const found = (c.req.query('ids') ?? '')
        .split(',')
        .slice(0, 100)
        .flatMap((id) => store.user(numberOf(id)) ?? []);
      return c.json({ users: found.map(shapeOf(c).user), ...single(found.length) });
    });
  }
  for (const suffix of ['', '.json'])
    app.get(`/users/:id/groups${suffix}`, (c) => {
      const theirs = store.user(numberOf(c.req.param('id')))?.groups;
      const groups = store.named('group').filter(({ name }) => theirs === undefined || theirs.includes(name));
      return c.json({ groups: groups.map(shapeOf(c).group), ...single(groups.length) });
    });
  app.get('/users/:id', (c) => {
    const user = store.user(numberOf(c.req.param('id')));
    if (!user) throw recordNotFound();
    return c.json({ user: shapeOf(c).user(user), organizations: [] });
  });

  app.get('/users/:id/tickets/requested.json', (c) => {
    const tickets = store
      .ticketsOf(numberOf(c.req.param('id')))
      .filter(readable)
      .reverse();
    return c.json({ tickets: tickets.slice(0, 100).map((t) => shaped(c, t)), ...single(tickets.length) });
  });
  app.get('/problems.json', (c) => {
    const problems = store.problems().filter((t) => t.status !== 'solved' && t.status !== 'closed' && readable(t));
    return c.json({ tickets: problems.slice(0, 100).map((t) => shaped(c, t)), ...single(problems.length) });
  });

  app.route('/', createAutomation(store));
  app.route('/', createExports(store, shapeOf));
  app.route('/', createHelpCenter(store));

  app.all('*', () => answer(noSuchEndpoint()));
  app.onError((error) => {
    if (error instanceof ZendeskError) return answer(error);
    throw error;
  });
  return app;
}

/** The documented body and headers of a refusal. */
export function answer(error: ZendeskError): Response {
  return Response.json(error.body, { status: error.status, headers: error.retryAfter === null ? {} : { 'retry-after': String(error.retryAfter) } });
}

const single = (count: number) => ({ count, next_page: null, previous_page: null });

function includes(c: Context): Set<string> {
  return new Set((c.req.query('include') ?? '').split(',').map((name) => name.trim()));
}

/** Ids may end in `.json`; anything else is no id, which no record has. */
function numberOf(id: string | undefined): number {
  return /^\d{1,15}(\.json)?$/.test(id ?? '') ? Number.parseInt(id ?? '', 10) : -1;
}
