/** What the product needs of a helpdesk: its tickets, what comes from and goes to them, and the account to be set up in. */
import type { Priority, SlaClock, Status, Ticket } from '#shared/ticket';
import type { SlaState } from '#shared/ticket-context';

export type Helpdesk = {
  platform: 'zendesk' | 'hubspot';
  fetchTicket(ticketId: string): Promise<Ticket>;
  /** Additive; answers the ticket's tags as they are afterwards. Repeating it changes nothing. */
  addTags(ticketId: string, tags: string[]): Promise<string[]>;
  /** Written once for a `marker`: a note that carries it already is left alone. */
  addInternalNote(ticketId: string, text: string, marker: string): Promise<void>;
  /** Fills in fields of the ticket that are empty, and leaves the others; answers the ids it filled in. Absent where there are none. */
  fillFields?(ticketId: string, fields: Record<string, string>): Promise<string[]>;
  /** Answers what was set: a group that the helpdesk does not know is left alone, and comes back as null. */
  setRouting(ticketId: string, routing: { group: string | null; priority: Priority | null }): Promise<{ group: string | null; priority: Priority | null }>;
  /** Absent where the helpdesk does not tell what a user may read. Throws what the helpdesk throws. */
  ticketAccess?(userId: string): Promise<TicketAccess>;
  /** What stands around a ticket; absent where the helpdesk does not tell. */
  surroundings?(ticketId: string): Promise<TicketSurroundings>;
  /** Only where the helpdesk's own composer cannot be written into, so that the agent sends from the panel. */
  replies?: AgentReplies;
  /** Replies without a person; absent where the helpdesk cannot say who would get one and what was said since. */
  automaticReplies?: AutomaticReplies;
};

export type TicketSurroundings = {
  ticket: Ticket;
  /** The problem that the ticket is an incident of; null where it is none. A problem itself is never an incident. */
  problemId: string | null;
  isProblem: boolean;
  /** The requester's other tickets, newest first. */
  recent: { id: string; status: Status; createdAt: string | null; csat: 'good' | 'bad' | null }[];
  attachments: { name: string; bytes: number | null; read: boolean }[];
  sla: Omit<SlaState, 'risk'>[];
  /** Problems that are not solved, newest first. */
  problems: { id: string; text: string }[];
};

/** Which tickets one user of the helpdesk may read. */
export type TicketAccess = { all: boolean /** Those of `ids` that the user may read, at most a hundred. */; readable(ids: string[]): Promise<string[]> };

/** `lastMessageId` is the message it answers: with a newer one, it is not sent. */
export type AutomaticReply = { text: string; lastMessageId: string };
export type AutomaticReplies = {
  /**
   * Sends to the requester. Throws `conflict` when the ticket has moved on since, an agent or the product has replied to
   * it, or the requester is no end user. Never to be called again when its outcome is unknown.
   */
  send(ticketId: string, reply: AutomaticReply, marker: string): Promise<void>;
  /** Whether a reply with this marker stands in the ticket. */
  sent(ticketId: string, marker: string): Promise<boolean>;
};

/** Where a reply to a ticket would go now. `recipient` and `channel` are shown to the agent word for word. */
export type ReplyTarget = { threadId: string; channel: string; recipient: string; sendable: boolean /** Why it cannot be sent. */; reason: string | null };

export type AgentReplies = {
  target(ticketId: string): Promise<ReplyTarget>;
  /**
   * Sends to the customer, at once, as this user. Throws `conflict` when it would go to someone else than confirmed. What
   * was sent since `notBefore` (ms) is not sent again.
   */
  send(ticketId: string, reply: ConfirmedReply & { notBefore: number }): Promise<{ messageId: string | null }>;
};
export type ConfirmedReply = { text: string; userId: string; recipient: string; threadId: string };

/** A HubSpot portal beside its tickets. Every method may be repeated. */
export type HelpdeskPortal = {
  /** Creates what Deskgraph writes into and the portal does not have yet. */
  prepare(): Promise<void>;
  /** What an admin can choose from. `teams` holds ids and names. */
  choices(): Promise<{ pipelines: { id: string; label: string }[]; users: { id: string; name: string; teams: string[] }[] }>;
  pipelineOf(ticketId: string): Promise<string | null>;
  changedTickets: ChangedTickets;
};

/** A webhook or trigger as the helpdesk has it. */
export type HelpdeskObject = { id: string; created: boolean };

/** The account behind the helpdesk: what setting Deskgraph up there needs. Every method may be repeated. */
export type HelpdeskAccount = {
  /** Whose token it is. */
  whoAmI(): Promise<{ id: string; name: string; role: string }>;
  roleOf(userId: string): Promise<string>;
  /** The webhook that calls `endpoint`, made where there is none. */
  ensureWebhook(endpoint: string): Promise<HelpdeskObject>;
  /** A webhook of its own that tells `endpoint` when articles are published or taken back: one that triggers call cannot. */
  ensureArticleWebhook?(endpoint: string): Promise<HelpdeskObject>;
  /** What the helpdesk signs this webhook's calls with. */
  signingSecret(webhookId: string): Promise<string>;
  ensureTrigger(kind: InboxEvent['kind'], webhookId: string): Promise<HelpdeskObject>;
  /** Deactivates and deletes by id; what is gone already counts as removed. */
  removeTrigger(id: string): Promise<void>;
  removeWebhook(id: string): Promise<void>;
  revokeToken(): Promise<void>;
  choices(): Promise<Record<'groups' | 'brands' | 'tags' | 'people' | 'fields', { id: string; name: string }[]>>;
  changedTickets: ChangedTickets;
  /** Starts and ends of SLA clocks since then, in order; `next` is where to go on. Absent where they are not told. */
  slaEvents?(startSeconds: number): Promise<{ events: SlaEvent[]; next: number; more: boolean }>;
};
/** `clock` names one run of one clock of a ticket; `at` is in ms. */
export type SlaEvent = { clock: string; metric: SlaClock['metric']; type: 'started' | 'ended'; at: number };
/** How an admin's grant becomes tokens. */
export type HelpdeskOAuth = {
  authorizeUrl(state: string, challenge: string): string;
  exchange(code: string, verifier: string): Promise<{ access: string; refresh: string | null }>;
  /** Throws `AppError('unauthenticated')` when an admin must connect again. */
  refresh(token: string): Promise<{ access: string; refresh: string | null }>;
};
/** Tickets that changed since `cursor`, or since `startSeconds`; `next` goes on later. */
export type ChangedTickets = (cursor: string | null, startSeconds: number) => Promise<{ tickets: ChangedTicket[]; next: string | null; more: boolean }>;
export type ChangedTicket = { id: string; createdAt: string; updatedAt: string; status: string; tags: string[] };

export type EffectKind = 'add_tags' | 'set_fields' | 'internal_note' | 'set_routing' | 'send_reply' | 'auto_reply';
export type Effect = {
  id: string;
  /** Deterministic: the same intent gives the same key, and is carried out once. */
  key: string;
  kind: EffectKind;
  ticketId: string;
  payload: {
    tags?: string[];
    note?: string;
    /** By the field's id. */
    fields?: Record<string, string>;
    group?: string | null;
    priority?: Priority | null;
    reply?: ConfirmedReply & { notBefore: number };
    autoReply?: AutomaticReply;
  };
  status: 'planned' | 'sent' | 'confirmed' | 'failed';
  attempts: number;
  /** The user whose click it follows from; without one, the product itself. */
  actor?: string;
};

export type InboxEvent = { id: string; dedupeKey: string; kind: 'ticket_created' | 'ticket_updated'; ticketId: string; receivedAt: string };
