/** Which tickets one agent may read, from what Zendesk says of their role, restriction and groups. What is not known counts as no. */
import { AppError } from '../../errors.ts';
import type { TicketAccess } from '../../helpdesk-ports.ts';
import type { ZendeskTicket } from './to-ticket.ts';
import type { ZendeskClient } from './zendesk-client.ts';

type Id = number | string | null | undefined;
type Agent = {
  id?: Id;
  role?: string | null;
  active?: boolean;
  suspended?: boolean;
  ticket_restriction?: string | null;
  custom_role_id?: Id;
  organization_id?: Id;
};
type Group = { id?: Id; is_public?: boolean | null };
type Ticket = Pick<ZendeskTicket, 'id' | 'group_id' | 'organization_id'> & { assignee_id?: Id };
type Rule = (ticket: Ticket) => boolean;

/** Zendesk takes a hundred ids a call. */
const IDS_AT_ONCE = 100;

const nothing: TicketAccess = { all: false, readable: async () => [] };
const everything: TicketAccess = { all: true, readable: async (ids) => ids };

/**
 * Three calls at most. Admins read everything; other agents what their restriction and their custom role both allow, and
 * tickets of a private group only as its members. A user who is unknown, suspended or no agent reads nothing.
 */
export async function zendeskTicketAccess(client: ZendeskClient, userId: string): Promise<TicketAccess> {
  if (!/^\d{1,20}$/.test(userId)) return nothing;
  const at = `/api/v2/users/${userId}`;
  const agent = await client.get<{ user?: Agent | null }>(`${at}.json`).then(({ user }) => user, none);
  if (!agent || agent.suspended === true || agent.active === false) return nothing;
  if (agent.role === 'admin') return everything;
  if (agent.role !== 'agent') return nothing;
  const [own, all, custom] = await Promise.all([
    client.get<{ groups?: Group[] | null }>(`${at}/groups.json`),
    client.get<{ groups?: Group[] | null }>('/api/v2/groups.json?page[size]=100'),
    agent.custom_role_id == null
      ? null
      : client.get<{ custom_role?: { configuration?: { ticket_access?: string } } }>(`/api/v2/custom_roles/${agent.custom_role_id}.json`),
  ]);
  const mine = new Set((own.groups ?? []).map(({ id }) => String(id)));
  const closed = new Set((all.groups ?? []).filter((g) => g.is_public === false && !mine.has(String(g.id))).map(({ id }) => String(id)));
  const facts = { agent, mine, closed };
  const rules = [ruleOf(agent.ticket_restriction ?? 'all', facts), ruleOf(custom?.custom_role?.configuration?.ticket_access ?? 'all', facts)];
  if (rules.every((rule) => rule === anyTicket) && closed.size === 0) return everything;
  const may: Rule = (ticket) => !closed.has(String(ticket.group_id)) && rules.every((rule) => rule(ticket));
  return { all: false, readable: (ids) => readable(client, ids, may) };
}

const anyTicket: Rule = () => true;

/** By the names of a user's `ticket_restriction` and of a custom role's `ticket_access`. */
function ruleOf(name: string, { agent, mine, closed }: { agent: Agent; mine: Set<string>; closed: Set<string> }): Rule {
  const own: Rule = ({ assignee_id }) => assignee_id != null && String(assignee_id) === String(agent.id);
  switch (name) {
    case 'all':
      return anyTicket;
    case 'groups':
    case 'within-groups':
      return (ticket) => own(ticket) || mine.has(String(ticket.group_id));
    case 'within-groups-and-public-groups':
      return (ticket) => own(ticket) || (ticket.group_id != null && !closed.has(String(ticket.group_id)));
    case 'organization':
    case 'within-organization':
      return ({ organization_id }) => organization_id != null && String(organization_id) === String(agent.organization_id);
    case 'assigned':
    case 'assigned-only':
      return own;
    default:
      return () => false;
  }
}

async function readable(client: ZendeskClient, ids: string[], may: Rule): Promise<string[]> {
  const asked = [...new Set(ids)].filter((id) => /^\d{1,20}$/.test(id)).slice(0, IDS_AT_ONCE);
  if (asked.length === 0) return [];
  const { tickets } = await client.get<{ tickets?: Ticket[] | null }>(`/api/v2/tickets/show_many.json?ids=${asked.join(',')}`);
  const allowed = new Set((tickets ?? []).filter(may).map(({ id }) => String(id)));
  return asked.filter((id) => allowed.has(id));
}

function none(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
