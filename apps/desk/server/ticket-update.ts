/** The body of `PUT /api/v2/tickets/{id}` and `PUT …/tags`, checked and turned into a change. */
import { type NewComment, type TicketChange, toComment } from './change-ticket.ts';
import { malformed, recordInvalid } from './errors.ts';
import { priorities, statuses, ticketTypes } from './records.ts';
import type { Store } from './store.ts';
import { customFields } from './zendesk-shape.ts';

type Body = Record<string, unknown>;

/** Throws `ZendeskError` 400 for a body that is no ticket, 422 for a value that is not allowed. */
export function readTicketUpdate(store: Store, body: unknown, actorId: number): TicketChange {
  const ticket = isObject(body) ? body.ticket : undefined;
  if (!isObject(ticket)) throw malformed('The request must hold a "ticket" object');
  const change: TicketChange = { ...readStamp(ticket) };
  if (typeof ticket.subject === 'string') change.subject = ticket.subject;
  if (ticket.status !== undefined) change.status = oneOf('status', ticket.status, statuses);
  if (ticket.priority !== undefined) change.priority = ticket.priority === null ? null : oneOf('priority', ticket.priority, priorities);
  if (ticket.type !== undefined) change.type = ticket.type === null ? null : oneOf('type', ticket.type, ticketTypes);
  if (ticket.group_id !== undefined) change.groupId = readGroup(store, ticket.group_id);
  if (ticket.assignee_id !== undefined) change.assigneeId = readUser(store, 'assignee_id', ticket.assignee_id);
  if (ticket.problem_id !== undefined) change.problemId = readProblem(store, ticket.problem_id);
  if (ticket.tags !== undefined) change.tags = readTags(ticket.tags);
  if (Array.isArray(ticket.custom_fields)) Object.assign(change, readCustomFields(ticket.custom_fields));
  if (isObject(ticket.comment)) change.comment = readComment(store, ticket.comment, actorId);
  return change;
}

/** Tags as a list, or as Zendesk's text with spaces. */
export function readTags(value: unknown): string[] {
  const list = typeof value === 'string' ? value.split(/[\s,]+/) : value;
  if (!Array.isArray(list) || list.some((tag) => typeof tag !== 'string')) throw recordInvalid('tags', 'Tags: must be a list of strings');
  return list as string[];
}

/** `safe_update` counts when it is there at all, even as `false`; only leaving it out forces the update. */
export function readStamp(body: Body): { ifUpdatedAt?: string } {
  if (body.safe_update === undefined) return {};
  if (typeof body.updated_stamp !== 'string' || Number.isNaN(Date.parse(body.updated_stamp)))
    throw recordInvalid('updated_stamp', 'Updated stamp: is required with safe_update', 'BlankValue');
  return { ifUpdatedAt: body.updated_stamp };
}

export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readComment(store: Store, comment: Body, actorId: number): NewComment {
  const { body: text, html_body: html, public: isPublic, author_id: author } = comment;
  return toComment({
    body: typeof text === 'string' ? text : undefined,
    htmlBody: typeof html === 'string' ? html : undefined,
    public: isPublic !== false,
    authorId: readUser(store, 'author_id', author ?? actorId) ?? actorId,
  });
}

function oneOf<T extends string>(field: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((v) => v === value);
  if (!found) throw recordInvalid(field, `${field[0]?.toUpperCase()}${field.slice(1)}: ${String(value).slice(0, 60)} is not valid`);
  return found;
}

function readGroup(store: Store, value: unknown): number | null {
  if (value === null) return null;
  const group = store.named('group').find((g) => g.id === Number(value));
  if (!group) throw recordInvalid('group', 'Group: is invalid');
  return group.id;
}

function readProblem(store: Store, value: unknown): number | null {
  if (value === null) return null;
  const problem = store.ticket(Number(value));
  if (problem?.type !== 'problem') throw recordInvalid('problem_id', 'Problem: is invalid');
  return problem.id;
}

function readUser(store: Store, field: string, value: unknown): number | null {
  if (value === null) return null;
  const user = store.user(Number(value));
  if (!user) throw recordInvalid(field, `${field}: is invalid`);
  return user.id;
}

function readCustomFields(fields: unknown[]): Pick<TicketChange, 'product' | 'topic'> {
  const change: Pick<TicketChange, 'product' | 'topic'> = {};
  for (const field of fields) {
    if (!isObject(field)) continue;
    const value = field.value === null ? null : String(field.value ?? '');
    if (field.id === customFields.product) change.product = value;
    if (field.id === customFields.topic) change.topic = value;
  }
  return change;
}
