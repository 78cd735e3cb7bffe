/** `client.get`: what each path answers. */
import type { DeskComment, DeskUser } from '../../wire.ts';
import { plainToHtml } from './html.ts';
import { noSuchPath } from './path-error.ts';
import type { DeskPort, FormTicket } from './ports.ts';

export type Readable = { ticket: FormTicket; desk: DeskPort; instances: () => Record<string, unknown> };

const customField = 'ticket.customField:custom_field_';
const requesterField = 'ticket.requester.customField:';

const readers: Record<string, (from: Readable) => unknown> = {
  'ticket.id': ({ ticket }) => ticket.id,
  'ticket.subject': ({ ticket }) => ticket.subject,
  'ticket.description': ({ ticket }) => ticket.description,
  'ticket.status': ({ ticket }) => ticket.status,
  'ticket.customStatus': ({ ticket }) => ({ name: ticket.status, statusCategory: ticket.status }),
  'ticket.priority': ({ ticket }) => ticket.priority,
  'ticket.type': ({ ticket }) => ticket.type,
  'ticket.tags': ({ ticket }) => ticket.tags,
  'ticket.comments': ({ ticket }) => ticket.comments.map((comment) => toZafComment(comment, ticket.channel)),
  'ticket.conversation': ({ ticket }) => ticket.comments.map((comment) => toConversationItem(comment, ticket.channel)),
  'ticket.requester': ({ ticket }) => toZafUser(ticket.requester),
  'ticket.organization': () => null,
  'ticket.brand': ({ ticket }) => (ticket.brand === null ? null : { id: ticket.brand, name: ticket.brand }),
  'ticket.form.id': () => null,
  'ticket.via': ({ ticket }) => ({ channel: ticket.channel, source: { from: {}, to: {}, rel: null } }),
  'ticket.createdAt': ({ ticket }) => ticket.createdAt,
  'ticket.isNew': () => false,
  'ticket.externalId': () => null,
  'ticket.collaborators': () => [],
  'ticket.attachments': () => [],
  'ticket.viewers': ({ desk }) => [toZafUser(desk.user)],
  'ticket.assignee': ({ ticket, desk }) => ({
    user: ticket.assigneeId === desk.user.id ? toZafUser(desk.user) : null,
    group: desk.groups().find((group) => group.id === ticket.groupId) ?? null,
  }),
  'ticket.assignee.group': ({ ticket, desk }) => desk.groups().find((group) => group.id === ticket.groupId) ?? null,
  'comment.text': ({ ticket }) => (ticket.composer.useRichText ? plainToHtml(ticket.composer.text) : ticket.composer.text),
  'comment.type': ({ ticket }) => ticket.composer.type,
  'comment.useRichText': ({ ticket }) => ticket.composer.useRichText,
  'comment.attachments': () => [],
  currentUser: ({ desk }) => ({ ...toZafUser(desk.user), groups: desk.groups(), timeZone: { name: 'UTC', offset: 0 }, tags: [] }),
  currentAccount: ({ desk }) => ({ subdomain: desk.account.subdomain, planName: 'Local preview', timeZone: { name: 'UTC', offset: 0 } }),
  assignableGroups: ({ desk }) => desk.groups(),
  colorScheme: ({ desk }) => desk.colorScheme(),
  instances: ({ instances }) => instances(),
};

const requesterReaders: Record<string, (user: DeskUser) => unknown> = {
  id: (user) => user.id,
  name: (user) => user.name,
  email: (user) => user.email,
  locale: (user) => user.locale,
  role: (user) => user.role,
  externalId: () => null,
};

/** @throws HostPathError for a path that this host does not know. */
export function readPath(path: string, from: Readable): unknown {
  const reader = Object.hasOwn(readers, path) ? readers[path] : undefined;
  if (reader) return reader(from);
  const person = afterPrefix(path, 'ticket.requester.');
  if (person !== null && Object.hasOwn(requesterReaders, person)) return requesterReaders[person]?.(from.ticket.requester);
  const fact = afterPrefix(path, requesterField);
  if (fact !== null) return (from.ticket.requester.customer as Record<string, string | null>)[fact] ?? null;
  const field = afterPrefix(path, customField);
  if (field !== null && Object.hasOwn(from.ticket.customFields, field)) return from.ticket.customFields[field];
  const user = afterPrefix(path, 'currentUser.');
  if (user !== null && Object.hasOwn(requesterReaders, user)) return requesterReaders[user]?.(from.desk.user);
  const guid = afterPrefix(path, 'instances.');
  const instance = guid === null ? undefined : from.instances()[guid];
  if (instance) return instance;
  throw noSuchPath();
}

function afterPrefix(path: string, prefix: string): string | null {
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}

export function toZafUser(user: DeskUser) {
  return { id: user.id, name: user.name, email: user.email, role: user.role, locale: user.locale, externalId: null, avatarUrl: null };
}

export function toZafComment(comment: DeskComment, channel: string) {
  return {
    id: comment.id,
    author: toZafUser(comment.author),
    value: comment.html,
    contentType: 'text/html',
    public: comment.public,
    timestamp: comment.createdAt,
    createdAt: comment.createdAt,
    via: { channel },
    imageAttachments: [],
    nonImageAttachments: [],
  };
}

/** Notes are told from public messages by the channel's name, as in Zendesk. */
export function toConversationItem(comment: DeskComment, channel: string) {
  return {
    author: { id: comment.author.id, name: comment.author.name, role: comment.author.role, avatar: null },
    message: { content: comment.html, contentType: 'text/html' },
    channel: { name: comment.public ? channel : 'internal' },
    timestamp: comment.createdAt,
    attachments: [],
  };
}
