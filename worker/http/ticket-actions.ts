/** What an agent does to a ticket from a suggestion, whichever helpdesk they sit in. Each goes through the ledger, once. */
import type { EscalateResponse, TagResponse } from '#shared/api';
import type { Suggestion } from '#shared/suggestion';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import { canonicalJson, sha256 } from '../governance/canonical.ts';
import type { ConfirmedReply } from '../helpdesk-ports.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import { type Carried, carryOut, type Intent } from '../service/effects.ts';

type Deps = { platform: Pick<Platform, 'helpdesk' | 'ids' | 'clock'>; record: InstallationClient /** The user who asks for it. */; actor?: string };

const short = (payload: unknown): string => sha256(canonicalJson(payload)).slice(0, 16);
const by = ({ actor }: Deps): Pick<Intent, 'actor'> => (actor === undefined ? {} : { actor });

/** Only this installation's own record is asked, so another's suggestion is as unknown as one that never was. */
export async function suggestionFor(record: InstallationClient, suggestionId: string, ticketId: string): Promise<Suggestion> {
  const suggestion = await record.suggestion(suggestionId);
  if (!suggestion || suggestion.ticketId !== ticketId) throw new AppError('not_found', 'There is no such suggestion for this ticket. Ask for a new one.');
  return suggestion;
}

/** Note, tags, then routing: whoever receives the ticket finds the reason beside it. */
export async function escalate(suggestion: Suggestion, request: { note: string | null; group: string | null }, deps: Deps): Promise<EscalateResponse> {
  const { ticketId, route, suggestionId } = suggestion;
  const helpdesk = await deps.platform.helpdesk(deps.record);
  const note = request.note ?? suggestion.handover;
  const through = (kind: Intent['kind'], payload: Intent['payload']): Promise<Carried> =>
    carryOut(
      { key: `escalate:${suggestionId}:${kind}:${short(payload)}`, kind, ticketId, payload, ...by(deps) },
      { record: deps.record, helpdesk, ids: deps.platform.ids },
    );
  const noted = await through('internal_note', { note });
  if (route.tags.length > 0) await through('add_tags', { tags: route.tags });
  const routed = await through('set_routing', { group: request.group ?? route.group, priority: route.priority });
  return {
    effectId: noted.effect.id,
    status: [noted.status, routed.status].every((s) => s === 'confirmed') ? 'confirmed' : 'sent',
    group: routed.result.group,
    priority: routed.result.priority ?? null,
    tags: route.tags,
    note,
  };
}

/** Tags that the suggestion itself offered; others belong to the helpdesk's own form. */
export async function addTags(suggestion: Suggestion, tags: string[], deps: Deps): Promise<TagResponse> {
  const { suggestionId, ticketId, triage, route } = suggestion;
  const offered = new Set([...triage.tags.map((t) => t.tag), ...route.tags]);
  const foreign = tags.filter((tag) => !offered.has(tag));
  if (foreign.length > 0)
    throw new AppError('invalid_request', `This suggestion did not offer the tag ${foreign[0]}. Add it in the helpdesk itself.`, { path: 'tags' });
  const wanted = [...new Set(tags)].sort();
  const { effect, status, result } = await carryOut(
    { key: `tags:${suggestionId}:${short(wanted)}`, kind: 'add_tags', ticketId, payload: { tags: wanted }, ...by(deps) },
    { record: deps.record, helpdesk: await deps.platform.helpdesk(deps.record), ids: deps.platform.ids },
  );
  return { effectId: effect.id, status, tags: result.tags };
}

/** Text that agents alone see. */
export async function comment({ suggestionId, ticketId }: Suggestion, note: string, deps: Deps): Promise<Carried> {
  return carryOut(
    { key: `comment:${suggestionId}:${short(note)}`, kind: 'internal_note', ticketId, payload: { note }, ...by(deps) },
    { record: deps.record, helpdesk: await deps.platform.helpdesk(deps.record), ids: deps.platform.ids },
  );
}

/** To the customer, at once: exactly the text, recipient and conversation that the agent has confirmed. */
export async function sendReply({ suggestionId, ticketId }: Suggestion, reply: ConfirmedReply, deps: Deps): Promise<Carried> {
  const helpdesk = await deps.platform.helpdesk(deps.record);
  if (!helpdesk.replies) throw new AppError('conflict', 'This helpdesk sends replies from its own composer.');
  return carryOut(
    {
      key: `reply:${suggestionId}:${short(reply)}`,
      kind: 'send_reply',
      ticketId,
      payload: { reply: { ...reply, notBefore: deps.platform.clock.now() } },
      ...by(deps),
    },
    { record: deps.record, helpdesk, ids: deps.platform.ids },
  );
}
