/** Inbox events: woken by the queue or by the installation's alarm, carried out once. */

import type { Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import type { Platform } from './compose.ts';
import type { WakeUp } from './env.ts';
import { AppError } from './errors.ts';
import type { InboxEvent } from './helpdesk-ports.ts';
import type { InstallationClient } from './installation/record-client.ts';
import { noteAdoption } from './service/adoption.ts';
import { autoTag } from './service/auto-tag.ts';
import { automaticEffects } from './service/automatic-effects.ts';
import { carryOut, type Intent } from './service/effects.ts';
import { replyAutomatically } from './service/reply-automatically.ts';
import { noteReconnect } from './service/setup/connection.ts';
import { isInScope } from './service/setup/hubspot-access.ts';
import { readAutomation, readScope } from './service/setup/preferences.ts';
import { noteProposal } from './service/setup/tag-accuracy.ts';
import { suggest } from './service/suggest.ts';

/** Never throws: what fails stays in the inbox, and the alarm brings it back after a pause. */
export async function consume(batch: MessageBatch<WakeUp>, platform: Platform): Promise<void> {
  for (const message of batch.messages) {
    await processEvent(message.body, platform).catch(() => undefined);
    message.ack();
  }
}

/**
 * One event: the ticket as it is now, the whole suggestion prepared, what follows from it written. May run any number of
 * times: the lease keeps two from working at once, the ledger from writing twice.
 */
export async function processEvent({ installation, eventId }: WakeUp, platform: Platform): Promise<'done' | 'obsolete' | 'retry' | 'skipped'> {
  const record = platform.installation(installation);
  const event = await record.claimEvent(eventId);
  if (!event) return 'skipped';
  try {
    const helpdesk = await platform.helpdesk(record);
    const ticket = await helpdesk.fetchTicket(event.ticketId);
    if (ticket.status === 'solved' || ticket.status === 'closed') {
      await record.ticketClosed(ticket.id);
      await record.settleEvent(eventId, 'obsolete', `the ticket is ${ticket.status}`);
      return 'obsolete';
    }
    if (ticket.sideConversation) {
      await record.settleEvent(eventId, 'obsolete', 'a side conversation is left alone');
      return 'obsolete';
    }
    if (helpdesk.platform === 'hubspot' && !(await isInScope(platform, record, ticket))) {
      await record.settleEvent(eventId, 'obsolete', 'the ticket is outside of what the admin turned on');
      return 'obsolete';
    }
    await noteAdoption(ticket, record);
    // An agent has just replied: there is nothing to prepare until the customer writes again.
    if (event.kind === 'ticket_updated' && ticket.messages.findLast((m) => m.public)?.role === 'agent') {
      await record.settleEvent(eventId, 'done', '');
      return 'done';
    }
    const run = suggest({ installation, ticket, until: 'draft', attempt: 0 }, platform, record);
    let next = await run.next();
    while (!next.done) next = await run.next();
    const release = (await record.recentReleases(5)).find((r) => r.id === next.value.releaseId);
    const planned = release ? automaticEffects(next.value, ticket, release.manifest) : [];
    for (const intent of await underPreferences(planned, { suggestion: next.value, ticket, kind: event.kind }, { platform, record }))
      if (intent.kind !== 'auto_reply') await carryOut(intent, { record, helpdesk, ids: platform.ids });
      else
        await replyAutomatically(
          intent,
          { kind: event.kind, requesterId: ticket.requester?.id ?? '' },
          { record, helpdesk, ids: platform.ids, clock: platform.clock },
        );
    await record.settleEvent(eventId, 'done', '');
    return 'done';
  } catch (error) {
    const { outcome, pauseMs } = outcomeOf(error);
    if (outcome === 'park') await noteReconnect(record, true);
    await record.settleEvent(eventId, outcome, error instanceof AppError ? `${error.code}: ${error.message}` : 'unexpected', pauseMs);
    return outcome === 'park' ? 'retry' : outcome;
  }
}

/**
 * What the kill switch held back is not done later: the suggestion is prepared, and a person decides about the rest. A
 * ticket that is gone, merged or closed needs nothing more. Without access every event waits, however long it takes.
 */
function outcomeOf(error: unknown): { outcome: 'obsolete' | 'retry' | 'park'; pauseMs?: number } {
  if (!(error instanceof AppError)) return { outcome: 'retry' };
  if (error.code === 'not_found' || error.code === 'actions_stopped') return { outcome: 'obsolete' };
  if (error.code === 'conflict' && !error.retryable) return { outcome: 'obsolete' };
  const refused = (error.code === 'upstream_failed' && error.cause !== undefined) || error.code === 'unavailable';
  if (refused && !error.retryable) return { outcome: 'park' };
  return { outcome: 'retry', ...(error.retryAfterMs > 0 ? { pauseMs: error.retryAfterMs } : {}) };
}

/** The planned intents as the admin's choices leave them; what was proposed is noted, to be compared with what agents do. */
async function underPreferences(
  planned: Intent[],
  given: { suggestion: Suggestion; ticket: Ticket; kind: InboxEvent['kind'] },
  { platform, record }: { platform: Platform; record: InstallationClient },
): Promise<Intent[]> {
  const [automation, scope] = await Promise.all([readAutomation(record, platform.config.ENVIRONMENT), readScope(record)]);
  const { tags, intents } = autoTag(planned, { ...given, automation, scope });
  if (tags.length > 0)
    await noteProposal(record, {
      ticketId: given.ticket.id,
      suggestionId: given.suggestion.suggestionId,
      proposed: tags,
      added: automation.autoTag === 'on' ? tags : [],
      at: new Date(platform.clock.now()).toISOString(),
      final: null,
    });
  return intents;
}
