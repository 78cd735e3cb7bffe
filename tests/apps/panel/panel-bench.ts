/** A host and a client whose every answer the test decides. */
import type { SuggestionEvent } from '#shared/api';
import { ApiError } from '#shared/api-error';
import type { AssistRequestInput, AssistResponse } from '#shared/assist';
import type { Tenure } from '#shared/preferences';
import type { SimilarTicket, Suggestion } from '#shared/suggestion';
import type { HelpdeskHost, SentComment, TicketChange } from '../../../apps/panel/helpdesk-host.ts';
import { createSuggestionStore, type StoreClient } from '../../../apps/panel/suggestion-store.ts';
import { createTranslate, type PanelKey, panelMessages, type Words } from '../../../apps/panel/translate.ts';

export const now = Date.parse('2026-11-20T12:00:00Z');
export const words: Words = { t: createTranslate<PanelKey>(panelMessages, 'en'), locale: 'en', now };

export const apiError = (code: ApiError['code'], retryable = true) => new ApiError(code, `It was ${code}.`, { status: 500, requestId: 'req_1', retryable });

/** One call of `suggest` that the test feeds and ends. */
export type Call = {
  body: Parameters<StoreClient['suggest']>[0];
  key: string | undefined;
  signal: AbortSignal | undefined;
  give(...events: SuggestionEvent[]): void;
  end(): Promise<void>;
  fail(error: unknown): Promise<void>;
};

/** Lets everything that is already settled run. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

export function panelBench({ prepared = null }: { prepared?: Suggestion | null } = {}) {
  const calls: Call[] = [];
  const feedback: Parameters<StoreClient['feedback']>[0][] = [];
  const escalations: unknown[] = [];
  const asked: { ticketId: string; body: AssistRequestInput; answer: (result: AssistResponse | ApiError) => Promise<void> }[] = [];
  const similarAsked: string[][] = [];
  const world = {
    ticketId: '4711',
    messages: [{ id: 'm1', role: 'requester' as const, at: '2026-11-19T08:00:00Z', text: 'Where is my refund?' }],
    composer: '',
    tags: [] as string[],
    prepared: prepared as Suggestion | null | ApiError,
    hostFails: false,
    copyFails: false,
    feedbackError: null as ApiError | null,
    escalateError: null as ApiError | null,
    /** Subjects, by id, of what the agent's own session can read. */
    readable: {} as Record<string, string>,
    similar: [] as SimilarTicket[],
    tenure: 'standard' as Tenure,
    tenureError: null as ApiError | null,
  };
  let saved: (comment: SentComment) => void = () => undefined;
  let changed: (change: TicketChange) => void = () => undefined;
  let destroyed: () => void = () => undefined;
  const reach = async <T>(answer: () => T): Promise<T> => {
    if (world.hostFails) throw new Error('The frame is gone.');
    return answer();
  };

  const host: HelpdeskHost = {
    currentTicketId: () => reach(() => world.ticketId),
    readTicket: () => reach(() => ({ id: world.ticketId, subject: 'Refund', messages: world.messages })),
    composer: {
      get: () => reach(() => world.composer),
      insert: (text, mode, ticketId) =>
        reach(() => {
          if (ticketId !== world.ticketId) return false;
          world.composer = mode === 'append' ? `${world.composer}\n\n${text}` : text;
          return true;
        }),
    },
    addTags: (tags) => reach(() => void world.tags.push(...tags)),
    readableTickets: (ids) => reach(() => new Map(Object.entries(world.readable).filter(([id]) => ids.includes(id)))),
    onSave: (listener) => {
      saved = listener;
      return () => undefined;
    },
    openTicket: async () => undefined,
    notify: () => undefined,
    resize: () => undefined,
    copy: async () => {
      if (world.copyFails) throw new Error('barred');
    },
    colorScheme: async () => 'light',
    onColorScheme: () => () => undefined,
    onTicketChange: (listener) => {
      changed = listener;
      return () => {
        changed = () => undefined;
      };
    },
    onActive: () => () => undefined,
    onDestroy: (listener) => {
      destroyed = listener;
      return () => undefined;
    },
  };

  const client: StoreClient = {
    suggest: (body, onEvent, { signal, idempotencyKey } = {}) =>
      new Promise<void>((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        calls.push({
          body,
          key: idempotencyKey,
          signal,
          give: (...events) => {
            try {
              for (const event of events) onEvent(event);
            } catch (error) {
              reject(error);
            }
          },
          end: () => {
            resolve();
            return settle();
          },
          fail: (error) => {
            reject(error);
            return settle();
          },
        });
      }),
    preparedSuggestion: async () => {
      if (world.prepared instanceof ApiError) throw world.prepared;
      if (!world.prepared) throw apiError('not_found', false);
      return world.prepared;
    },
    escalate: async (ticketId, body) => {
      if (world.escalateError) throw world.escalateError;
      escalations.push({ ticketId, ...body });
      return { effectId: 'eff_1', status: 'confirmed', group: body.group ?? null, priority: null, tags: [], note: body.note ?? '' };
    },
    assist: (ticketId, body) =>
      new Promise((resolve, reject) => {
        asked.push({
          ticketId,
          body,
          answer: (result) => {
            if (result instanceof ApiError) reject(result);
            else resolve(result);
            return settle();
          },
        });
      }),
    similarTickets: async (_, { ids }) => {
      similarAsked.push(ids);
      return { similar: world.similar.filter(({ id }) => ids.includes(id)) };
    },
    preferences: async () => ({ tenure: world.tenure }),
    setPreferences: async ({ tenure }) => {
      if (world.tenureError) throw world.tenureError;
      world.tenure = tenure;
      return { tenure };
    },
    feedback: async (body) => {
      if (world.feedbackError) throw world.feedbackError;
      feedback.push(body);
      return { ok: true };
    },
  };

  let keys = 0;
  const store = createSuggestionStore({ host, client, newKey: () => `key-${++keys}` });
  const call = (index: number): Call => {
    const found = calls.at(index);
    if (!found) throw new Error(`There is no call ${index}.`);
    return found;
  };
  return {
    store,
    world,
    asked,
    similarAsked,
    saved: (comment: SentComment) => saved(comment),
    call,
    calls,
    feedback,
    escalations,
    changed: (change: TicketChange) => changed(change),
    destroyed: () => destroyed(),
  };
}
