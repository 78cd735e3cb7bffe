/** Fills the desk with ticket documents, one JSON object a line. */
import { type TicketDocument, ticketDocumentSchema } from '#shared/knowledge';
import { createTicket, findOrCreateRequester } from './create-ticket.ts';
import { staff, type TicketRecord, type UserRecord } from './records.ts';
import type { Store } from './store.ts';
import { toMoment } from './text.ts';

export type SeedResult = { added: number; kept: number; skipped: { line: number; reason: string }[] };

/** Other names that exports use for the fields of a ticket document. */
const aliases = { subject: ['title'], body: ['text', 'description', 'question'], createdAt: ['created', 'created_at'] } as const;

/** A ticket that is there already is left as the agents made it. A broken line is reported, the rest is loaded. */
export function seedTickets(store: Store, lines: string, now: number): SeedResult {
  const result: SeedResult = { added: 0, kept: 0, skipped: [] };
  for (const [index, line] of lines.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseLine(line);
    if (typeof parsed === 'string') {
      result.skipped.push({ line: index + 1, reason: parsed });
      continue;
    }
    const id = numericId(parsed.id);
    const known = store.ticketByExternalId(parsed.id) ?? (id === null ? null : store.ticket(id));
    if (known) result.kept++;
    else {
      store.transaction(() => addDocument(store, parsed, id, now));
      result.added++;
    }
  }
  return result;
}

/** Sample tickets are due a while from now, not from the day they were first loaded. Agents' work is left alone. */
export function restartClocks(store: Store, now: number): void {
  for (const ticket of store.listedTickets()) {
    if (!ticket.sla || ticket.sla.achievedAt || Date.parse(ticket.sla.dueAt) > now) continue;
    store.saveTicket({ ...ticket, sla: { ...ticket.sla, dueAt: toMoment(now + ticket.sla.minutes * 60_000) } });
  }
}

function parseLine(line: string): TicketDocument | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'This line is not JSON.';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'This line is not a JSON object.';
  const record: Record<string, unknown> = { ...value };
  for (const [name, others] of Object.entries(aliases)) record[name] ??= others.map((other) => record[other]).find((v) => v !== undefined && v !== null);
  if (typeof record.id === 'number') record.id = String(record.id);
  const parsed = ticketDocumentSchema.safeParse(record);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join('.') || 'ticket'}: ${issue?.message ?? 'not a ticket document'}`;
}

function numericId(id: string): number | null {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null;
}

function addDocument(store: Store, document: TicketDocument, id: number | null, now: number): TicketRecord {
  const createdAt = moment(document.createdAt, now);
  const requester = findOrCreateRequester(store, {
    externalId: document.requester?.id ?? `requester-of-${document.id}`,
    name: document.requester?.name ?? 'Customer',
    email: document.requester?.email ?? null,
    locale: document.locale,
    customer: document.customer,
  });
  const opening = { text: document.body, html: null, public: true, authorId: requester.id, at: createdAt };
  const replies = document.replies.map((reply) => ({
    text: reply.text,
    html: null,
    public: reply.public,
    authorId: reply.role === 'requester' ? requester.id : author(store, reply.author).id,
    at: moment(reply.at, Date.parse(createdAt)),
  }));
  return createTicket(
    store,
    {
      ...(id === null ? {} : { id }),
      externalId: document.id,
      subject: document.subject,
      requesterId: requester.id,
      messages: [opening, ...replies],
      status: document.status,
      priority: document.priority,
      groupId: document.group === null ? null : store.idOf('group', document.group),
      tags: document.tags,
      channel: document.channel,
      locale: document.locale,
      brand: document.brand,
      product: document.product,
      topic: document.topic,
      slaMinutes: document.slaDueInMinutes,
      createdAt,
    },
    now,
  );
}

/** The agent who wrote a reply; unnamed replies are the desk's own agent's. */
function author(store: Store, name: string | null): UserRecord {
  if (name === null) return staff.agent;
  const externalId = `agent:${name}`;
  const known = store.userByExternalId(externalId);
  if (known) return known;
  const user: UserRecord = { ...staff.agent, id: store.next('user', 10_001), externalId, name, email: null, role: 'agent' };
  store.saveUser(user);
  return user;
}

function moment(at: string | null, otherwise: number): string {
  const parsed = at === null ? Number.NaN : Date.parse(at);
  return toMoment(Number.isNaN(parsed) ? otherwise : parsed);
}
