/** What stands around a ticket, for the agent who works on it: `GET /v1/tickets/:id/context`. */
import * as z from 'zod';
import { slaClockSchema, statusSchema } from './ticket.ts';

export const slaStateSchema = z.object({
  metric: slaClockSchema.shape.metric,
  /** ISO 8601; null while the clock stands still. */
  dueAt: z.string().nullable(),
  state: z.enum(['running', 'paused', 'met', 'breached']),
  /** Share of past clocks of this metric that, running as long as this one, ended late; null where too few are known. */
  risk: z.number().min(0).max(1).nullable(),
});

export const ticketContextSchema = z.object({
  /** The requester's other tickets, newest first, by number: the sidebar names those that the agent's own session could read. */
  recent: z.array(z.object({ id: z.string(), status: statusSchema, createdAt: z.string().nullable() })),
  /** `read` tells whose text joined the question. */
  attachments: z.array(z.object({ name: z.string(), bytes: z.number().nullable(), read: z.boolean() })),
  /** The problem that the ticket is an incident of, or seems to be; by number, as above. */
  problem: z.object({ id: z.string(), linked: z.boolean() }).nullable(),
  sla: z.array(slaStateSchema),
  /** How the requester rated last, on a ticket that the agent may read. */
  csat: z.object({ score: z.enum(['good', 'bad']), ticketId: z.string() }).nullable(),
});

export type SlaState = z.infer<typeof slaStateSchema>;
export type TicketContext = z.infer<typeof ticketContextSchema>;
