/** What was said on a ticket: its threads, their messages, and the whole of those that HubSpot shows shortened. */
import { idOf, isRow, rows, type SourceBatch, textOf } from '#shared/source-batch';
import { SourceError } from '../../errors.ts';
import type { HubspotClient } from './hubspot-client.ts';

const API = '/conversations/conversations/2026-09';
const MAX_PAGES = 20;
const MAX_TEXT = 200_000;
/** Kept of one ticket; the schema's own limit. */
const MAX_REPLIES = 1_000;

export type Reply = { role: 'requester' | 'agent'; at: string | null; text: string; public: boolean; author: string | null };
export type Conversation = { replies: Reply[]; channel: 'email' | 'chat' | 'messaging' | null };

/** Oldest first. A thread or message that cannot be read is noted, the others are. */
export async function readConversation(client: HubspotClient, ticketId: string, batch: SourceBatch): Promise<Conversation> {
  const replies: Reply[] = [];
  let channel: Conversation['channel'] = null;
  const threads = await readAll(client, `${API}/threads?associatedTicketId=${encodeURIComponent(ticketId)}&association=TICKET&limit=100`, batch);
  for (const thread of threads) {
    const id = idOf(thread.id);
    if (id === null || thread.spam === true) continue;
    channel ??= channelOf(thread.originalChannelId);
    const messages = await readAll(client, `${API}/threads/${encodeURIComponent(id)}/messages?limit=100`, batch);
    for (const message of messages) {
      const reply = await toReply(client, id, message, batch);
      if (reply) replies.push(reply);
    }
  }
  replies.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
  if (replies.length > MAX_REPLIES) batch.skip(`ticket ${ticketId}`, `It has ${replies.length} messages; the first ${MAX_REPLIES} were read.`);
  return { replies: replies.slice(0, MAX_REPLIES), channel };
}

async function toReply(client: HubspotClient, thread: string, message: Record<string, unknown>, batch: SourceBatch): Promise<Reply | null> {
  if (message.type !== 'MESSAGE' && message.type !== 'COMMENT') return null;
  const text = (await wholeText(client, thread, message, batch)).trim();
  if (text === '') return null;
  const sender = (rows(message.senders) ?? [])[0];
  const actor = textOf(sender?.actorId) ?? textOf(message.createdBy);
  // Actors: A- agent, L- HubSpot's own assistant, I- app, S- system; V- visitor or contact, E- an e-mail address.
  const agent = message.type === 'COMMENT' || message.direction === 'OUTGOING' || /^[ALIS]-/.test(actor ?? '');
  return {
    role: agent ? 'agent' : 'requester',
    at: textOf(message.createdAt),
    text: text.slice(0, MAX_TEXT),
    public: message.type !== 'COMMENT',
    author: (agent ? textOf(sender?.name) : null) ?? actor,
  };
}

async function wholeText(client: HubspotClient, thread: string, message: Record<string, unknown>, batch: SourceBatch): Promise<string> {
  const shown = textOf(message.text) ?? textOf(message.richText) ?? '';
  const id = idOf(message.id);
  if (id === null || message.truncationStatus === undefined || message.truncationStatus === null || message.truncationStatus === 'NOT_TRUNCATED') return shown;
  try {
    const original = await client.get(`${API}/threads/${encodeURIComponent(thread)}/messages/${encodeURIComponent(id)}/original-content`);
    return textOf(original.text) ?? textOf(original.richText) ?? shown;
  } catch (error) {
    if (!(error instanceof SourceError) || (error.fault !== 'not_found' && error.fault !== 'malformed')) throw error;
    batch.skip(`message ${id}`, 'Its whole text could not be read; the shortened one is kept.');
    return shown;
  }
}

async function readAll(client: HubspotClient, path: string, batch: SourceBatch): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    let answer: Record<string, unknown>;
    try {
      answer = await client.get(after === null ? path : `${path}&after=${encodeURIComponent(after)}`);
    } catch (error) {
      // Deleted meanwhile, or one broken page: what else the ticket holds is still worth reading.
      if (!(error instanceof SourceError) || (error.fault !== 'not_found' && error.fault !== 'malformed')) throw error;
      if (error.fault === 'malformed') batch.skip(path, error.message);
      return all;
    }
    const results = rows(answer.results);
    if (!results) batch.skip(path, 'A page came without its "results".');
    for (const row of results ?? []) if (row) all.push(row);
    const next = nextOf(answer);
    if (next === null || next === after) return all;
    after = next;
  }
  return all;
}

/** `paging.next.after`, HubSpot's cursor. */
export function nextOf(answer: Record<string, unknown>): string | null {
  const next = isRow(answer.paging) && isRow(answer.paging.next) ? answer.paging.next.after : null;
  return idOf(next);
}

function channelOf(id: unknown): Conversation['channel'] {
  const channels: Record<string, Conversation['channel']> = { '1000': 'chat', '1001': 'messaging', '1002': 'email' };
  return channels[idOf(id) ?? ''] ?? null;
}
