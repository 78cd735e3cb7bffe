import { isRow, rows, textOf } from '#shared/source-batch';
import { AppError } from '../../errors.ts';
import type { Helpdesk } from '../../helpdesk-ports.ts';
import { hubspotRecords } from './hubspot-records.ts';
import { hubspotReplies } from './hubspot-replies.ts';
import { type HubspotRest, type HubspotRestOptions, hubspotRest } from './hubspot-rest.ts';
import { readPipelines, setRouting } from './hubspot-routing.ts';
import { addTags } from './hubspot-tags.ts';
import { hubspotThreads } from './hubspot-threads.ts';
import { defaultHubspotFields, type HubspotContact, type HubspotFieldMap, NOTE_PROPERTY, ticketProperties, toTicket } from './to-ticket.ts';

export type HubspotHelpdeskOptions = HubspotRestOptions & { fieldMap?: HubspotFieldMap };

/** A ticket is named by its number, or by one of its conversations: `thread:<id>`, as webhooks about messages have it. */
const THREAD = /^thread:(.+)$/;

/** One portal's tickets and conversations, with its OAuth token. Throws `AppError` as `hubspotRest` does. */
export function hubspotHelpdesk({ fieldMap = defaultHubspotFields, ...options }: HubspotHelpdeskOptions): Helpdesk {
  const rest = hubspotRest(options);
  const records = hubspotRecords(rest);
  const threads = hubspotThreads(rest);

  async function ticketIdOf(given: string): Promise<string> {
    const threadId = THREAD.exec(given)?.[1];
    if (threadId === undefined) return given;
    const ticketId = await threads.ticketOf(threadId);
    if (ticketId === null) throw new AppError('not_found', 'This conversation belongs to no ticket.');
    return ticketId;
  }

  return {
    platform: 'hubspot',
    async fetchTicket(given) {
      const id = await ticketIdOf(given);
      if (!/^\d{1,20}$/.test(id)) throw new AppError('not_found', 'HubSpot has no such ticket; it may have been deleted or merged.');
      const wanted = [...new Set([...ticketProperties, ...Object.values(fieldMap)])];
      const [ticket, conversations, pipelines] = await Promise.all([
        records.tickets.getById(id, wanted, undefined, ['contacts']),
        threads.ofTicket(id),
        readPipelines(records).catch(() => []),
      ]);
      if (!isRow(ticket) || !isRow(ticket.properties)) throw new AppError('upstream_failed', 'HubSpot sent a ticket without content.');
      const properties = ticket.properties;
      const closed = pipelines.some((p) => p.stages.some((s) => s.id === properties.hs_pipeline_stage && s.closed));
      const contact = await readContact(rest, ticket.associations?.contacts?.results?.map((r) => String(r.id)) ?? []);
      return toTicket({ id, properties, threads: conversations, contact, closed }, fieldMap);
    },

    async addTags(ticketId, tags) {
      return addTags(records, await ticketIdOf(ticketId), tags);
    },

    async addInternalNote(ticketId, text, marker) {
      const [thread, ...others] = (await threads.ofTicket(ticketId)).reverse();
      const note = `${text}\n\n${marker}`;
      if (thread) {
        const written = [thread, ...others].flatMap((t) => t.messages).some((m) => m.type === 'COMMENT' && textOf(m.text)?.includes(marker));
        if (!written) await threads.comment(thread.id, note);
        return;
      }
      // HubSpot keeps internal comments on conversations; a ticket without one has a property for them.
      const before = (await records.tickets.getById(ticketId, [NOTE_PROPERTY])).properties?.[NOTE_PROPERTY] ?? '';
      if (before.includes(marker)) return;
      await records.tickets.update(ticketId, { properties: { [NOTE_PROPERTY]: before === '' ? note : `${before}\n\n${note}` } });
    },

    setRouting: (ticketId, routing) => setRouting(records, ticketId, routing),
    replies: hubspotReplies(threads),
  };
}

/** The ticket's first contact that can be read; a portal that does not let us read contacts leaves the requester unnamed. */
async function readContact(rest: HubspotRest, ids: string[]): Promise<HubspotContact | null> {
  const wanted = [...new Set(ids)].slice(0, 10);
  if (wanted.length === 0) return null;
  const body = (some: string[]) => ({
    properties: ['firstname', 'lastname', 'email', 'hs_language'],
    propertiesWithHistory: [],
    inputs: some.map((id) => ({ id })),
  });
  const read = async (some: string[]): Promise<Record<string, unknown>> =>
    rest.post('/crm/objects/2026-09/contacts/batch/read', body(some), true).catch((error: unknown) => {
      if (error instanceof AppError && !error.retryable) return {};
      throw error;
    });
  const found = (answer: Record<string, unknown>) => (rows(answer.results) ?? []).filter((row) => row !== null && textOf(row.id) !== null);
  // 207 answers each contact for itself: those that failed are asked for once more when none came.
  let contacts = found(await read(wanted));
  if (contacts.length === 0) contacts = found(await read(wanted));
  const contact = wanted.map((id) => contacts.find((row) => row?.id === id)).find((row) => row);
  if (!contact || !isRow(contact.properties)) return null;
  const { firstname, lastname, email, hs_language: language } = contact.properties;
  return { id: String(contact.id), name: [textOf(firstname), textOf(lastname)].filter(Boolean).join(' '), email: textOf(email), language: textOf(language) };
}
