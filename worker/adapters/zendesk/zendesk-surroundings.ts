/** What stands around a ticket: the requester's other tickets, files, SLA clocks, problems it may be an incident of. */
import { type Status, statusSchema, type Ticket } from '#shared/ticket';
import type { TicketSurroundings } from '../../helpdesk-ports.ts';
import { slaMetrics, type ZendeskAttachment, type ZendeskTicket } from './to-ticket.ts';
import type { ZendeskClient } from './zendesk-client.ts';

export type WholeTicket = { row: ZendeskTicket; ticket: Ticket; files: (ZendeskAttachment & { authorId: string })[] };
type Tickets = { tickets?: ZendeskTicket[] | null };

const RECENT = 10;
const MAX_FILES = 20;
const MAX_PROBLEM_TEXT = 4_000;

/** Two calls. A list that Zendesk does not give is empty: what is around a ticket never stands in its way. */
export async function zendeskSurroundings(client: ZendeskClient, { row, ticket, files }: WholeTicket): Promise<TicketSurroundings> {
  const requester = ticket.requester?.id ?? null;
  const [requested, problems] = await Promise.all([
    requester === null
      ? []
      : listed(client, `/api/v2/users/${encodeURIComponent(requester)}/tickets/requested.json?sort_by=created_at&sort_order=desc&per_page=25`),
    listed(client, '/api/v2/problems.json?page[size]=100'),
  ]);
  const read = new Set((ticket.attachments ?? []).map((file) => file.name));
  return {
    ticket,
    problemId: row.problem_id === null || row.problem_id === undefined ? null : String(row.problem_id),
    isProblem: row.type?.toLowerCase() === 'problem',
    recent: requested
      .filter(({ id, via }) => id !== undefined && String(id) !== ticket.id && via?.channel !== 'side_conversation')
      .sort((a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''))
      .slice(0, RECENT)
      .map((other) => ({ id: String(other.id), status: statusOf(other.status), createdAt: other.created_at ?? null, csat: ratingOf(other) })),
    attachments: files.slice(-MAX_FILES).map((file) => ({
      name: (file.file_name ?? '').slice(0, 256),
      bytes: file.size ?? null,
      read: file.authorId === requester && read.has(file.file_name ?? ''),
    })),
    sla: (row.slas?.policy_metrics ?? []).flatMap(({ metric, breach_at, stage }) => {
      const name = slaMetrics.get(metric ?? '');
      return name ? [{ metric: name, dueAt: breach_at ?? null, state: stateOf(stage) }] : [];
    }),
    problems: problems
      .filter(({ id, status }) => id !== undefined && String(id) !== ticket.id && !['solved', 'closed'].includes(statusOf(status)))
      .map((problem) => ({ id: String(problem.id), text: `${problem.subject ?? ''}\n${problem.description ?? ''}`.slice(0, MAX_PROBLEM_TEXT) })),
  };
}

const listed = (client: ZendeskClient, path: string): Promise<ZendeskTicket[]> =>
  client.get<Tickets>(path).then(
    ({ tickets }) => (Array.isArray(tickets) ? tickets.filter((t) => typeof t === 'object' && t !== null) : []),
    () => [],
  );

const statusOf = (status: string | null | undefined): Status => statusSchema.catch('open').parse(status?.toLowerCase());

/** The kind of survey whose answer stands on the ticket: good, good_with_comment, bad, … */
function ratingOf({ satisfaction_rating: rating }: ZendeskTicket): 'good' | 'bad' | null {
  return rating?.score?.startsWith('good') ? 'good' : rating?.score?.startsWith('bad') ? 'bad' : null;
}

/** Zendesk names three stages; whether a running clock is late, its due time says. */
function stateOf(stage: string | null | undefined): TicketSurroundings['sla'][number]['state'] {
  return stage === 'achieved' ? 'met' : stage === 'paused' ? 'paused' : 'running';
}
