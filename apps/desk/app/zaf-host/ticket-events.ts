/** Which change events a new state of the form gives. */
import { toConversationItem, toZafComment, toZafUser } from './get-path.ts';
import type { FormTicket } from './ports.ts';

export type TicketEvent = { event: string; message: unknown; property?: string; before?: unknown };

export function ticketEvents(after: FormTicket, before: FormTicket): TicketEvent[] {
  const events: TicketEvent[] = [];
  const changed = (property: string, now: unknown, then: unknown): void => {
    if (JSON.stringify(now) !== JSON.stringify(then)) events.push({ event: `${property}.changed`, message: now, property, before: then });
  };
  for (const field of ['subject', 'status', 'priority', 'type', 'tags', 'brand'] as const) changed(`ticket.${field}`, after[field], before[field]);
  changed('ticket.assignee.group', after.groupId, before.groupId);
  changed('ticket.assignee.user', after.assigneeId, before.assigneeId);
  changed('ticket.requester', toZafUser(after.requester), toZafUser(before.requester));
  for (const [id, value] of Object.entries(after.customFields)) changed(`ticket.custom_field_${id}`, value, before.customFields[id]);
  changed('comment.text', after.composer.text, before.composer.text);
  changed('comment.type', after.composer.type, before.composer.type);
  changed('comment.useRichText', after.composer.useRichText, before.composer.useRichText);

  const known = new Set(before.comments.map((comment) => comment.id));
  const added = after.comments.filter((comment) => !known.has(comment.id));
  if (added.length > 0) {
    events.push({ event: 'ticket.comments.changed', message: after.comments.map((comment) => toZafComment(comment, after.channel)) });
    events.push({ event: 'ticket.conversation.changed', message: added.map((comment) => toConversationItem(comment, after.channel)) });
  }
  return events;
}
