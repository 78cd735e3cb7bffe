/** A reply without a person: on new tickets alone, within the quotas, and never in the way of anything else. */
import { AppError } from '../errors.ts';
import type { Helpdesk, InboxEvent } from '../helpdesk-ports.ts';
import type { Clock, Ids, InstallationRecord } from '../ports.ts';
import { autoReplyPrefix, autoReplyQuota, requesterPrefix } from './automatic-effects.ts';
import { carryOut, type Intent } from './effects.ts';

type Deps = {
  record: Pick<InstallationRecord, 'planEffect' | 'claimEffect' | 'markEffect'> & {
    /** Effects attempted since `since` (ms) whose key begins with `prefix`. */
    countEffects(prefix: string, since: number): Promise<number>;
  };
  helpdesk: Helpdesk;
  ids: Ids;
  clock: Clock;
};

/**
 * Carries out an `auto_reply`. Whoever writes again, or opens a solved ticket again, hears from a person: an event that is
 * not a new ticket's gets no reply, nor does one beyond the quotas, or of a helpdesk that takes none. A reply that
 * cannot go out leaves its draft to the agent; what is no `AppError` is thrown.
 */
export async function replyAutomatically(
  intent: Intent,
  about: { kind: InboxEvent['kind']; requesterId: string },
  { record, helpdesk, ids, clock }: Deps,
): Promise<void> {
  if (!helpdesk.automaticReplies || about.kind !== 'ticket_created') return;
  const since = clock.now() - autoReplyQuota.windowMs;
  const [all, theirs] = await Promise.all([record.countEffects(autoReplyPrefix, since), record.countEffects(requesterPrefix(about.requesterId), since)]);
  if (all >= autoReplyQuota.installation || theirs >= autoReplyQuota.requester) return;
  await carryOut(intent, { record, helpdesk, ids }).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}
