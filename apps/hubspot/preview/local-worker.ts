/** Answers the card's calls from the desk's own installation: the same Worker, the same ticket, without HubSpot in between. */
import type { SuggestionEvent } from '#shared/api';
import { ApiError } from '#shared/api-error';
import type { AssistRequestInput } from '#shared/assist';
import { createClient } from '#shared/client';

let token = '';
const client = createClient({ baseUrl: '', token: () => token });

/** Signs in as an agent of the local desk; the route exists on a developer's machine alone. */
export async function signIn(installation: string): Promise<void> {
  const response = await fetch('/v1/local/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ installation, user: 'hubspot-preview', role: 'agent' }),
  });
  token = ((await response.json()) as { token?: string }).token ?? '';
}

type Body = {
  ticketId: string;
  suggestionId: string;
  id: string;
  until: 'decision' | 'draft';
  attempt: number;
  key: string;
  tags: string[];
  ask: AssistRequestInput;
};
const routes: Record<string, (body: Body) => Promise<unknown>> = {
  suggestion: async ({ ticketId, until, attempt, key }) => {
    const events: SuggestionEvent[] = [];
    await client.suggest({ ticketId, until, attempt }, (event) => void events.push(event), { idempotencyKey: key });
    return { events };
  },
  prepared: async ({ ticketId }) => ({ suggestion: await client.preparedSuggestion(ticketId) }),
  tags: ({ ticketId, suggestionId, tags }) => client.addTags(ticketId, { suggestionId, tags }),
  escalate: ({ ticketId, ...request }) => client.escalate(ticketId, request as never),
  assist: ({ ticketId, ask }) => client.assist(ticketId, ask),
  feedback: (body) => client.feedback(body as never),
  passage: ({ id }) => client.passage(id),
};

const onlyInHubspot = { code: 'conflict', message: 'This is a preview: comments, sending and windows work in HubSpot alone.', requestId: '', retryable: false };

export async function answerLocally(url: string, { body = {} }: { body?: object }): Promise<{ ok: boolean; status: number; json(): Promise<unknown> }> {
  const route = routes[new URL(url).pathname.split('/').at(-1) ?? ''];
  const answer = route
    ? await route(body as Body).catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        return {
          error: {
            code: error.code === 'network' ? 'unavailable' : error.code,
            message: error.message,
            requestId: error.requestId ?? '',
            retryable: error.retryable,
          },
        };
      })
    : { error: onlyInHubspot };
  return { ok: true, status: 200, json: async () => answer };
}
