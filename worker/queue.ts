/** Inbox events: woken by the queue or by the installation's alarm, carried out once. */
import type { Suggestion } from '#shared/suggestion';
import type { Platform } from './compose.ts';
import { carryOut } from './effects.ts';
import type { WakeUp } from './env.ts';
import { AppError } from './errors.ts';
import { canonicalJson, sha256 } from './governance/canonical.ts';
import type { InstallationClient } from './installation/record-client.ts';
import { suggest } from './suggest.ts';

/** Never throws: what fails stays in the inbox, and the alarm brings it back after a pause. */
export async function consume(batch: MessageBatch<WakeUp>, platform: Platform): Promise<void> {
  for (const message of batch.messages) {
    await processEvent(message.body, platform).catch(() => undefined);
    message.ack();
  }
}

/**
 * One event: the ticket as it is now, the whole suggestion prepared, its certain tags added. May run any number of
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
      await record.settleEvent(eventId, 'obsolete', `the ticket is ${ticket.status}`);
      return 'obsolete';
    }
    const run = suggest({ installation, ticket, until: 'draft', attempt: 0 }, platform, record);
    let next = await run.next();
    while (!next.done) next = await run.next();
    const missing = (await certainTags(next.value, record)).filter((tag) => !ticket.tags.includes(tag));
    if (missing.length > 0) {
      const key = `triage:${ticket.id}:${sha256(canonicalJson(missing)).slice(0, 16)}`;
      await carryOut({ key, kind: 'add_tags', ticketId: ticket.id, payload: { tags: missing } }, { record, helpdesk, ids: platform.ids });
    }
    await record.settleEvent(eventId, 'done', '');
    return 'done';
  } catch (error) {
    // What the kill switch held back is not done later: the suggestion is prepared, and a person decides about the rest.
    const final = error instanceof AppError && (error.code === 'not_found' || error.code === 'actions_stopped');
    const outcome = final ? 'obsolete' : 'retry';
    await record.settleEvent(eventId, outcome, error instanceof AppError ? `${error.code}: ${error.message}` : 'unexpected');
    return outcome;
  }
}

/** Tags at least as sure as the release demands, and of its vocabulary where it names one. */
async function certainTags(suggestion: Suggestion, record: InstallationClient): Promise<string[]> {
  const release = (await record.recentReleases(5)).find((r) => r.id === suggestion.releaseId);
  if (!release) return [];
  const { tags, thresholds } = release.manifest;
  return suggestion.triage.tags
    .filter((t) => t.confidence >= thresholds.tag && (tags.length === 0 || tags.includes(t.tag)))
    .map((t) => t.tag)
    .sort();
}
