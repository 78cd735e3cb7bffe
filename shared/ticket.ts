/** A ticket as every helpdesk adapter hands it over, and as `POST /v1/suggestions` takes it. */
import * as z from 'zod';

export const channelSchema = z.enum(['email', 'web', 'chat', 'messaging', 'phone', 'api', 'other']);
export const prioritySchema = z.enum(['low', 'normal', 'high', 'urgent']);
export const statusSchema = z.enum(['new', 'open', 'pending', 'hold', 'solved', 'closed']);

export const messageSchema = z.object({
  id: z.string().min(1).max(128),
  /** Who wrote it: the requester, an agent of the team, or the helpdesk itself. */
  role: z.enum(['requester', 'agent', 'system']),
  /** ISO 8601. */
  at: z.string().max(40),
  /** Plain text; adapters turn HTML into text. */
  text: z.string().max(200_000),
  /** False for an internal note. */
  public: z.boolean().default(true),
});

/** Facts an admin has mapped from user, organisation or ticket fields. `null` means unknown: asked, never assumed. */
export const customerSchema = z.object({
  tier: z.string().max(64).nullable().default(null),
  plan: z.string().max(64).nullable().default(null),
  region: z.string().max(64).nullable().default(null),
  version: z.string().max(64).nullable().default(null),
});

export const slaClockSchema = z.object({
  metric: z.enum(['first_reply', 'next_reply', 'resolution']),
  /** ISO 8601 moment at which the target is breached. */
  dueAt: z.string().max(40),
});

/** Text of a file that the requester attached: untrusted, like their words. */
export const attachmentSchema = z.object({ name: z.string().max(256), text: z.string().max(8_000) });

export const requesterSchema = z.object({
  id: z.string().max(128),
  name: z.string().max(256).default(''),
  email: z.string().max(320).nullable().default(null),
});

export const ticketSchema = z.object({
  id: z.string().min(1).max(128),
  subject: z.string().max(1_000).default(''),
  messages: z.array(messageSchema).max(500).default([]),
  channel: channelSchema.default('other'),
  status: statusSchema.default('open'),
  priority: prioritySchema.nullable().default(null),
  tags: z.array(z.string().max(128)).max(200).default([]),
  /** BCP 47 tag the helpdesk believes in; the pipeline still detects the language of the last message. */
  locale: z.string().max(35).nullable().default(null),
  brand: z.string().max(128).nullable().default(null),
  /** Id of the group it is assigned to, null without one; absent where the helpdesk did not tell. */
  group: z.string().max(128).nullable().optional(),
  requester: requesterSchema.nullable().default(null),
  customer: customerSchema.default({ tier: null, plan: null, region: null, version: null }),
  sla: z.array(slaClockSchema).max(20).default([]),
  /** Absent where nothing readable is attached. */
  attachments: z.array(attachmentSchema).max(3).optional(),
  /** An agent's question to someone else, kept as a ticket: it is no customer's, and left alone. */
  sideConversation: z.boolean().optional(),
  createdAt: z.string().max(40).nullable().default(null),
  updatedAt: z.string().max(40).nullable().default(null),
});

export type Channel = z.infer<typeof channelSchema>;
export type Status = z.infer<typeof statusSchema>;
export type Priority = z.infer<typeof prioritySchema>;
export type Message = z.infer<typeof messageSchema>;
export type Customer = z.infer<typeof customerSchema>;
export type Attachment = z.infer<typeof attachmentSchema>;
export type SlaClock = z.infer<typeof slaClockSchema>;
export type Requester = z.infer<typeof requesterSchema>;
export type Ticket = z.infer<typeof ticketSchema>;
export type TicketInput = z.input<typeof ticketSchema>;
