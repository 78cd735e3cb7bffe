/** A batch of HubSpot's webhooks to inbox events, by portal. Each event is judged for itself: one bad one spoils no other. */
import * as z from 'zod';
import type { InboxEvent } from '../helpdesk-ports.ts';

const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,20}$/));
const word = z.union([z.string(), z.number()]).transform(String).pipe(z.string().max(256));

export const hubspotEventSchema = z.object({
  portalId: id,
  objectId: id,
  eventId: word.default(''),
  occurredAt: z.number().int().nonnegative().default(0),
  subscriptionType: z.string().min(1).max(128),
  objectTypeId: z.string().max(32).nullish(),
  changeSource: z.string().max(128).nullish(),
  sourceId: word.nullish(),
  appId: word.nullish(),
  propertyName: z.string().max(256).nullish(),
  messageId: word.nullish(),
  messageType: z.string().max(64).nullish(),
});
export type HubspotEvent = z.infer<typeof hubspotEventSchema>;

export type Judged =
  | { kind: 'ticket'; event: HubspotEvent; of: InboxEvent['kind']; ticketId: string }
  | { kind: 'erase'; event: HubspotEvent; contactId: string }
  /** Seen and left alone. */
  | { kind: 'skip'; why: 'own_change' | 'not_a_message' | 'other' };

/** The same delivery has the same key, however often it is sent: `attemptNumber` is no part of it, and `eventId` alone is not unique. */
export const dedupeKey = (e: HubspotEvent): string =>
  ['hubspot', e.portalId, e.subscriptionType, e.objectId, e.eventId, e.occurredAt, e.propertyName ?? e.messageId ?? ''].join('|');

/** `ownAppId`: changes that Deskgraph itself made come back as events, and must not go round again. */
export function judge(event: HubspotEvent, ownAppId: string | null): Judged {
  const { subscriptionType: type, objectId } = event;
  if (type === 'contact.privacyDeletion') return { kind: 'erase', event, contactId: objectId };
  if (event.changeSource === 'INTEGRATION' && ownAppId !== null && event.sourceId === ownAppId) return { kind: 'skip', why: 'own_change' };
  if (type === 'conversation.newMessage') {
    if (event.messageType !== undefined && event.messageType !== null && event.messageType !== 'MESSAGE') return { kind: 'skip', why: 'not_a_message' };
    return { kind: 'ticket', event, of: 'ticket_updated', ticketId: `thread:${objectId}` };
  }
  const isTicket = type.startsWith('ticket.') || event.objectTypeId === '0-5';
  if (isTicket && type.endsWith('.creation')) return { kind: 'ticket', event, of: 'ticket_created', ticketId: objectId };
  // Deskgraph's own properties are written by Deskgraph, whatever source HubSpot names.
  if (isTicket && type.endsWith('.propertyChange') && !event.propertyName?.startsWith('deskgraph_'))
    return { kind: 'ticket', event, of: 'ticket_updated', ticketId: objectId };
  return { kind: 'skip', why: 'other' };
}
