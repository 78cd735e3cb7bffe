/** The JSON routes of the desk's own pages, below `/desk/api/<installation>`. */
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import { channelSchema, prioritySchema } from '#shared/ticket';
import type { TicketChanges, TicketList } from '../wire.ts';
import { seedArticles } from './account/help-center.ts';
import { changeTicket } from './change-ticket.ts';
import type { DeskContext } from './context.ts';
import { createTicket, findOrCreateRequester } from './create-ticket.ts';
import { agentOf } from './current-agent.ts';
import { createDeskShape } from './desk-shape.ts';
import { ZendeskError } from './errors.ts';
import { mayRead } from './may-read.ts';
import { staff, statuses, type TicketRecord, ticketTypes } from './records.ts';
import { seedTickets } from './seed.ts';
import { signPage } from './signed-page.ts';
import { toMoment } from './text.ts';
import { publicSettings } from './zendesk-shape.ts';

const MAX_BODY_BYTES = 1_000_000;
const MAX_SEED_BYTES = 32_000_000;

const text = (max: number) => z.string().max(max);
const fact = text(64).nullable().default(null);
const newTicketSchema = z.object({
  subject: text(1_000).default(''),
  body: text(200_000).default(''),
  requester: z.object({ name: text(256).default(''), email: text(320).default('') }).default({ name: '', email: '' }),
  customer: z.object({ tier: fact, plan: fact, region: fact, version: fact }).default({ tier: null, plan: null, region: null, version: null }),
  channel: channelSchema.default('web'),
  priority: prioritySchema.nullable().default(null),
  files: z
    .array(z.object({ name: text(256), contentType: text(100).default('text/plain'), text: text(100_000) }))
    .max(3)
    .default([]),
});
const submitSchema = z.object({
  subject: text(1_000).optional(),
  status: z.enum(statuses).optional(),
  priority: prioritySchema.nullable().optional(),
  type: z.enum(ticketTypes).nullable().optional(),
  groupId: z.number().int().nullable().optional(),
  assigneeId: z.number().int().nullable().optional(),
  addTags: z.array(text(128)).max(200).optional(),
  removeTags: z.array(text(128)).max(200).optional(),
  comment: z.object({ text: text(200_000), public: z.boolean().default(true), as: z.enum(['agent', 'requester']).default('agent') }).optional(),
});
const pageSchema = z.object({ origin: z.url().max(300), appGuid: z.string().min(1).max(100), location: text(60).default('ticket_sidebar') });

/** Minutes to the first reply: what the customer's tier has been promised, else a working day's half. */
function slaMinutes(tier: string | null): number {
  return tier !== null && /vip|enterprise|premium|platinum|gold|business/i.test(tier) ? 60 : 240;
}

export function createDeskApi({ store, outbox, now, announce, privateKey }: DeskContext) {
  const app = new Hono();
  const shape = createDeskShape(store, outbox);
  const settings = () => {
    const found = store.settings();
    if (!found) throw new HTTPException(404, { message: 'This desk knows no such installation.' });
    return found;
  };
  const find = (c: Context): TicketRecord => {
    const ticket = store.ticket(Number(c.req.param('id')));
    if (!ticket || !mayRead(store, agentOf(c))(ticket))
      throw new HTTPException(404, { message: `There is no ticket ${c.req.param('id')} in this desk, or you may not read it.` });
    return ticket;
  };

  app.get('/tickets', (c) => {
    const list: TicketList = {
      installation: publicSettings(settings()),
      user: shape.user(agentOf(c)),
      agents: [staff.agent, staff.limited].map(shape.user),
      groups: store.named('group'),
      revision: store.revision(),
      tickets: store
        .listedTickets()
        .filter(mayRead(store, agentOf(c)))
        .map(shape.summary),
    };
    return c.json(list);
  });
  app.get('/changes', (c) => {
    const since = Number(c.req.query('since') ?? 0);
    const changes: TicketChanges = {
      groups: store.named('group'),
      revision: store.revision(),
      tickets: store
        .changedTickets(since)
        .filter(mayRead(store, agentOf(c)))
        .map(shape.summary),
    };
    return c.json(changes);
  });
  app.get('/tickets/:id', (c) => c.json(shape.detail(find(c))));

  app.post('/tickets', async (c) => {
    const input = await read(c, newTicketSchema);
    const at = toMoment(now());
    const requester = findOrCreateRequester(store, { name: input.requester.name, email: input.requester.email || null, customer: input.customer });
    const ticket = createTicket(
      store,
      {
        subject: input.subject,
        requesterId: requester.id,
        messages: [{ text: input.body, html: null, public: true, authorId: requester.id, at, files: input.files }],
        status: 'new',
        priority: input.priority,
        groupId: null,
        tags: [],
        channel: input.channel,
        locale: null,
        brand: null,
        product: null,
        topic: null,
        slaMinutes: slaMinutes(requester.fields.tier),
        createdAt: at,
      },
      now(),
    );
    await announce('ticket_created', ticket, requester.id);
    return c.json(shape.detail(ticket), 201);
  });

  app.patch('/tickets/:id', async (c) => {
    const { comment, ...fields } = await read(c, submitSchema);
    const ticket = find(c);
    const byRequester = comment?.as === 'requester';
    const actorId = byRequester ? ticket.requesterId : agentOf(c).id;
    const change = {
      ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
      ...(comment ? { comment: { text: comment.text, html: null, public: byRequester || comment.public, authorId: actorId } } : {}),
    };
    const changed = changeTicket(store, ticket, change, actorId, now());
    if (byRequester) await announce('ticket_updated', changed.ticket, actorId);
    return c.json(shape.detail(changed.ticket));
  });

  app.post('/seed', async (c) => c.json(seedTickets(store, await readText(c, MAX_SEED_BYTES), now())));

  app.post('/articles', async (c) => c.json({ added: seedArticles(store, await readText(c, MAX_SEED_BYTES)) }));

  app.post('/signed-url', async (c) => {
    const page = await read(c, pageSchema);
    if (!privateKey) throw new HTTPException(503, { message: 'The desk has no development key (DEV_APP_PRIVATE_KEY). "npm start" makes one.' });
    return c.json({ token: await signPage(privateKey, settings(), agentOf(c), page, now()) });
  });

  app.all('*', (c) => c.json({ error: { message: `The desk has nothing at ${c.req.path}.` } }, 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: { message: error.message } }, error.status);
    if (error instanceof ZendeskError) return c.json({ error: { message: sentence(error) } }, error.status);
    throw error;
  });
  return app;
}

async function readText(c: Context, limit: number): Promise<string> {
  if (Number(c.req.header('content-length') ?? 0) > limit) throw new HTTPException(413, { message: `The desk takes at most ${limit / 1_000_000} MB at once.` });
  const body = await c.req.text();
  if (body.length > limit) throw new HTTPException(413, { message: `The desk takes at most ${limit / 1_000_000} MB at once.` });
  return body;
}

/** Throws 400 with the field at fault. */
async function read<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  let value: unknown;
  try {
    value = JSON.parse(await readText(c, MAX_BODY_BYTES));
  } catch (error) {
    if (error instanceof HTTPException) throw error;
    throw new HTTPException(400, { message: 'The request is not JSON.' });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HTTPException(400, { message: `${issue?.path.join('.') || 'request'}: ${issue?.message ?? 'is not valid'}` });
}

/** The first words a person can read in one of Zendesk's error bodies. */
function sentence(error: ZendeskError): string {
  const details = error.body.details as Record<string, { description: string }[]> | undefined;
  return Object.values(details ?? {})[0]?.[0]?.description ?? String(error.body.description ?? error.message);
}
