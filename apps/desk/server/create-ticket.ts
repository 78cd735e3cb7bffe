/** Puts a ticket into the desk: written in its dialog, or seeded from documents. */
import type { Channel, Customer, Priority } from '#shared/ticket';
import { MAX_COMMENT_BYTES, type NewComment, saveComment } from './change-ticket.ts';
import { noFields, type Status, type TicketRecord, type UserRecord } from './records.ts';
import type { Store } from './store.ts';
import { toMoment, toTags } from './text.ts';

export type NewTicket = {
  /** Chosen by the caller, or the desk's next number. */
  id?: number;
  externalId?: string | null;
  subject: string;
  requesterId: number;
  /** The first is the description. */
  messages: (NewComment & { at: string })[];
  status: Status;
  priority: Priority | null;
  groupId: number | null;
  tags: string[];
  channel: Channel;
  locale: string | null;
  brand: string | null;
  product: string | null;
  topic: string | null;
  slaMinutes: number | null;
  createdAt: string;
};

/** Stores ticket and messages as one step. The SLA clock starts now, whatever the ticket's own date. */
export function createTicket(store: Store, input: NewTicket, now: number): TicketRecord {
  return store.transaction(() => {
    const last = input.messages.at(-1);
    const answered = last?.public === true && last.authorId !== input.requesterId;
    const ticket: TicketRecord = {
      id: input.id ?? freeId(store),
      externalId: input.externalId ?? null,
      subject: input.subject,
      preview: (input.messages[0]?.text ?? '').slice(0, 200),
      status: input.status,
      priority: input.priority,
      type: null,
      groupId: input.groupId,
      assigneeId: null,
      requesterId: input.requesterId,
      tags: toTags(input.tags),
      channel: input.channel,
      locale: input.locale,
      brand: input.brand,
      product: input.product,
      topic: input.topic,
      sla:
        input.slaMinutes === null
          ? null
          : { metric: 'first_reply', minutes: input.slaMinutes, dueAt: toMoment(now + input.slaMinutes * 60_000), achievedAt: answered ? toMoment(now) : null },
      createdAt: input.createdAt,
      updatedAt: last?.at ?? input.createdAt,
    };
    store.saveTicket(ticket);
    for (const message of input.messages) saveComment(store, ticket.id, { ...message, text: cut(message.text) }, message.at);
    return ticket;
  });
}

/** The requester with these facts: known by external id, else by e-mail, else new. */
export function findOrCreateRequester(
  store: Store,
  who: { externalId?: string | null; name: string; email: string | null; locale?: string | null; customer?: Customer },
): UserRecord {
  const known = (who.externalId && store.userByExternalId(who.externalId)) || (who.email && store.userByEmail(who.email)) || null;
  const user: UserRecord = {
    id: known?.id ?? store.next('user', 10_001),
    externalId: known?.externalId ?? who.externalId ?? null,
    name: who.name || known?.name || who.email || 'Customer',
    email: who.email ?? known?.email ?? null,
    role: known?.role ?? 'end-user',
    locale: who.locale ?? known?.locale ?? null,
    fields: { ...(known?.fields ?? noFields()), ...present(who.customer) },
  };
  store.saveUser(user);
  return user;
}

function present(customer: Customer | undefined): Partial<Customer> {
  return Object.fromEntries(Object.entries(customer ?? {}).filter(([, value]) => value !== null));
}

function freeId(store: Store): number {
  for (;;) {
    const id = store.next('ticket', 1_001);
    if (!store.ticket(id)) return id;
  }
}

/** Cuts at Zendesk's 64 kB, never inside a character. */
function cut(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return bytes.length <= MAX_COMMENT_BYTES ? text : new TextDecoder().decode(bytes.slice(0, MAX_COMMENT_BYTES)).replace(/\uFFFD+$/, '');
}
