/** Similar tickets that the agent's own session could read; the Worker tells of no others. */
import type { Client } from '#shared/client';
import type { SimilarTicket } from '#shared/suggestion';
import type { HelpdeskHost } from './helpdesk-host.ts';
import type { PanelState } from './panel-state.ts';

type Deps = {
  host: Pick<HelpdeskHost, 'readableTickets'>;
  client: Partial<Pick<Client, 'similarTickets'>>;
  getState: () => PanelState;
  patch: (part: Partial<PanelState>) => void;
};

/** Shows what both the agent's session and the Worker allow; a failure shows none and disturbs nothing. */
export function createSimilarReader({ host, client, getState, patch }: Deps) {
  let asked = '';
  return async (): Promise<void> => {
    const { evidence, ticketId } = getState();
    const hidden = evidence?.similar.filter((ticket) => ticket.subject === '') ?? [];
    if (!evidence || ticketId === null || hidden.length === 0 || !host.readableTickets || !client.similarTickets || asked === evidence.suggestionId) return;
    const { suggestionId } = evidence;
    asked = suggestionId;
    try {
      const subjects = await host.readableTickets(hidden.map(({ id }) => id));
      if (subjects.size === 0) return;
      const { similar } = await client.similarTickets(ticketId, { suggestionId, ids: [...subjects.keys()] });
      if (getState().evidence?.suggestionId !== suggestionId) return;
      const readable = similar.flatMap((ticket): SimilarTicket[] => {
        const subject = subjects.get(ticket.id);
        return subject ? [{ ...ticket, subject }] : [];
      });
      patch({ readableSimilar: { suggestionId, similar: readable } });
    } catch {
      asked = '';
    }
  };
}
