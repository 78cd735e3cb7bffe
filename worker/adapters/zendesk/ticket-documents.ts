/** A ticket of the export as a ticket document. */
import { idOf, rows, type SourceBatch, textOf } from '#shared/source-batch';
import { defaultFieldMap, type FieldMap, toTicket, type ZendeskOrganization, type ZendeskTicket, type ZendeskUser } from './to-ticket.ts';

/** Ids of custom fields an admin has mapped. */
export type TicketFields = { product?: string; topic?: string; customer?: FieldMap };

/** Zendesk closes what was merged into another ticket, and tags it so; its words stand there too. */
const MERGED = 'closed_by_merge';

export async function addTicket(
  raw: Record<string, unknown> | null,
  answer: Record<string, unknown>,
  { caughtUp, fields }: { caughtUp: boolean; fields: TicketFields },
  batch: SourceBatch,
): Promise<void> {
  const id = idOf(raw?.id);
  if (!raw || id === null) return batch.skip('ticket', 'An entry without an id was left out.');
  const row = raw as ZendeskTicket;
  const status = textOf(raw.status)?.toLowerCase();
  const tags = Array.isArray(raw.tags) ? raw.tags.filter((t): t is string => typeof t === 'string') : [];
  if (status === 'deleted' || (status === 'closed' && tags.includes(MERGED))) return batch.remove('ticket', id);
  // An agent's question to someone else is no customer's ticket.
  if ((raw.via as ZendeskTicket['via'])?.channel === 'side_conversation') return;
  const solved = status === 'solved' || status === 'closed';
  // Not solved yet, and nothing of it is kept: it comes again when it is.
  if (!solved && !caughtUp) return;
  const users = some<ZendeskUser>(answer.users);
  const organizations = some<ZendeskOrganization>(answer.organizations);
  let ticket: ReturnType<typeof toTicket>;
  try {
    ticket = toTicket({ ticket: { ...row, tags }, users, organizations, comments: [] }, fields.customer ?? defaultFieldMap);
  } catch {
    return batch.skip(`ticket ${id}`, 'It is not as documented and was left out.');
  }
  const nameOf = (list: { id?: number | string; name?: unknown }[], wanted: unknown): string | null => {
    const key = idOf(wanted);
    return key === null ? null : (textOf(list.find((entry) => idOf(entry.id) === key)?.name) ?? key).slice(0, 128);
  };
  const field = (fieldId: string | undefined): string | null => {
    const value = fieldId === undefined ? undefined : row.custom_fields?.find((f) => String(f.id) === fieldId)?.value;
    return typeof value === 'string' && value !== '' ? value.slice(0, 256) : null;
  };
  await batch.add(
    'ticket',
    {
      id,
      subject: ticket.subject,
      body: textOf(raw.description) ?? '',
      status: ticket.status,
      locale: ticket.locale,
      product: field(fields.product),
      topic: field(fields.topic),
      // What an open ticket carries is not what its agent will leave on it: our own tags are among it, and teach nothing.
      tags: solved ? ticket.tags : [],
      channel: ticket.channel,
      priority: ticket.priority,
      brand: ticket.brand,
      group: nameOf(some(answer.groups), raw.group_id),
      assignee: nameOf(users, raw.assignee_id),
      // The address is of no use to what is learned; the name is, so that it can be hidden in the text.
      requester: ticket.requester === null ? null : { ...ticket.requester, email: null },
      customer: ticket.customer,
      createdAt: ticket.createdAt,
      csat: csatOf(raw.satisfaction_rating),
    },
    textOf(raw.updated_at),
  );
}

/** The older kind of survey, whose answer stands on the ticket: good, good_with_comment, bad, … */
function csatOf(rating: unknown): 'good' | 'bad' | null {
  const score = typeof rating === 'object' && rating !== null ? textOf((rating as { score?: unknown }).score) : null;
  return score?.startsWith('good') ? 'good' : score?.startsWith('bad') ? 'bad' : null;
}

function some<T>(value: unknown): T[] {
  return (rows(value) ?? []).filter((row) => row !== null) as T[];
}
