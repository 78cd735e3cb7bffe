/** What stands around a ticket, as far as the agent who asks may know of it. */
import type { TicketContext } from '#shared/ticket-context';
import type { Helpdesk, TicketAccess } from '../helpdesk-ports.ts';
import type { Clock } from '../ports.ts';
import { problemFor } from './problem-link.ts';
import { readSlaTimes, riskOf } from './sla-history.ts';

type Deps = { record: { setupNote(name: string): Promise<string | null> }; helpdesk: Helpdesk; clock: Clock };

const NOTHING: TicketContext = { recent: [], attachments: [], problem: null, sla: [], csat: null };
const SHOWN = 5;

/** Other tickets by number alone, and only those that `access` allows: neither a rating nor a problem tells of another one. */
export async function ticketContext(ticketId: string, access: TicketAccess, { record, helpdesk, clock }: Deps): Promise<TicketContext> {
  if (!helpdesk.surroundings) return NOTHING;
  const [around, times] = await Promise.all([helpdesk.surroundings(ticketId), readSlaTimes(record)]);
  const named = [...around.recent.map(({ id }) => id), ...(around.problemId === null ? [] : [around.problemId]), ...around.problems.map(({ id }) => id)];
  const readable = new Set(access.all || named.length === 0 ? named : await access.readable([...new Set(named)].slice(0, 100)));
  const recent = around.recent.filter(({ id }) => readable.has(id));
  const rated = recent.find(({ csat }) => csat !== null);
  const linked = around.problemId;
  const likely =
    around.isProblem || linked !== null
      ? null
      : problemFor(
          around.ticket,
          around.problems.filter(({ id }) => readable.has(id)),
        );
  const problem = linked !== null && readable.has(linked) ? { id: linked, linked: true } : likely === null ? null : { id: likely, linked: false };
  const now = clock.now();
  return {
    recent: recent.slice(0, SHOWN).map(({ id, status, createdAt }) => ({ id, status, createdAt })),
    attachments: around.attachments,
    problem,
    sla: around.sla.map((clockNow) => {
      const due = Date.parse(clockNow.dueAt ?? '');
      const state = clockNow.state === 'running' && due <= now ? 'breached' : clockNow.state;
      return { ...clockNow, state, risk: state === 'running' ? riskOf(clockNow.metric, around.ticket, { due, now, times }) : null };
    }),
    csat: rated?.csat ? { score: rated.csat, ticketId: rated.id } : null,
  };
}
