/**
 * The panel's store: opens on a ticket, streams drafts, and drops whatever arrives late. No framework and no DOM, so
 * that Zendesk's iframe, HubSpot's card and the tests run the same machine.
 */

import { ApiError } from '#shared/api-error';
import type { Client } from '#shared/client';
import type { Suggestion } from '#shared/suggestion';
import { type AbilityActions, createAbilityActions } from './abilities.ts';
import { type AroundActions, createAroundReader } from './around-ticket.ts';
import { type HelpdeskHost, type HostTicket, newTicketId } from './helpdesk-host.ts';
import { createPanelActions, type PanelActions } from './panel-actions.ts';
import { freshDraft, initialState, type PanelState, withEvent, withSuggestion } from './panel-state.ts';
import { HostError, isSessionOver, toProblem } from './problem.ts';
import { createSimilarReader } from './readable-similar.ts';
import { createTenureActions, type TenureActions } from './tenure.ts';

export type StoreClient = Pick<Client, 'suggest' | 'preparedSuggestion' | 'escalate' | 'feedback'> &
  Partial<Pick<Client, 'assist' | 'similarTickets' | 'ticketContext' | 'preferences' | 'setPreferences'>>;
export type StoreOptions = { host: HelpdeskHost; client: StoreClient; newKey?: () => string };

export type SuggestionStore = PanelActions &
  AbilityActions &
  AroundActions &
  TenureActions & {
    getState(): PanelState;
    /** Calls back after every change; answers how to stop. */
    subscribe(listener: () => void): () => void;
    /** Shows what is known of the open ticket: the prepared suggestion, or evidence and decision without a draft. */
    open(): Promise<void>;
    /** Streams a draft for the ticket as it is now. */
    suggest(): Promise<void>;
    /** Streams another draft. */
    regenerate(): Promise<void>;
    /** The same attempt once more, after it failed. */
    retry(): Promise<void>;
    /** Aborts what runs and stops listening to the host. */
    destroy(): void;
    /** The token is gone for good. */
    endSession(): void;
  };

