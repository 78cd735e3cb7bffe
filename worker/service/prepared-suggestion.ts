/** A suggestion that was made before it is asked for: what it was made from, whether it still holds, and how it is said again. */
import type { SuggestionEvent, SuggestionRequest } from '#shared/api';
import type { Tenure } from '#shared/preferences';
import type { Release } from '#shared/release';
import type { Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import { canonicalJson, sha256 } from '../governance/canonical.ts';
import { pileAround } from '../pipeline/known-issue.ts';
import type { RecentTickets } from '../ports.ts';

/**
 * Names the content that shapes an answer. Tags and dates are left out: the product itself adds tags. So are message
 * ids and white space, which differ between a host's view of a ticket and its API's.
 */
export function hashOfInput(ticket: Ticket, tenure: Tenure = 'standard', rightsUnknown = false): string {
  const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
  return sha256(
    canonicalJson({
      subject: squeeze(ticket.subject),
      messages: ticket.messages.map((m) => [m.role, m.public, squeeze(m.text)]),
      customer: ticket.customer,
      brand: ticket.brand,
      ...(tenure === 'standard' ? {} : { tenure }),
      ...(rightsUnknown ? { rightsUnknown } : {}),
      sla: ticket.sla.map((s) => [s.metric, s.dueAt]).sort(),
      ...(ticket.attachments ? { attachments: ticket.attachments.map((a) => squeeze(a.text)) } : {}),
    }),
  );
}

/**
 * A prepared suggestion is used under the release that made it, until an SLA clock has come near or run out since, and
 * until other tickets have piled up around it, or the pile is gone.
 */
export function stillHolds(prepared: Suggestion, ticket: Ticket, { live, recent, now }: { live: Release; recent: RecentTickets; now: number }): boolean {
  const near = live.manifest.thresholds.slaNearMinutes * 60_000;
  const clocks = (at: number): string => ticket.sla.map((s) => `${Date.parse(s.dueAt) - near <= at}${Date.parse(s.dueAt) <= at}`).join();
  const piled = pileAround(
    ticket.id,
    recent.nodes.filter(({ tickets }) => tickets.includes(ticket.id)),
    recent,
  );
  const flagged = prepared.triage.flags.some(({ code }) => code === 'known_issue');
  return (
    prepared.releaseId === live.id && prepared.degraded.length === 0 && clocks(Date.parse(prepared.createdAt)) === clocks(now) && flagged === (piled !== null)
  );
}

/** The stored suggestion as the events it would have come by. */
export async function* replay(
  suggestion: Suggestion,
  input: Pick<SuggestionRequest, 'until'> & { ticket?: Ticket },
): AsyncGenerator<SuggestionEvent, Suggestion> {
  const current = input.ticket ? withPresentTags(suggestion, input.ticket.tags) : suggestion;
  const { decision, nextAction, route, draft, handover, createdAt: _, ...evidence } = current;
  yield { type: 'evidence', data: evidence };
  yield { type: 'decision', data: { decision, nextAction, route, handover } };
  if (input.until === 'draft') {
    for (const sentence of draft.sentences)
      yield { type: 'draft.delta', data: { sentence, citations: draft.citations.filter((c) => sentence.citations.includes(c.n)) } };
    yield { type: 'suggestion', data: current };
  }
  yield { type: 'done', data: { suggestionId: current.suggestionId, traceId: current.traceId } };
  return current;
}

function withPresentTags(suggestion: Suggestion, tags: string[]): Suggestion {
  return { ...suggestion, triage: { ...suggestion.triage, tags: suggestion.triage.tags.map((t) => ({ ...t, present: tags.includes(t.tag) })) } };
}
