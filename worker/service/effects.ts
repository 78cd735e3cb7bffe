/** External writes, through the ledger: planned before they are made, confirmed by what the helpdesk answered, made once. */
import { AppError } from '../errors.ts';
import type { Effect, Helpdesk } from '../helpdesk-ports.ts';
import type { Ids, InstallationRecord } from '../ports.ts';

type Deps = { record: Pick<InstallationRecord, 'planEffect' | 'claimEffect' | 'markEffect'>; helpdesk: Helpdesk; ids: Ids };
export type Intent = Pick<Effect, 'key' | 'kind' | 'ticketId' | 'payload' | 'actor'>;
export type Carried = { effect: Effect; status: Effect['status'] /** Tags or routing as the helpdesk says they are now. */; result: Result };
type Result = { tags: string[]; group: string | null; priority: Effect['payload']['priority'] | null };

const nothing: Result = { tags: [], group: null, priority: null };

/** Text in a note by which a note that was written already is recognised. */
export const effectMarker = (effectId: string): string => `deskgraph:${effectId}`;

/**
 * Plans and carries out one intent. An effect that is confirmed, or in other hands, is not repeated. Throws what the
 * helpdesk threw after noting it; an outcome that stays unknown leaves the effect `sent`, to be tried again safely:
 * tags are a set, notes carry a marker, routing sets the same values.
 */
export async function carryOut(intent: Intent, { record, helpdesk, ids }: Deps): Promise<Carried> {
  const effect = await record.planEffect({ id: ids.next('eff'), ...intent });
  const claimed = effect.status === 'confirmed' ? null : await record.claimEffect(effect.id);
  if (!claimed) return { effect, status: effect.status, result: { ...nothing, ...present(effect) } };
  try {
    if (claimed.kind === 'auto_reply' && claimed.attempts > 1) return await settleUnknown(claimed, { record, helpdesk });
    const result = await perform(claimed, helpdesk);
    await record.markEffect(claimed.id, 'confirmed', '');
    return { effect: claimed, status: 'confirmed', result };
  } catch (error) {
    const unknown = error instanceof AppError && error.code === 'upstream_failed' && error.retryable;
    await record.markEffect(claimed.id, unknown ? 'sent' : 'failed', error instanceof AppError ? error.message : 'unexpected');
    throw error;
  }
}

/** A reply whose outcome nobody knows is looked for, never sent again: silence is mended by a person, a second mail by nobody. */
async function settleUnknown(effect: Effect, { record, helpdesk }: Pick<Deps, 'record' | 'helpdesk'>): Promise<Carried> {
  const status = (await helpdesk.automaticReplies?.sent(effect.ticketId, effectMarker(effect.id))) ? 'confirmed' : 'failed';
  await record.markEffect(effect.id, status, status === 'failed' ? 'It is not known whether the reply was sent; it is not sent again.' : '');
  return { effect, status, result: nothing };
}

async function perform({ id, kind, ticketId, payload }: Effect, helpdesk: Helpdesk): Promise<Result> {
  switch (kind) {
    case 'add_tags': {
      const wanted = payload.tags ?? [];
      const tags = await helpdesk.addTags(ticketId, wanted);
      const lost = wanted.filter((tag) => !tags.includes(tag));
      if (lost.length > 0) throw new AppError('conflict', `The helpdesk did not take the tags ${lost.join(', ')}.`);
      return { ...nothing, tags };
    }
    case 'internal_note':
      await helpdesk.addInternalNote(ticketId, payload.note ?? '', effectMarker(id));
      return nothing;
    case 'set_fields':
      await helpdesk.fillFields?.(ticketId, payload.fields ?? {});
      return nothing;
    case 'set_routing':
      return { ...nothing, ...(await helpdesk.setRouting(ticketId, { group: payload.group ?? null, priority: payload.priority ?? null })) };
    case 'send_reply':
      if (!helpdesk.replies || !payload.reply) throw new AppError('conflict', 'This helpdesk sends replies from its own composer.');
      await helpdesk.replies.send(ticketId, payload.reply);
      return nothing;
    case 'auto_reply':
      if (!helpdesk.automaticReplies || !payload.autoReply) throw new AppError('conflict', 'This helpdesk takes no replies without a person.');
      await helpdesk.automaticReplies.send(ticketId, payload.autoReply, effectMarker(id));
      return nothing;
  }
}

const present = ({ payload }: Effect): Result => ({ tags: payload.tags ?? [], group: payload.group ?? null, priority: payload.priority ?? null });
