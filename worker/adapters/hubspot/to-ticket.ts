/** HubSpot's JSON to a `Ticket`. A tolerant reader: every field may be missing, null, or of a kind unknown here. */
import { idOf, isRow, rows, textOf } from '#shared/source-batch';
import { type Channel, type Customer, type Message, type SlaClock, type Ticket, ticketSchema } from '#shared/ticket';
import type { HubspotRow, HubspotThread } from './hubspot-threads.ts';

export const TAGS_PROPERTY = 'deskgraph_tags';
export const NOTE_PROPERTY = 'deskgraph_note';

/** Ticket properties that hold each fact about the customer. */
export type HubspotFieldMap = Readonly<Record<keyof Customer, string>>;
export const defaultHubspotFields: HubspotFieldMap = { tier: 'tier', plan: 'plan', region: 'region', version: 'version' };

export const ticketProperties = [
  'subject',
  'content',
  'hs_pipeline',
  'hs_pipeline_stage',
  'hs_ticket_priority',
  'source_type',
  'hubspot_owner_id',
  'createdate',
  'hs_lastmodifieddate',
  'hs_time_to_first_response_sla_at',
  'hs_time_to_close_sla_at',
  TAGS_PROPERTY,
  NOTE_PROPERTY,
];

export type HubspotContact = { id: string; name: string; email: string | null; language: string | null };
export type HubspotBundle = {
  id: string;
  properties: Record<string, string | null | undefined>;
  threads: HubspotThread[];
  contact: HubspotContact | null;
  closed: boolean;
};

/** Chat, Facebook Messenger, e-mail; everything else that carries messages, WhatsApp among it, is messaging. */
const channels: Record<string, Channel> = { '1000': 'chat', '1001': 'messaging', '1002': 'email' };
const sources: Record<string, Channel> = { EMAIL: 'email', CHAT: 'chat', FORM: 'web', PHONE: 'phone', WHATSAPP: 'messaging' };
const priorities: Record<string, Ticket['priority']> = { LOW: 'low', MEDIUM: 'normal', HIGH: 'high', URGENT: 'urgent' };
const MAX_MESSAGES = 500;
const MAX_TEXT = 200_000;

export function toTicket({ id, properties, threads, contact, closed }: HubspotBundle, fields: HubspotFieldMap): Ticket {
  const content = properties.content ?? '';
  const messages = threads.flatMap((t) => t.messages).flatMap(toMessage);
  messages.sort((a, b) => a.at.localeCompare(b.at));
  // A form or a call has no thread, and a thread may begin with the agent: the ticket's own text is the first word then.
  if (!messages.some((m) => m.role === 'requester') && content.trim() !== '')
    messages.unshift({ id: 'content', role: 'requester', at: isoOf(properties.createdate) ?? '', text: content.slice(0, MAX_TEXT), public: true });
  const thread = threads[0]?.row;
  const channel = idOf(thread?.originalChannelId);
  return ticketSchema.parse({
    id,
    subject: (properties.subject ?? '').slice(0, 1_000),
    messages: messages.slice(-MAX_MESSAGES),
    channel: channel ? (channels[channel] ?? 'messaging') : (sources[properties.source_type ?? ''] ?? 'other'),
    status: closed ? 'closed' : 'open',
    priority: priorities[properties.hs_ticket_priority ?? ''] ?? null,
    tags: tagsOf(properties[TAGS_PROPERTY]),
    locale: contact?.language?.slice(0, 35) ?? null,
    brand: null,
    requester: toRequester(contact, threads),
    customer: toCustomer(properties, fields),
    sla: toClocks(properties),
    createdAt: isoOf(properties.createdate),
    updatedAt: isoOf(properties.hs_lastmodifieddate),
  });
}

export const tagsOf = (value: string | null | undefined): string[] =>
  [...new Set((value ?? '').split(';'))].filter((tag) => tag !== '' && tag.length <= 128).slice(0, 200);

function toMessage(row: HubspotRow, index: number): Message[] {
  const { type } = row;
  const text = (textOf(row.text) ?? stripTags(textOf(row.richText) ?? '')).trim();
  if ((type !== 'MESSAGE' && type !== 'COMMENT') || text === '') return [];
  const actor = textOf((rows(row.senders) ?? [])[0]?.actorId) ?? textOf(row.createdBy) ?? '';
  // Actors: A- agent, L- HubSpot's own assistant, I- app, S- system; V- visitor or contact, E- an e-mail address.
  const fromTeam = type === 'COMMENT' || row.direction === 'OUTGOING' || /^[ALI]-/.test(actor);
  const role = actor.startsWith('S-') ? 'system' : fromTeam ? 'agent' : 'requester';
  return [
    {
      id: (idOf(row.id) ?? `message-${index}`).slice(0, 128),
      role,
      at: (textOf(row.createdAt) ?? '').slice(0, 40),
      text: text.slice(0, MAX_TEXT),
      public: type !== 'COMMENT',
    },
  ];
}

function toRequester(contact: HubspotContact | null, threads: HubspotThread[]): Ticket['requester'] {
  if (contact) return { id: contact.id, name: contact.name.slice(0, 256), email: contact.email?.slice(0, 320) ?? null };
  const first = threads.flatMap((t) => t.messages).find((m) => m.direction === 'INCOMING');
  const sender = (rows(first?.senders) ?? [])[0];
  const id = idOf(threads[0]?.row.associatedContactId) ?? textOf(sender?.actorId);
  if (!id) return null;
  const address = isRow(sender?.deliveryIdentifier) ? textOf(sender.deliveryIdentifier.value) : null;
  return { id: id.slice(0, 128), name: (textOf(sender?.name) ?? '').slice(0, 256), email: address?.includes('@') ? address.slice(0, 320) : null };
}

function toCustomer(properties: HubspotBundle['properties'], fields: HubspotFieldMap): Customer {
  const fact = (name: string): string | null => properties[name]?.trim().slice(0, 64) || null;
  return { tier: fact(fields.tier), plan: fact(fields.plan), region: fact(fields.region), version: fact(fields.version) };
}

function toClocks(properties: HubspotBundle['properties']): SlaClock[] {
  const clocks: [SlaClock['metric'], string | null][] = [
    ['first_reply', isoOf(properties.hs_time_to_first_response_sla_at)],
    ['resolution', isoOf(properties.hs_time_to_close_sla_at)],
  ];
  return clocks.flatMap(([metric, dueAt]) => (dueAt ? [{ metric, dueAt }] : []));
}

/** Dates come as ISO 8601 or as milliseconds, by property and by age of the portal. */
function isoOf(value: string | null | undefined): string | null {
  if (!value) return null;
  const time = /^\d{10,}$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isNaN(time) || Math.abs(time) > 8.64e15 ? null : new Date(time).toISOString();
}

const stripTags = (html: string): string => html.replace(/<(?:br|\/p|\/div|\/li)[^>]*>/gi, '\n').replace(/<[^>]*>/g, '');
