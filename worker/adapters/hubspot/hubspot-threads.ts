/** Conversations of a ticket: its threads and messages. No generated client exists for them. */
import { idOf, isRow, rows, textOf } from '#shared/source-batch';
import { AppError } from '../../errors.ts';
import type { HubspotRest } from './hubspot-rest.ts';
import { nextOf } from './ticket-conversation.ts';

const API = '/conversations/conversations/2026-09';
const PAGE = 100;
const MAX_THREADS = 20;
const MAX_PAGES = 8;
/** Shortened messages whose whole text is fetched; the newest first. */
const MAX_ORIGINALS = 10;

export type HubspotRow = Record<string, unknown>;
export type HubspotThread = { id: string; row: HubspotRow; messages: HubspotRow[] };

export type HubspotThreads = {
  /** Threads of the ticket that are no spam, each with its messages, oldest first. Empty when there are none. */
  ofTicket(ticketId: string): Promise<HubspotThread[]>;
  /** The ticket a thread belongs to; null when it belongs to none. Throws `not_found` for a thread that is gone. */
  ticketOf(threadId: string): Promise<string | null>;
  /** A comment that agents alone see. */
  comment(threadId: string, text: string): Promise<void>;
  /** Sends at once, to the customer. Answers the message's id. */
  send(threadId: string, message: HubspotRow): Promise<string | null>;
};

export function hubspotThreads(rest: HubspotRest): HubspotThreads {
  const at = (threadId: string): string => `${API}/threads/${encodeURIComponent(threadId)}`;

  /** What lies beyond a page that cannot be read is left out: one broken page must not hide the ticket. */
  async function readAll(path: string): Promise<HubspotRow[]> {
    const all: HubspotRow[] = [];
    let after: string | null = null;
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer: HubspotRow = await rest.get(after === null ? path : `${path}&after=${encodeURIComponent(after)}`);
      for (const row of rows(answer.results) ?? []) if (row) all.push(row);
      const next = nextOf(answer);
      if (next === null || next === after) break;
      after = next;
    }
    return all;
  }

  async function readMessages(threadId: string): Promise<HubspotRow[]> {
    const messages = await readAll(`${at(threadId)}/messages?limit=${PAGE}`).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return [];
      throw error;
    });
    const timed = messages.sort((a, b) => (textOf(a.createdAt) ?? '').localeCompare(textOf(b.createdAt) ?? ''));
    const shortened = timed.filter((m) => typeof m.truncationStatus === 'string' && m.truncationStatus !== 'NOT_TRUNCATED').slice(-MAX_ORIGINALS);
    await Promise.all(shortened.map((message) => lengthen(threadId, message)));
    return timed;
  }

  /** The shortened text stays when the whole cannot be had: it holds the most recent reply. */
  async function lengthen(threadId: string, message: HubspotRow): Promise<void> {
    const id = idOf(message.id);
    if (id === null) return;
    const original = await rest.get(`${at(threadId)}/messages/${encodeURIComponent(id)}/original-content`).catch(() => null);
    const text = textOf(original?.text);
    if (text) message.text = text;
  }

  return {
    async ofTicket(ticketId) {
      const found = await readAll(`${API}/threads?associatedTicketId=${encodeURIComponent(ticketId)}&association=TICKET&limit=${PAGE}`);
      const threads = found.flatMap((row) => {
        const id = idOf(row.id);
        return id === null || row.spam === true || row.archived === true ? [] : [{ id, row }];
      });
      return Promise.all(threads.slice(0, MAX_THREADS).map(async ({ id, row }) => ({ id, row, messages: await readMessages(id) })));
    },
    async ticketOf(threadId) {
      const thread = await rest.get(`${at(threadId)}?association=TICKET`);
      return isRow(thread.threadAssociations) ? idOf(thread.threadAssociations.associatedTicketId) : null;
    },
    async comment(threadId, text) {
      await rest.post(`${at(threadId)}/messages`, { type: 'COMMENT', text, richText: toHtml(text) });
    },
    async send(threadId, message) {
      return idOf((await rest.post(`${at(threadId)}/messages`, { type: 'MESSAGE', ...message })).id);
    },
  };
}

/** Plain text as the rich text that HubSpot shows. */
export function toHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .split(/\n{2,}/)
    .map((block) => `<p>${block.replaceAll('\n', '<br>')}</p>`)
    .join('');
}
