/** A suggestion as the card asks for it: answered within seconds or named as still running, and never made twice. */
import type { SuggestionEvent } from '#shared/api';
import type { Suggestion } from '#shared/suggestion';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import { canonicalJson, sha256 } from '../governance/canonical.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import { replay } from '../service/prepared-suggestion.ts';
import { type HubspotAccess, requireChannel, withoutForeignTickets } from '../service/setup/hubspot-access.ts';
import { suggest } from '../service/suggest.ts';

/** Longer than this the card is told to ask again: HubSpot gives up at 15 s, a person earlier. */
const WAIT_MS = 3_000;
const POLL_MS = 200;

export type CardSuggestion = { events: SuggestionEvent[] } | { running: true };
export type SuggestionCall = {
  platform: Platform;
  record: InstallationClient;
  installation: string;
  userId: string;
  access: HubspotAccess;
  request: { ticketId: string; until: 'decision' | 'draft'; attempt: number; key: string };
  /** Keeps work alive after the answer. */
  keep: (work: Promise<unknown>) => void;
};

/**
 * The same key asks about the same run: while it lasts the answer is `running`, afterwards its events. A key that was used
 * for another request is refused with `idempotency_conflict`.
 */
export async function answerSuggestion(call: SuggestionCall): Promise<CardSuggestion> {
  const { record, userId, request } = call;
  const key = sha256(`hubspot\n${userId}\n${request.ticketId}\n${request.key}`);
  const bodyHash = sha256(canonicalJson(request));
  for (let waited = 0; ; waited += POLL_MS) {
    const claim = await record.claimIdempotencyKey(key, bodyHash);
    if (claim.state === 'conflict') throw new AppError('idempotency_conflict', 'This key was used with another request. Use a new key for a new request.');
    if (claim.state === 'new') return start(call, key);
    if (claim.state === 'replay') {
      const suggestion = await record.suggestion(claim.suggestionId);
      if (suggestion) return { events: await eventsOf(replay(suggestion, { until: suggestion.draft.text === '' ? 'decision' : request.until }), call.access) };
      await record.settleIdempotencyKey(key, null);
    } else if (waited >= WAIT_MS) return { running: true };
    else await pause(POLL_MS);
  }
}

async function start(call: SuggestionCall, key: string): Promise<CardSuggestion> {
  const work = run(call, key);
  call.keep(work.catch(() => undefined));
  const first = await Promise.race([work, pause(WAIT_MS)]);
  return first ? { events: first } : { running: true };
}

async function run({ platform, record, installation, userId, access, request }: SuggestionCall, key: string): Promise<SuggestionEvent[]> {
  let made: string | null = null;
  try {
    const ticket = await (await platform.helpdesk(record)).fetchTicket(request.ticketId);
    requireChannel(access, ticket);
    const { until, attempt } = request;
    const events = await eventsOf(suggest({ installation, ticket, until, attempt, userId }, platform, record), access);
    for (const event of events) if (event.type === 'done') made = event.data.suggestionId;
    return events;
  } finally {
    await record.settleIdempotencyKey(key, made);
  }
}

async function eventsOf(run: AsyncGenerator<SuggestionEvent, Suggestion>, access: HubspotAccess): Promise<SuggestionEvent[]> {
  const events: SuggestionEvent[] = [];
  for await (const event of run) events.push(cardEvent(event, access));
  return events;
}

export function cardEvent(event: SuggestionEvent, access: HubspotAccess): SuggestionEvent {
  if (event.type === 'evidence') return { ...event, data: withoutForeignTickets(event.data, access) };
  return event.type === 'suggestion' ? { ...event, data: withoutForeignTickets(event.data, access) } : event;
}

const pause = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
