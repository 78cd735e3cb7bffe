/** The typed client of the HTTP contract, for the panel, the desk, the console and scripts. Depends on `fetch` alone. */

import type {
  EscalateRequest,
  EscalateResponse,
  PassageView,
  SessionResponse,
  SimilarRequest,
  SimilarResponse,
  SuggestionEvent,
  SuggestionRequestInput,
  TagRequest,
  TagResponse,
} from './api.ts';
import { ApiError } from './api-error.ts';
import type { AssistRequestInput, AssistResponse } from './assist.ts';
import type { ErrorBody } from './errors.ts';
import type { Feedback } from './feedback.ts';
import type { Preferences } from './preferences.ts';
import type { Suggestion } from './suggestion.ts';
import type { TicketContext } from './ticket-context.ts';
import type { Trace } from './trace.ts';

export type ClientOptions = {
  /** Origin of the Worker, without a trailing slash; empty for the page's own origin. */
  baseUrl: string;
  token: () => string;
  fetch?: typeof fetch;
};

export type Client = ReturnType<typeof createClient>;

export function createClient({ baseUrl, token, fetch: send = (...a) => fetch(...a) }: ClientOptions) {
  async function request(
    method: string,
    path: string,
    body?: unknown,
    extra: { headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${token()}`, accept: 'application/json', ...extra.headers };
    if (body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await send(`${baseUrl}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(extra.signal ? { signal: extra.signal } : {}),
      });
    } catch (cause) {
      if (extra.signal?.aborted) throw cause;
      throw new ApiError('network', 'Deskgraph could not be reached. Check the connection and try again.', { status: 0, requestId: null, retryable: true });
    }
    if (!response.ok) throw await toApiError(response);
    return response;
  }
  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> => (await request(method, path, body)).json() as Promise<T>;
  const at = encodeURIComponent;

  return {
    preferences: () => json<Preferences>('GET', '/v1/preferences'),
    setPreferences: (preferences: Preferences) => json<Preferences>('PUT', '/v1/preferences', preferences),
    /** Something beside the draft: another wording, a translation, an answer to the agent's own question. */
    assist: (ticketId: string, body: AssistRequestInput) => json<AssistResponse>('POST', `/v1/tickets/${at(ticketId)}/assist`, body),

    /** Streams one suggestion; resolves after `done` or `error` has been handed to `onEvent`. */
    async suggest(
      body: SuggestionRequestInput,
      onEvent: (event: SuggestionEvent) => void,
      options: { signal?: AbortSignal; idempotencyKey?: string } = {},
    ): Promise<void> {
      const headers: Record<string, string> = { accept: 'text/event-stream' };
      if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
      const response = await request('POST', '/v1/suggestions', body, { headers, ...(options.signal ? { signal: options.signal } : {}) });
      await readEvents(response, onEvent);
    },
    preparedSuggestion: (ticketId: string) => json<Suggestion | null>('GET', `/v1/tickets/${at(ticketId)}/suggestion`),
    escalate: (ticketId: string, body: EscalateRequest) => json<EscalateResponse>('POST', `/v1/tickets/${at(ticketId)}/escalate`, body),
    addTags: (ticketId: string, body: TagRequest) => json<TagResponse>('POST', `/v1/tickets/${at(ticketId)}/tags`, body),
    ticketContext: (ticketId: string) => json<TicketContext>('GET', `/v1/tickets/${at(ticketId)}/context`),
    /** Details of similar tickets, by ids that the agent's own session could read; others are left out. */
    similarTickets: (ticketId: string, body: SimilarRequest) => json<SimilarResponse>('POST', `/v1/tickets/${at(ticketId)}/similar`, body),
    feedback: (body: Partial<Feedback> & Pick<Feedback, 'suggestionId' | 'kind'>) => json<{ ok: true }>('POST', '/v1/feedback', body),
    passage: (id: string) => json<PassageView>('GET', `/v1/passages/${at(id)}`),
    trace: (id: string) => json<Trace>('GET', `/v1/traces/${at(id)}`),
    renewSession: () => json<SessionResponse>('POST', '/v1/session'),
  };
}

async function toApiError(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as ErrorBody | null;
  if (body?.error) {
    const { code, message, requestId, retryable } = body.error;
    return new ApiError(code, message, { status: response.status, requestId, retryable });
  }
  return new ApiError('internal', `Deskgraph answered ${response.status} without a reason. Try again in a minute.`, {
    status: response.status,
    requestId: null,
    retryable: response.status >= 500,
  });
}

/** Reads `event:`/`data:` blocks. A stream that ends before `done` or `error` is broken, however cleanly it closed. */
export async function readEvents(response: Response, onEvent: (event: SuggestionEvent) => void): Promise<void> {
  if (!response.body) throw new ApiError('network', 'The answer came back empty. Try again.', { status: response.status, requestId: null, retryable: true });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  let finished = false;
  for (;;) {
    const { value, done } = await reader.read().catch((cause: unknown) => {
      if (cause instanceof Error && cause.name === 'AbortError') throw cause;
      throw new ApiError('network', 'The connection broke while the answer came. Try again.', { status: response.status, requestId: null, retryable: true });
    });
    if (done) break;
    buffer += value;
    for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
      const event = parseBlock(buffer.slice(0, end));
      buffer = buffer.slice(end + 2);
      if (!event) continue;
      finished ||= event.type === 'done' || event.type === 'error';
      onEvent(event);
    }
  }
  if (!finished) throw new ApiError('network', 'The answer was cut off. Try again.', { status: response.status, requestId: null, retryable: true });
}

function parseBlock(block: string): SuggestionEvent | null {
  let type = '';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) type = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
  }
  return type && data.length > 0 ? ({ type, data: JSON.parse(data.join('\n')) } as SuggestionEvent) : null;
}
