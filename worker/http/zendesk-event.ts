/** A verified webhook body to an inbox event: from a trigger's own JSON, or from Zendesk's event envelope. */
import * as z from 'zod';
import { sha256 } from '../governance/canonical.ts';
import type { InboxEvent } from '../helpdesk-ports.ts';

const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,20}$/));
const stamp = z.string().max(40).nullish();

const triggerSchema = z.object({
  type: z.enum(['ticket_created', 'ticket_updated']).default('ticket_updated'),
  account_id: id.nullish(),
  ticket: z.object({ id, updated_at: stamp }),
  actor_id: z.union([z.string(), z.number()]).transform(String).nullish().catch(null),
});
const envelopeSchema = z.object({
  type: z.string().startsWith('zen:event-type:ticket.').max(128),
  account_id: id.nullish(),
  detail: z.object({ id, updated_at: stamp, actor_id: z.union([z.string(), z.number()]).transform(String).nullish().catch(null) }),
});

/** Something about an article of the help centre changed: the connected sources are read, they know what. */
export const articleEventSchema = z.object({ type: z.string().startsWith('zen:event-type:article.').max(128), account_id: id.nullish() });

export const zendeskEventSchema = z.union([triggerSchema, envelopeSchema]);
export type ZendeskEvent = z.infer<typeof zendeskEventSchema>;

/**
 * The dedupe key comes from what was signed, never from a header: ticket, event type and the moment of the change. A
 * body that names no moment is known by its own hash.
 */
export function toInboxEvent(event: ZendeskEvent, eventId: string, body: string, receivedAt: string): InboxEvent {
  const ticket = 'ticket' in event ? event.ticket : event.detail;
  return {
    id: eventId,
    dedupeKey: ['zendesk', ticket.id, event.type, ticket.updated_at ?? sha256(body)].join('|'),
    kind: event.type === 'ticket_created' || event.type === 'zen:event-type:ticket.created' ? 'ticket_created' : 'ticket_updated',
    ticketId: ticket.id,
    receivedAt,
  };
}

/** Who set the event off, as the helpdesk's user id; null when it does not say. */
export const actorOf = (event: ZendeskEvent): string | null => ('ticket' in event ? event.actor_id : event.detail.actor_id) ?? null;
