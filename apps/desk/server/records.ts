/** What the desk keeps. Moments are ISO 8601 to the second, as in Zendesk's REST API. */
import type { Channel, Customer, Priority } from '#shared/ticket';

export const statuses = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const;
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export const ticketTypes = ['question', 'incident', 'problem', 'task'] as const;

export type Status = (typeof statuses)[number];
export type TicketType = (typeof ticketTypes)[number];

/** Admin-defined facts of a requester: what Zendesk keeps in `user_fields`. */
export type UserFields = Customer;

export type UserRecord = {
  id: number;
  externalId: string | null;
  name: string;
  email: string | null;
  role: 'end-user' | 'agent' | 'admin';
  locale: string | null;
  fields: UserFields;
  /** Names of the groups whose tickets alone an agent may read; absent for one who may read all. */
  groups?: string[];
};

export type SlaRecord = {
  metric: 'first_reply' | 'next_reply';
  /** Minutes of the target, from the moment the clock started. */
  minutes: number;
  dueAt: string;
  achievedAt: string | null;
};

export type TicketRecord = {
  id: number;
  externalId: string | null;
  subject: string;
  /** First 200 characters of the first message. */
  preview: string;
  status: Status;
  priority: Priority | null;
  type: TicketType | null;
  groupId: number | null;
  assigneeId: number | null;
  requesterId: number;
  tags: string[];
  channel: Channel;
  locale: string | null;
  brand: string | null;
  product: string | null;
  topic: string | null;
  sla: SlaRecord | null;
  /** The problem it is an incident of. */
  problemId?: number | null;
  createdAt: string;
  updatedAt: string;
};

export type CommentRecord = {
  id: number;
  ticketId: number;
  authorId: number;
  body: string;
  /** Null when the comment was written as plain text. */
  html: string | null;
  public: boolean;
  createdAt: string;
  files?: FileRecord[];
};

export type FileRecord = { name: string; contentType: string; text: string };

export type FieldChange = { field: string; value: unknown; previous: unknown };

/** One update of a ticket, as Zendesk's audits list it. */
export type AuditRecord = { id: number; ticketId: number; authorId: number; createdAt: string; changes: FieldChange[] };

export type NamedRecord = { id: number; name: string };

export type InstallationRecord = {
  id: string;
  name: string;
  accountId: number;
  /** Signs the webhook of new tickets. */
  webhookSecret: string;
  webhookUrl: string;
  /** Bearer token with which Deskgraph's Worker calls the REST API. */
  token: string;
};

/** The account's own people. The app's calls act as `app`, the person at the desk is `agent`, or `limited` where they choose so. */
export const staff = {
  app: { id: 900_001, externalId: null, name: 'Deskgraph', email: 'deskgraph@desk.local', role: 'admin', locale: 'en-US', fields: noFields() },
  agent: { id: 900_002, externalId: null, name: 'Robin Ellis', email: 'robin@desk.local', role: 'admin', locale: 'en-US', fields: noFields() },
  limited: {
    id: 900_003,
    externalId: null,
    name: 'Kim Novak',
    email: 'kim@desk.local',
    role: 'agent',
    locale: 'en-US',
    fields: noFields(),
    groups: ['Billing'],
  },
} satisfies Record<string, UserRecord>;

export function noFields(): UserFields {
  return { tier: null, plan: null, region: null, version: null };
}
