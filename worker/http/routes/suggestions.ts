import { type SuggestionEvent, type SuggestionRequest, suggestionRequestSchema } from '#shared/api';
import type { Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import { AppError } from '../../errors.ts';
import { canonicalJson, sha256 } from '../../governance/canonical.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { replay } from '../../service/prepared-suggestion.ts';
import { suggest } from '../../service/suggest.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { AppContext, RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { eventStream } from '../sse.ts';
import { eventForAgent, forAgent, requireTicket, ticketAccess, ticketAccessOrNone } from '../ticket-access.ts';

/** How long a request waits for an equal one that is still being answered. */
const PENDING_WAIT_MS = 10_000;
const PENDING_POLL_MS = 200;

type Events = AsyncGenerator<SuggestionEvent, Suggestion>;
type Settle = (suggestionId: string | null) => Promise<void>;

export function suggestionRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();

  app.post('/v1/suggestions', authenticate(deps, 'suggestion.create'), async (c) => {
    const request = await readJson(c.req.raw, suggestionRequestSchema);
    const { session, record } = c.var;
    // What the agent's own session has read needs no right; what the Worker's token reads does.
    const access = await (request.ticket ? ticketAccessOrNone(c, platform) : ticketAccess(c, platform));
    if (!request.ticket) await requireTicket(access, request.ticketId ?? '');
    const claim = await claimKey(c, record, request);
    if (claim.replay)
      return answer(c, replay(claim.replay, { until: request.until, ...(request.ticket ? { ticket: request.ticket } : {}) }), async () => undefined);
    try {
      const ticket = await ticketOf(request, async (id) => (await platform.helpdesk(record)).fetchTicket(id));
      const events = suggest(
        { installation: session.installation, ticket, until: request.until, attempt: request.attempt, access, userId: session.user.id },
        platform,
        record,
      );
      return await answer(c, events, claim.settle);
    } catch (error) {
      await claim.settle(null);
      throw error;
    }
  });
  return app;
}

async function ticketOf({ ticket, ticketId }: SuggestionRequest, fetchTicket: (id: string) => Promise<Ticket>): Promise<Ticket> {
  if (ticket) {
    if (ticketId !== undefined && ticketId !== ticket.id)
      throw new AppError('invalid_request', 'ticketId and ticket.id name different tickets.', { path: 'ticketId' });
    return ticket;
  }
  return fetchTicket(ticketId ?? '');
}

/** A key belongs to its user: another user's equal key is another key. */
async function claimKey(c: AppContext, record: InstallationClient, request: SuggestionRequest): Promise<{ replay: Suggestion | null; settle: Settle }> {
  const given = c.req.header('idempotency-key');
  if (given === undefined) return { replay: null, settle: async () => undefined };
  if (!/^[\x21-\x7e]{1,200}$/.test(given)) throw new AppError('invalid_request', 'Idempotency-Key must be 1 to 200 visible ASCII characters.');
  const key = sha256(`${c.var.session.user.id}\n${given}`);
  const bodyHash = sha256(canonicalJson(request));
  for (let waited = 0; ; waited += PENDING_POLL_MS) {
    const claim = await record.claimIdempotencyKey(key, bodyHash);
    if (claim.state === 'conflict')
      throw new AppError('idempotency_conflict', 'This Idempotency-Key was used with another request. Use a new key for a new request.');
    if (claim.state === 'new') return { replay: null, settle: (id) => record.settleIdempotencyKey(key, id) };
    if (claim.state === 'replay') {
      const suggestion = await record.suggestion(claim.suggestionId);
      if (suggestion) return { replay: suggestion, settle: async () => undefined };
      await record.settleIdempotencyKey(key, null);
    } else if (waited >= PENDING_WAIT_MS)
      throw new AppError('conflict', 'The same request is still being answered. Try again in a moment.', { retryable: true });
    else await new Promise((resolve) => setTimeout(resolve, PENDING_POLL_MS));
  }
}

/**
 * As events, or as one JSON. The first event is awaited before the status is chosen, so that a request that cannot be
 * answered at all is refused with its own status.
 */
async function answer(c: AppContext, events: Events, settle: Settle): Promise<Response> {
  let suggestionId: string | null = null;
  const watched = (async function* (): Events {
    for (;;) {
      const next = await events.next();
      if (next.done) return forAgent(next.value);
      if (next.value.type === 'done') suggestionId = next.value.data.suggestionId;
      yield eventForAgent(next.value);
    }
  })();
  const accept = c.req.header('accept') ?? '';
  if (accept.includes('application/json') && !accept.includes('text/event-stream')) {
    let next = await watched.next();
    while (!next.done) next = await watched.next();
    await settle(suggestionId);
    return c.json(next.value);
  }
  const first = await watched.next();
  const whole = (async function* (): Events {
    if (first.done) return first.value;
    yield first.value;
    return yield* watched;
  })();
  return eventStream(whole, c.var.requestId, (finished) => settle(finished ? suggestionId : null));
}
