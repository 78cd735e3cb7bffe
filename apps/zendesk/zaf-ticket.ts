/** A ticket as Zendesk's framework gives it, as the contract wants it. Every field is optional: workspaces differ. */
import type { Channel, Message, Priority } from '#shared/ticket';
import { type HostTicket, newTicketId } from '../panel/helpdesk-host.ts';
import { htmlToText, looksLikeHtml } from './html-to-text.ts';

export const ticketPaths = [
  'ticket.id',
  'ticket.isNew',
  'ticket.subject',
  'ticket.description',
  'ticket.comments',
  'ticket.conversation',
  'ticket.tags',
  'ticket.status',
  'ticket.priority',
  'ticket.requester',
  'ticket.brand',
  'ticket.via',
  'ticket.createdAt',
] as const;

type Fields = Record<string, unknown>;
type Draft = Omit<Message, 'id' | 'public'> & { public: boolean };

/** The contract's own limits: what lies beyond would be refused, and the newest messages matter most. */
const limits = { messages: 500, text: 200_000, subject: 1_000, tags: 200 };

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined => values.find((v) => v === text(value).toLowerCase());
/** `type` is the content type where the host names one; else the text itself has to tell. */
const plain = (value: unknown, type = ''): string => {
  const raw = text(value);
  const isHtml = /html/i.test(type) || (!/plain/i.test(type) && looksLikeHtml(raw));
  return (isHtml ? htmlToText(raw) : raw.trim()).slice(0, limits.text);
};

/** @throws when the host gave no ticket id. */
export function toTicket(values: Fields): HostTicket {
  const id = text(values['ticket.id']) || (values['ticket.isNew'] === true ? newTicketId : '');
  if (id === '') throw new Error('The host gave no ticket id.');
  const requester = fields(values['ticket.requester']);
  const requesterId = text(requester.id);
  const channel = toChannel(values['ticket.via']);
  const status = oneOf(['new', 'open', 'pending', 'hold', 'solved', 'closed'], values['ticket.status']);
  return {
    id,
    subject: text(values['ticket.subject']).slice(0, limits.subject),
    messages: toMessages(values, requesterId),
    tags: list(values['ticket.tags']).map(text).filter(Boolean).slice(0, limits.tags),
    priority: oneOf<Priority>(['low', 'normal', 'high', 'urgent'], values['ticket.priority']) ?? null,
    ...(channel ? { channel } : {}),
    ...(status ? { status } : {}),
    locale: text(requester.locale).slice(0, 35) || null,
    brand: text(fields(values['ticket.brand']).id).slice(0, 128) || null,
    requester: requesterId === '' ? null : { id: requesterId, name: text(requester.name).slice(0, 256), email: text(requester.email).slice(0, 320) || null },
    createdAt: text(values['ticket.createdAt']).slice(0, 40) || null,
  };
}

function toMessages(values: Fields, requesterId: string): Message[] {
  const conversation = list(values['ticket.conversation']).map(fields).map(fromConversation);
  const comments = list(values['ticket.comments'])
    .map(fields)
    .map((comment) => fromComment(comment, requesterId));
  // Chat and messaging tickets carry their text in the conversation alone; older workspaces give comments alone.
  const longer = conversation.length >= comments.length ? conversation : comments;
  const description = plain(values['ticket.description']);
  const fallback: Draft[] = description === '' ? [] : [{ role: 'requester', at: text(values['ticket.createdAt']), text: description, public: true }];
  const messages = longer.filter((m) => m.text !== '');
  return (messages.length > 0 ? messages : fallback)
    .map((message, index) => ({ ...message, id: `m${index + 1}` }))
    .sort((a, b) => (Date.parse(a.at) || 0) - (Date.parse(b.at) || 0))
    .slice(-limits.messages);
}

function fromConversation(item: Fields): Draft {
  const author = fields(item.author);
  const role = text(author.role).toLowerCase();
  const message = fields(item.message);
  const channel = text(fields(item.channel).name).toLowerCase();
  return {
    role: role === 'end-user' || role === 'end_user' || role === 'user' ? 'requester' : role === 'system' || role === 'trigger' ? 'system' : 'agent',
    at: text(item.timestamp).slice(0, 40),
    text: plain(message.content, text(message.contentType)),
    public: channel !== 'internal' && item.public !== false,
  };
}

function fromComment(comment: Fields, requesterId: string): Draft {
  const author = fields(comment.author);
  const role = text(author.role).toLowerCase();
  const byRequester = role === 'end-user' || (requesterId !== '' && text(author.id) === requesterId);
  return {
    role: byRequester ? 'requester' : 'agent',
    at: text(comment.createdAt ?? comment.created_at).slice(0, 40),
    text: plain(comment.value ?? comment.body),
    public: comment.public !== false && comment.isPublic !== false,
  };
}

function toChannel(via: unknown): Channel | undefined {
  const name = text(fields(via).channel ?? via).toLowerCase();
  const known: Record<string, Channel> = {
    mail: 'email',
    email: 'email',
    web: 'web',
    web_service: 'api',
    api: 'api',
    chat: 'chat',
    voice: 'phone',
    phone: 'phone',
  };
  return known[name] ?? (/messaging|whatsapp|sunshine|native/.test(name) ? 'messaging' : undefined);
}
