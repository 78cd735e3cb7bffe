/** `client.invoke`: actions. */
import { htmlToPlain } from './html.ts';
import { HostPathError, invalidValue, noSuchPath } from './path-error.ts';
import type { DeskPort, FramePort, Notice, TicketPort } from './ports.ts';
import { isObject } from './protocol.ts';
import { tags } from './set-path.ts';

export type Invokable = { ticket: TicketPort; desk: DeskPort; frame: FramePort };

/** Actions that newer SDKs take for granted; the answer is of no interest. */
const ignored = new Set(['track', '__track__', 'session.live', 'app.close', 'hide', 'show', 'preloadPane', 'popover', 'enableSave', 'disableSave']);

type Action = (args: unknown[], on: Invokable) => void;

const appendText: Action = ([addition], { ticket }) => append(ticket, text(addition));
const appendHtml: Action = ([addition], { ticket }) => append(ticket, htmlToPlain(text(addition)));

const actions: Record<string, Action> = {
  'ticket.editor.insert': ([value], { ticket }) => ticket.insert(content(value, ticket)),
  'ticket.editor.hyperlink': (args, { ticket }) => ticket.insert(hyperlink(args)),
  'comment.appendText': appendText,
  'comment.appendMarkdown': appendText,
  'comment.appendHtml': appendHtml,
  'ticket.comment.appendText': appendText,
  'ticket.comment.appendMarkdown': appendText,
  'ticket.comment.appendHtml': appendHtml,
  'ticket.tags.add': ([value], { ticket }) => ticket.change({ tags: [...ticket.read().tags, ...tags(value)] }),
  'ticket.tags.remove': ([value], { ticket }) => {
    const gone = new Set(tags(value));
    ticket.change({ tags: ticket.read().tags.filter((tag) => !gone.has(tag)) });
  },
  notify: (args, { desk }) => desk.notify(notice(args)),
  resize: ([size], { frame }) => frame.resize({ height: isObject(size) ? pixels(size.height) : null }),
  routeTo: (args, { desk }) => routeTo(args, desk),
  'instances.create': () => {
    throw new HostPathError('is not offered by the preview desk');
  },
};

/** @throws HostPathError for an action that this host does not know, or arguments of the wrong kind. */
export function invokePath(path: string, args: unknown[], on: Invokable): void {
  const action = Object.hasOwn(actions, path) ? actions[path] : undefined;
  if (!action && !ignored.has(path)) throw noSuchPath();
  action?.(args, on);
}

/** The composer of this desk holds plain text; an app that believes in rich text sends HTML. */
function content(value: unknown, ticket: TicketPort): string {
  return ticket.read().composer.useRichText ? htmlToPlain(text(value)) : text(value);
}

function append(ticket: TicketPort, addition: string): void {
  ticket.compose({ text: ticket.read().composer.text + addition });
}

function hyperlink([label, url]: unknown[]): string {
  return `${text(label)} (${text(url)})`;
}

function notice([message, kind, options]: unknown[]): Notice {
  const known = (['notice', 'alert', 'error'] as const).find((k) => k === kind) ?? 'notice';
  return { message: htmlToPlain(text(message)), kind: known, sticky: isObject(options) && options.sticky === true };
}

function routeTo([to, id]: unknown[], desk: DeskPort): void {
  if (to !== 'ticket') throw new HostPathError('leads only to tickets in the preview desk');
  if (!/^\d+$/.test(String(id))) throw invalidValue('the id of a ticket');
  desk.openTicket(Number(id));
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw invalidValue('a string');
  return value;
}

/** A number, or text such as `320px`; null for a share such as `100%`. */
function pixels(value: unknown): number | null {
  const match = /^(\d+(?:\.\d+)?)(?:px)?$/.exec(String(value ?? ''));
  return match ? Math.round(Number(match[1])) : null;
}
