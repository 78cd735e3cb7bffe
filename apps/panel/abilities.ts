/** What an agent asks for beside the draft: other words, a translation, a note, an answer to their own question. */
import { ApiError } from '#shared/api-error';
import type { AssistResponse } from '#shared/assist';
import type { Client } from '#shared/client';
import type { Ask } from './ability-state.ts';
import { type HelpdeskHost, type HostTicket, newTicketId } from './helpdesk-host.ts';
import type { PanelState } from './panel-state.ts';
import { isSessionOver, toProblem } from './problem.ts';

/** For the agent's eyes: a note or a reading aid that a customer must not get by a slip. */
export const isForAgent = (ask: Ask, customerLanguage: string | null): boolean =>
  ask.ability === 'summarize' || ask.ability === 'handover' || ask.ability === 'answer' || (ask.ability === 'translate' && ask.language !== customerLanguage);

/** What stands in the composer is to be translated: the result takes its place. */
export const isOfComposer = (ask: Ask): boolean => ask.ability === 'translate' && ask.of === 'text' && !ask.text;
/** The Worker's own limit. */
const MAX_TEXT = 4_000;

type Deps = {
  host: Pick<HelpdeskHost, 'readTicket' | 'composer'>;
  client: Partial<Pick<Client, 'assist'>>;
  getState: () => PanelState;
  patch: (part: Partial<PanelState>) => void;
};

export type AbilityActions = {
  /** Ends in `state.ability`; a later call, or another ticket, makes an earlier answer count for nothing. */
  ask(ask: Ask): Promise<void>;
  closeAbility(): void;
};

export function createAbilityActions({ host, client, getState, patch }: Deps): AbilityActions {
  /** By the ticket's id, so that the Worker reads it whole; by the agent's form where it may not or cannot. */
  async function request(wanted: Ask, ticketId: string, assist: Client['assist']): Promise<AssistResponse> {
    const ask = isOfComposer(wanted) ? { ...wanted, text: (await host.composer.get()).slice(0, MAX_TEXT) } : wanted;
    if (!getState().fromForm && ticketId !== newTicketId) {
      try {
        return await assist(ticketId, ask);
      } catch (error) {
        if (!(error instanceof ApiError) || !['upstream_failed', 'forbidden'].includes(error.code)) throw error;
      }
    }
    const ticket: HostTicket = await host.readTicket();
    return assist(ticketId, { ...ask, ticket });
  }

  async function ask(wanted: Ask): Promise<void> {
    const { ticketId, sessionEnded } = getState();
    const { assist } = client;
    if (ticketId === null || sessionEnded || !assist) return;
    patch({ ability: { status: 'working', ask: wanted } });
    const current = () => {
      const { ability } = getState();
      return getState().ticketId === ticketId && ability.status === 'working' && ability.ask === wanted;
    };
    try {
      const result = await request(wanted, ticketId, assist);
      if (current()) patch({ ability: { status: 'done', ask: wanted, result } });
    } catch (error) {
      if (!current()) return;
      patch({ ability: { status: 'failed', ask: wanted, problem: toProblem(error) }, ...(isSessionOver(error) ? { sessionEnded: true } : {}) });
    }
  }

  return { ask, closeAbility: () => patch({ ability: { status: 'idle' } }) };
}
