/** Zendesk's JSON to a `Ticket`. A tolerant reader: every field may be missing, null, or of a kind unknown here. */
import { type Channel, type Customer, type Message, type Priority, type SlaClock, type Ticket, ticketSchema } from '#shared/ticket';

export type ZendeskTicket = {
  id?: number | string;
  subject?: string | null;
  description?: string | null;
  status?: string | null;
  priority?: string | null;
  tags?: string[] | null;
  requester_id?: number | string | null;
  organization_id?: number | string | null;
  brand_id?: number | string | null;
  group_id?: number | string | null;
  created_at?: string | null;
  updated_at?: string | null;
  via?: { channel?: string | null } | null;
  custom_fields?: { id?: number | string; value?: unknown }[] | null;
  slas?: { policy_metrics?: { metric?: string; breach_at?: string | null; stage?: string | null }[] | null } | null;
  type?: string | null;
  problem_id?: number | string | null;
  satisfaction_rating?: { score?: string | null } | null;
};
export type ZendeskUser = {
  id?: number | string;
  name?: string | null;
  email?: string | null;
  role?: string | null;
  locale?: string | null;
  user_fields?: Record<string, unknown> | null;
};
export type ZendeskOrganization = { id?: number | string; organization_fields?: Record<string, unknown> | null };
export type ZendeskComment = {
  id?: number | string;
  author_id?: number | string | null;
  body?: string | null;
  plain_body?: string | null;
  public?: boolean | null;
  created_at?: string | null;
  attachments?: ZendeskAttachment[] | null;
};
export type ZendeskAttachment = {
  file_name?: string | null;
  content_url?: string | null;
  content_type?: string | null;
  size?: number | null;
  inline?: boolean | null;
  deleted?: boolean | null;
  malware_scan_result?: string | null;
};

/** Keys of user, organisation and ticket fields that hold each fact about the customer. */
export type FieldMap = Readonly<Record<keyof Customer, string>>;
export const defaultFieldMap: FieldMap = { tier: 'tier', plan: 'plan', region: 'region', version: 'version' };

export type ZendeskBundle = { ticket: ZendeskTicket; users: ZendeskUser[]; organizations: ZendeskOrganization[]; comments: ZendeskComment[] };

const channels = new Map<string, Channel>(
  Object.entries({
    email: 'email',
    web: 'web',
    web_form: 'web',
    chat: 'chat',
    native_messaging: 'messaging',
    messaging: 'messaging',
    whatsapp: 'messaging',
    sms: 'messaging',
    phone: 'phone',
    voice: 'phone',
    api: 'api',
  }),
);
export const slaMetrics = new Map<string, SlaClock['metric']>(
  Object.entries({
    first_reply_time: 'first_reply',
    next_reply_time: 'next_reply',
    reply_time: 'next_reply',
    requester_wait_time: 'resolution',
    agent_work_time: 'resolution',
    total_resolution_time: 'resolution',
  }),
);
const statuses = ['new', 'open', 'pending', 'hold', 'solved', 'closed'];
const priorities = ['low', 'normal', 'high', 'urgent'];
const MAX_MESSAGES = 500;

export function toTicket({ ticket, users, organizations, comments }: ZendeskBundle, fields: FieldMap): Ticket {
  const requesterId = key(ticket.requester_id);
  const requester = users.find((u) => key(u.id) === requesterId && requesterId !== null);
  const organization = organizations.find((o) => key(o.id) !== null && key(o.id) === key(ticket.organization_id));
  const status = ticket.status?.toLowerCase() ?? '';
  const priority = ticket.priority?.toLowerCase() ?? '';
  const messages = comments.map((c, i) => toMessage(c, i, requesterId, users));
  // A ticket without comments still has its description: the requester's first words.
  if (messages.length === 0 && ticket.description)
    messages.push({ id: 'description', role: 'requester', at: ticket.created_at ?? '', text: cut(ticket.description, 200_000), public: true });
  return ticketSchema.parse({
    id: String(ticket.id ?? ''),
    subject: cut(ticket.subject ?? '', 1_000),
    messages: messages.slice(-MAX_MESSAGES),
    channel: channels.get(ticket.via?.channel ?? '') ?? 'other',
    status: statuses.includes(status) ? status : 'open',
    priority: priorities.includes(priority) ? (priority as Priority) : null,
    tags: (ticket.tags ?? []).filter((t) => t.length <= 128).slice(0, 200),
    locale: requester?.locale ? cut(requester.locale, 35) : null,
    brand: key(ticket.brand_id),
    ...(ticket.group_id === undefined ? {} : { group: key(ticket.group_id) }),
    requester:
      requesterId === null ? null : { id: requesterId, name: cut(requester?.name ?? '', 256), email: requester?.email ? cut(requester.email, 320) : null },
    customer: toCustomer(ticket, requester, organization, fields),
    sla: toClocks(ticket),
    ...(ticket.via?.channel === 'side_conversation' ? { sideConversation: true } : {}),
    createdAt: ticket.created_at ?? null,
    updatedAt: ticket.updated_at ?? null,
  });
}

function toMessage(comment: ZendeskComment, index: number, requesterId: string | null, users: ZendeskUser[]): Message {
  const author = key(comment.author_id);
  const role = users.find((u) => key(u.id) === author)?.role;
  return {
    id: key(comment.id) ?? `comment-${index}`,
    role: author === '-1' ? 'system' : author === requesterId || role === 'end-user' ? 'requester' : 'agent',
    at: comment.created_at ?? '',
    text: cut(comment.plain_body ?? comment.body ?? '', 200_000),
    public: comment.public !== false,
  };
}

/** The nearest source wins: the ticket's own field, the user's, the organisation's. Unknown stays null. */
function toCustomer(ticket: ZendeskTicket, user: ZendeskUser | undefined, organization: ZendeskOrganization | undefined, fields: FieldMap): Customer {
  const fact = (name: string): string | null => {
    const own = ticket.custom_fields?.find((f) => String(f.id) === name)?.value;
    for (const value of [own, user?.user_fields?.[name], organization?.organization_fields?.[name]])
      if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number') return cut(String(value).trim(), 64);
    return null;
  };
  return { tier: fact(fields.tier), plan: fact(fields.plan), region: fact(fields.region), version: fact(fields.version) };
}

function toClocks(ticket: ZendeskTicket): SlaClock[] {
  return (ticket.slas?.policy_metrics ?? []).flatMap(({ metric, breach_at }) => {
    const name = slaMetrics.get(metric ?? '');
    return name && breach_at ? [{ metric: name, dueAt: breach_at }] : [];
  });
}

const key = (id: number | string | null | undefined): string | null => (id === null || id === undefined ? null : String(id));
const cut = (text: string, length: number): string => (text.length > length ? text.slice(0, length) : text);