/** A key that a network repeats a request under, so that it is answered once. */
const randomKey = () =>
  typeof globalThis.crypto?.randomUUID === 'function' ? crypto.randomUUID() : `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

const fromHost = <T>(call: Promise<T>): Promise<T> =>
  call.catch((cause) => {
    throw new HostError(cause);
  });

export function createSuggestionStore({ host, client, newKey = randomKey }: StoreOptions): SuggestionStore {
  let state = initialState;
  let controller = new AbortController();
  let destroyed = false;
  const listeners = new Set<() => void>();

  const set = (next: PanelState) => {
    if (next === state || destroyed) return;
    state = next;
    for (const listener of [...listeners]) listener();
  };
  const patch = (part: Partial<PanelState>) => set({ ...state, ...part });

  /** Ends the run before, and answers the signal of the new one: whoever holds an aborted signal must not write. */
  const begin = (): AbortSignal => {
    controller.abort();
    controller = new AbortController();
    return controller.signal;
  };

  const fail = (error: unknown, apply: (problem: ReturnType<typeof toProblem>) => void) => {
    if (isSessionOver(error)) patch({ sessionEnded: true });
    apply(toProblem(error));
  };

  const actions = createPanelActions({ host, client, getState: () => state, patch });
  const around = createAroundReader({ host, client, getState: () => state, patch });
  const readSimilar = createSimilarReader({ host, client, getState: () => state, patch });
  /** After a run: what may be told of it now that the Worker knows it. */
  const settled = () => {
    actions.reportShown();
    void readSimilar();
    void around.read();
  };

  async function open(): Promise<void> {
    const signal = begin();
    set({ ...initialState, sessionEnded: state.sessionEnded, tenure: state.tenure });
    try {
      const ticketId = await fromHost(host.currentTicketId());
      if (signal.aborted) return;
      patch({ ticketId });
      const preparing = ticketId === newTicketId ? null : readPrepared(client, ticketId);
      await run(ticketId, 'decision', 0, signal);
      const prepared = await preparing;
      if (signal.aborted) return;
      // The Worker alone knows what a suggestion rests on: a prepared one is shown when it answers with that very one.
      if (prepared && prepared.suggestionId === state.suggestionId && prepared.draft.text !== '') set(withSuggestion(state, prepared, true));
      patch({ opening: { status: 'ready' } });
      settled();
    } catch (error) {
      if (!signal.aborted) fail(error, (problem) => patch({ opening: { status: 'error', problem } }));
    }
  }

  async function write(attempt: number): Promise<void> {
    const signal = begin();
    patch({ ...freshDraft, attempt, outdated: false, draft: { status: 'streaming', sentences: [], citations: [] } });
    try {
      const ticketId = await fromHost(host.currentTicketId());
      if (signal.aborted) return;
      if (state.ticketId === null) patch({ ticketId });
      if (ticketId !== state.ticketId) return await open();
      await run(ticketId, 'draft', attempt, signal);
      if (!signal.aborted && state.draft.status === 'streaming') throw cutOff();
      if (!signal.aborted) settled();
    } catch (error) {
      if (signal.aborted) return;
      const { draft } = state;
      const written = draft.status === 'streaming' ? { sentences: draft.sentences, citations: draft.citations } : { sentences: [], citations: [] };
      // The click may have come before the panel had opened; then there is nothing left to wait for.
      fail(error, (problem) => patch({ opening: { status: 'ready' }, draft: { status: 'error', problem, ...written } }));
    }
  }

  /**
   * Asks by the ticket's id, so that the Worker reads the whole ticket: SLA clocks and customer facts, which decide
   * what needs a person, are not in the agent's form. When it cannot, the form is better than nothing.
   */
  async function run(ticketId: string, until: 'decision' | 'draft', attempt: number, signal: AbortSignal): Promise<void> {
    let begun = false;
    const ask = (about: { ticketId: string } | { ticket: HostTicket }) =>
      client.suggest(
        { ...about, until, attempt },
        (event) => {
          if (signal.aborted) return;
          if (event.type === 'error') {
            const { code, message, requestId, retryable } = event.data.error;
            throw new ApiError(code, message, { status: 200, requestId, retryable });
          }
          begun = true;
          set(withEvent(state, event));
        },
        { signal, idempotencyKey: newKey() },
      );
    try {
      if (!state.fromForm && ticketId !== newTicketId) return await ask({ ticketId });
    } catch (error) {
      if (signal.aborted || begun || !isHelpdeskFailure(error)) throw error;
    }
    const ticket = await fromHost(host.readTicket());
    if (signal.aborted || ticket.id !== ticketId) return;
    // A ticket being written is nowhere but in the form: nothing is missing.
    if (ticketId !== newTicketId) patch({ fromForm: true });
    await ask({ ticket });
  }

  /** A ticket that changed under the panel: another ticket starts anew, a longer conversation dates what is shown. */
  async function onTicketChange(change: 'content' | 'fields'): Promise<void> {
    const ticketId = await host.currentTicketId().catch(() => null);
    if (ticketId === null || state.ticketId === null) return;
    if (ticketId !== state.ticketId) await open();
    else if (change === 'content' && state.opening.status === 'ready') patch({ outdated: true });
  }

  const off = [
    host.onTicketChange((change) => void onTicketChange(change)),
    host.onDestroy(() => destroy()),
    ...(host.onSave ? [host.onSave(actions.commentSent)] : []),
  ];

  function destroy(): void {
    destroyed = true;
    controller.abort();
    for (const stop of off) stop();
    listeners.clear();
  }

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open,
    suggest: () => write(0),
    regenerate: () => write(Math.min(state.attempt + 1, 20)),
    retry: () => write(state.attempt),
    destroy,
    endSession: () => patch({ sessionEnded: true }),
    ...actions,
    linkProblem: around.linkProblem,
    ...createAbilityActions({ host, client, getState: () => state, patch }),
    ...createTenureActions({ client, getState: () => state, patch, redraft: () => write(0) }),
  };
}

/** A stream that says `done` without having given the suggestion is as broken as one that was cut. */
const cutOff = () => new ApiError('network', 'The answer was cut off. Try again.', { status: 200, requestId: null, retryable: true });

/** What the Worker answers when it may not, or cannot, read the ticket itself. */
const isHelpdeskFailure = (error: unknown): boolean => error instanceof ApiError && ['upstream_failed', 'not_found', 'forbidden'].includes(error.code);

/** A prepared suggestion is a gift: none, or any failure to get it, changes nothing. */
const readPrepared = (client: StoreClient, ticketId: string): Promise<Suggestion | null> => client.preparedSuggestion(ticketId).catch(() => null);
