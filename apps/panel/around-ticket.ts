/** What stands around the ticket, named only where the agent's own session could read it. */
import type { Client } from '#shared/client';
import { type HelpdeskHost, newTicketId } from './helpdesk-host.ts';
import type { PanelState } from './panel-state.ts';

type Deps = {
  host: Pick<HelpdeskHost, 'readableTickets' | 'linkProblem'>;
  client: Partial<Pick<Client, 'ticketContext'>>;
  getState: () => PanelState;
  patch: (part: Partial<PanelState>) => void;
};

export type AroundActions = {
  /** Makes the ticket an incident of the proposed problem, in the agent's own session. */
  linkProblem(): Promise<void>;
};

/** `read` is done once a ticket; a failure shows nothing and disturbs nothing. */
export function createAroundReader({ host, client, getState, patch }: Deps): AroundActions & { read: () => Promise<void> } {
  let asked: string | null = null;
  return {
    async read() {
      const { ticketId } = getState();
      if (ticketId === null || ticketId === newTicketId || ticketId === asked || !client.ticketContext || !host.readableTickets) return;
      asked = ticketId;
      try {
        const { recent, problem, csat, ...rest } = await client.ticketContext(ticketId);
        const ids = [...new Set([...recent.map(({ id }) => id), ...(problem ? [problem.id] : [])])];
        const subjects = ids.length === 0 ? new Map<string, string>() : await host.readableTickets(ids).catch(() => new Map<string, string>());
        if (getState().ticketId !== ticketId) return;
        const subject = problem && subjects.get(problem.id);
        patch({
          around: {
            ...rest,
            recent: recent.flatMap((ticket) => (subjects.has(ticket.id) ? [{ ...ticket, subject: subjects.get(ticket.id) ?? '' }] : [])),
            problem: problem && subject ? { ...problem, subject } : null,
            csat: csat && subjects.has(csat.ticketId) ? csat : null,
          },
        });
      } catch {
        asked = null;
      }
    },
    async linkProblem() {
      const { around, ticketId, link } = getState();
      if (!around?.problem || ticketId === null || link === 'linking' || !host.linkProblem) return;
      patch({ link: 'linking' });
      const done = await host.linkProblem(ticketId, around.problem.id).then(
        () => true,
        () => false,
      );
      if (getState().ticketId === ticketId) patch({ link: done ? 'linked' : 'failed' });
    },
  };
}
