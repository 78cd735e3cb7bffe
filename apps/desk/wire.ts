/** The JSON between the desk's pages and its server, below `/desk/api`. Zendesk's own API is apart, below `/desk/zendesk`. */
import type { Channel, Customer, Priority } from '#shared/ticket';

export type TicketStatus = 'new' | 'open' | 'pending' | 'hold' | 'solved' | 'closed';
export type Named = { id: number; name: string };
export type DeskInstallation = { id: string; name: string; accountId: number };

export type DeskUser = { id: number; name: string; email: string | null; role: 'end-user' | 'agent' | 'admin'; locale: string | null; customer: Customer };

export type TicketSummary = {
  id: number;
  subject: string;
  preview: string;
  status: TicketStatus;
  priority: Priority | null;
  type: string | null;
  groupId: number | null;
  assigneeId: number | null;
  tags: string[];
  requester: DeskUser;
  channel: Channel;
  locale: string | null;
  brand: string | null;
  product: string | null;
  topic: string | null;
  /** The running clock; null without a target, or when it was met. */
  sla: { metric: 'first_reply' | 'next_reply'; dueAt: string } | null;
  createdAt: string;
  updatedAt: string;
};

export type DeskComment = {
  id: number;
  author: DeskUser;
  text: string;
  html: string;
  public: boolean;
  createdAt: string /** Names of what is attached. */;
  files?: string[];
};
export type DeskAudit = { id: number; author: DeskUser; createdAt: string; changes: { field: string; value: unknown; previous: unknown }[] };

export type TicketDetail = TicketSummary & {
  comments: DeskComment[];
  audits: DeskAudit[];
  /** How the last signed webhook of this ticket fared. */
  webhook: { state: string; attempts: { at: number; status: number | null; ms: number }[] } | null;
};

export type TicketList = {
  installation: DeskInstallation;
  user: DeskUser /** Whom one may sit at the desk as. */;
  agents: DeskUser[];
  groups: Named[];
  revision: number;
  tickets: TicketSummary[];
};
export type TicketChanges = { groups: Named[]; revision: number; tickets: TicketSummary[] };

export type NewTicketRequest = {
  subject: string;
  body: string;
  requester: { name: string; email: string };
  customer?: Partial<Customer>;
  channel?: Channel;
  priority?: Priority | null;
  files?: { name: string; contentType: string; text: string }[];
};

/** What an agent submits: fields that changed, tags as difference, and a comment if one was written. */
export type TicketSubmit = {
  subject?: string;
  status?: TicketStatus;
  priority?: Priority | null;
  type?: string | null;
  groupId?: number | null;
  assigneeId?: number | null;
  addTags?: string[];
  removeTags?: string[];
  /** `requester` lets a visitor play the customer. */
  comment?: { text: string; public: boolean; as?: 'agent' | 'requester' };
};

export type SignedPageRequest = { origin: string; appGuid: string; location: string };
export type DeskErrorBody = { error: { message: string } };
