/**
 * Finds what no webhook told: a helpdesk does not retry every failure, and may never deliver. Reads what changed since the
 * last time, receives tickets that were never announced, and takes in what agents made of Deskgraph's tags.
 */
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import type { ChangedTicket } from '../helpdesk-ports.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import { noteReconnect } from './setup/connection.ts';
import { noteFinalTags, readProposals } from './setup/tag-accuracy.ts';

const NOTE = 'reconcile';
/** The first time, and after a cursor that is no longer taken: how far back. */
const FIRST_WINDOW_MS = 2 * 3_600_000;
/** How far back at most, after a long time without access: what is older says nothing about its ticket. Events are kept for longer. */
const LONGEST_WINDOW_MS = 7 * 86_400_000;
/** Exports hide the last minute. */
const MARGIN_MS = 120_000;
/** Of a thousand tickets each; the rest is read in the next hour. The export takes ten calls a minute. */
const MAX_PAGES = 5;

/** `readAt`: when everything that had changed until then was read, in milliseconds. */
type State = { cursor: string | null; readAt?: number };
export type Reconciled = { read: number; recovered: number; judged: number };

/** Null when the installation is not connected. Safe to repeat: what was received stays received. */
export async function reconcile(
  platform: Pick<Platform, 'installation' | 'account' | 'hubspot' | 'clock' | 'ids' | 'wake'>,
  installation: string,
): Promise<Reconciled | null> {
  const record = platform.installation(installation);
  const settings = await record.settings();
  if (!settings || (await record.secret('helpdesk_token')) === null) return null;
  const helpdesk = settings.platform === 'zendesk' ? await platform.account(record) : await platform.hubspot?.portal(record);
  if (!helpdesk) return null;
  const state: State = JSON.parse((await record.setupNote(NOTE)) ?? '{"cursor":null}') as State;
  const now = platform.clock.now();
  const since = Math.max(now - LONGEST_WINDOW_MS, Math.min(now - FIRST_WINDOW_MS, (state.readAt ?? now) - MARGIN_MS));
  const done: Reconciled = { read: 0, recovered: 0, judged: 0 };
  for (let page = 0; page < MAX_PAGES; page++) {
    const { tickets, next, more } = await helpdesk.changedTickets(state.cursor, Math.floor((since - MARGIN_MS) / 1_000)).catch(async (error: unknown) => {
      if (error instanceof AppError && error.code === 'upstream_failed' && !error.retryable) await noteReconnect(record, true);
      throw error;
    });
    done.read += tickets.length;
    for (const ticket of tickets) if (await recover(ticket, since, { platform, record, installation, helpdesk: settings.platform })) done.recovered += 1;
    done.judged += await judge(tickets, record, platform);
    // Kept after each page: a kill costs one page, which is read again.
    state.cursor = next;
    if (!more) state.readAt = now;
    await record.putSetupNote(NOTE, JSON.stringify(state));
    if (!more) break;
  }
  return done;
}

/** True when the ticket was new to us. */
async function recover(
  ticket: ChangedTicket,
  since: number,
  deps: { platform: Pick<Platform, 'clock' | 'ids' | 'wake'>; record: InstallationClient; installation: string; helpdesk: string },
): Promise<boolean> {
  const { platform, record, installation, helpdesk } = deps;
  const open = ticket.status !== 'solved' && ticket.status !== 'closed' && ticket.status !== 'deleted';
  // Tickets from before Deskgraph was there are left as they are.
  if (!open || !(Date.parse(ticket.createdAt) >= since) || (await record.hasEvent(ticket.id, 'ticket_created'))) return false;
  const event = {
    id: platform.ids.next('evt'),
    dedupeKey: [helpdesk, ticket.id, 'reconcile', ticket.createdAt].join('|'),
    kind: 'ticket_created' as const,
    ticketId: ticket.id,
    receivedAt: new Date(platform.clock.now()).toISOString(),
  };
  if (!(await record.receive([event]))[0]) return false;
  await platform.wake({ installation, eventId: event.id }).catch(() => undefined);
  return true;
}

/** Compares what was proposed with what agents left, and keeps each tag that they took away as feedback. */
async function judge(tickets: ChangedTicket[], record: InstallationClient, { ids }: Pick<Platform, 'ids'>): Promise<number> {
  const solved = new Map(tickets.filter((t) => t.status === 'solved' || t.status === 'closed').map((t) => [t.id, t]));
  const waiting = (await readProposals(record)).filter((p) => p.final === null && solved.has(p.ticketId));
  for (const { ticketId, suggestionId, added } of waiting)
    for (const tag of added.filter((t) => !solved.get(ticketId)?.tags.includes(t)))
      await record.saveFeedback(ids.next('fbk'), { suggestionId, kind: 'tag_removed', reason: null, comment: '', tag, kept: null });
  await noteFinalTags(record, [...solved.values()]);
  return waiting.length;
}
