/** `client.set`: into the agent's unsaved form. */
import { htmlToPlain } from './html.ts';
import { invalidValue, notSettable } from './path-error.ts';
import type { FormChange, TicketPort } from './ports.ts';

const statuses = ['new', 'open', 'pending', 'hold', 'solved'] as const;
const priorities = ['low', 'normal', 'high', 'urgent'] as const;
const types = ['question', 'incident', 'problem', 'task'] as const;

const setters: Record<string, (value: unknown, ticket: TicketPort) => void> = {
  'comment.text': (value, ticket) => ticket.compose({ text: ticket.read().composer.useRichText ? htmlToPlain(text(value)) : text(value) }),
  'comment.type': (value, ticket) => ticket.compose({ type: oneOf(value, ['publicReply', 'internalNote'] as const) }),
  'comment.useRichText': (value, ticket) => ticket.compose({ useRichText: flag(value) }),
  'ticket.subject': (value, ticket) => ticket.change({ subject: text(value) }),
  'ticket.status': (value, ticket) => ticket.change({ status: oneOf(value, statuses) }),
  'ticket.priority': (value, ticket) => ticket.change({ priority: orNull(value, priorities) }),
  'ticket.type': (value, ticket) => ticket.change({ type: orNull(value, types) }),
  'ticket.tags': (value, ticket) => ticket.change({ tags: tags(value) }),
  'ticket.assignee': (value, ticket) => ticket.change(assignee(value)),
};

/** @throws HostPathError for a path that cannot be set, or a value of the wrong kind. */
export function setPath(path: string, value: unknown, ticket: TicketPort): void {
  const setter = Object.hasOwn(setters, path) ? setters[path] : undefined;
  if (!setter) throw notSettable();
  setter(value, ticket);
}

export function tags(value: unknown): string[] {
  const list = typeof value === 'string' ? value.split(/[\s,]+/) : value;
  if (!Array.isArray(list) || list.some((tag) => typeof tag !== 'string')) throw invalidValue('a list of tags');
  return (list as string[]).filter((tag) => tag.trim() !== '');
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw invalidValue('a string');
  return value;
}

function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw invalidValue('true or false');
  return value;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((v) => v === value);
  if (!found) throw invalidValue(`one of ${allowed.join(', ')}`);
  return found;
}

function orNull<T extends string>(value: unknown, allowed: readonly T[]): T | null {
  return value === null || value === '' || value === '-' ? null : oneOf(value, allowed);
}

function assignee(value: unknown): FormChange {
  const { groupId, userId } = (typeof value === 'object' && value !== null ? value : {}) as { groupId?: unknown; userId?: unknown };
  if (typeof groupId !== 'number' && typeof userId !== 'number') throw invalidValue('groupId or userId');
  return { ...(typeof groupId === 'number' ? { groupId } : {}), ...(typeof userId === 'number' ? { assigneeId: userId } : {}) };
}
