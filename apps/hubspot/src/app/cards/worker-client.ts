/** The panel's client over HubSpot's fetch, which cannot stream: a suggestion comes whole, or is asked for again while it runs. */
import type { EscalateResponse, PassageView, SuggestionEvent } from '#shared/api';
import { ApiError } from '#shared/api-error';
import type { AssistRequestInput, AssistResponse } from '#shared/assist';
import type { Preferences } from '#shared/preferences';
import type { Suggestion } from '#shared/suggestion';
import type { StoreClient } from '../../../../panel/suggestion-store.ts';
import { callWorker } from './call-worker.ts';

const POLL_MS = 1_500;
const MAX_POLLS = 40;

export type ReplyTarget = { threadId: string; channel: string; recipient: string; sendable: boolean; reason: string | null };
export type CardClient = StoreClient & {
  assist(ticketId: string, ask: AssistRequestInput): Promise<AssistResponse>;
  passage(id: string): Promise<PassageView>;
  addTags(ticketId: string, suggestionId: string, tags: string[]): Promise<void>;
  comment(ticketId: string, suggestionId: string, text: string): Promise<void>;
  replyTarget(ticketId: string): Promise<ReplyTarget>;
  reply(ticketId: string, reply: { suggestionId: string; text: string; recipient: string; threadId: string }): Promise<void>;
  /** Address of a page that opens once. */
  page(ticketId: string): Promise<string>;
};

type Answer = { events?: SuggestionEvent[]; running?: true };

export function createCardClient(wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))): CardClient {
  return {
    async suggest(request, onEvent, { signal, idempotencyKey } = {}) {
      const ticketId = request.ticketId ?? request.ticket?.id ?? '';
      const body = { ticketId, until: request.until ?? 'draft', attempt: request.attempt ?? 0, key: idempotencyKey ?? String(Date.now()) };
      for (let poll = 0; poll < MAX_POLLS; poll++) {
        const { events } = await callWorker<Answer>('/hubspot/card/suggestion', body).catch(asItIs);
        if (signal?.aborted) return;
        if (events) {
          for (const event of events) onEvent(event);
          return;
        }
        await wait(POLL_MS);
        if (signal?.aborted) return;
      }
      throw new ApiError('unavailable', 'This takes unusually long. Try again in a minute.', { status: 200, requestId: null, retryable: true });
    },
    preparedSuggestion: async (ticketId) => (await callWorker<{ suggestion: Suggestion | null }>('/hubspot/card/prepared', { ticketId })).suggestion,
    escalate: (ticketId, request) => callWorker<EscalateResponse>('/hubspot/card/escalate', { ticketId, ...request }),
    preferences: () => callWorker<Preferences>('/hubspot/card/preferences', {}),
    setPreferences: (preferences) => callWorker<Preferences>('/hubspot/card/preferences', { preferences }),
    feedback: (feedback) => callWorker<{ ok: true }>('/hubspot/card/feedback', feedback),
    assist: (ticketId, ask) => callWorker<AssistResponse>('/hubspot/card/assist', { ticketId, ask }),
    passage: (id) => callWorker<PassageView>('/hubspot/card/passage', { id }),
    addTags: async (ticketId, suggestionId, tags) => void (await callWorker('/hubspot/card/tags', { ticketId, suggestionId, tags })),
    comment: async (ticketId, suggestionId, text) => void (await callWorker('/hubspot/card/comment', { ticketId, suggestionId, text })),
    replyTarget: (ticketId) => callWorker<ReplyTarget>('/hubspot/card/reply-target', { ticketId }),
    reply: async (ticketId, reply) => void (await callWorker('/hubspot/card/reply', { ticketId, ...reply, confirmed: true })),
    page: async (ticketId) => (await callWorker<{ url: string }>('/hubspot/card/page', { ticketId })).url,
  };
}

const ownCodes: Partial<Record<ApiError['code'], ApiError['code']>> = {
  upstream_failed: 'unavailable',
  not_found: 'invalid_request',
  forbidden: 'invalid_request',
};

/**
 * The store answers these codes by reading the ticket from the agent's form. A card has none, so it is told of a failure
 * that stands for itself, with the same words.
 */
function asItIs(error: unknown): never {
  const code = error instanceof ApiError ? ownCodes[error.code] : undefined;
  if (!(error instanceof ApiError) || code === undefined) throw error;
  throw new ApiError(code, error.message, { status: error.status, requestId: error.requestId, retryable: error.retryable });
}
