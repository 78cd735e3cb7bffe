/** What the product writes into a helpdesk by itself after a suggestion. Pure: what is planned can be read and tested. */
import type { ReleaseManifest } from '#shared/release';
import type { Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import { canonicalJson, sha256 } from '../governance/canonical.ts';
import { isAutomaticMail } from '../text/automatic-mail.ts';
import type { Intent } from './effects.ts';

/** Automatic replies in 24 hours: of one installation, and to one requester over all their tickets. */
export const autoReplyQuota = { windowMs: 24 * 3_600_000, installation: 500, requester: 3 } as const;

/** Longest reply that goes out without a person. */
const MAX_REPLY = 6_000;

/**
 * The intents that follow from `suggestion` under the release that made it: certain tags the ticket lacks, then a reply
 * where routing said so. A reply's key names requester and ticket, so that a ticket gets one at most.
 */
export function automaticEffects(suggestion: Suggestion, ticket: Ticket, manifest: ReleaseManifest): Intent[] {
  const missing = certainTags(suggestion, manifest).filter((tag) => !ticket.tags.includes(tag));
  const tags: Intent[] =
    missing.length > 0
      ? [{ key: `triage:${ticket.id}:${sha256(canonicalJson(missing)).slice(0, 16)}`, kind: 'add_tags', ticketId: ticket.id, payload: { tags: missing } }]
      : [];
  return [...tags, ...automaticReply(suggestion, ticket, manifest)];
}

/** Tags at least as sure as the release demands, and of its vocabulary where it names one. */
function certainTags({ triage }: Suggestion, { tags, thresholds }: ReleaseManifest): string[] {
  return triage.tags
    .filter((t) => t.confidence >= thresholds.tag && (tags.length === 0 || tags.includes(t.tag)))
    .map((t) => t.tag)
    .sort();
}

/** Looks at the finished text once more: routing judged it with placeholders in it, and the helpdesk's own words were hidden. */
function automaticReply({ ticketId, route, draft, decision, degraded }: Suggestion, ticket: Ticket, manifest: ReleaseManifest): Intent[] {
  const disclosure = manifest.prompts[`say.ai_disclosure.${draft.language}`];
  const last = ticket.messages.at(-1);
  if (route.mode !== 'auto_reply' || decision.outcome !== 'answer' || ticketId !== ticket.id) return [];
  if (!ticket.requester || last?.role !== 'requester' || !disclosure) return [];
  if (decision.confidence.value < manifest.thresholds.autoReply || degraded.some(({ part }) => part === 'snapshot')) return [];
  if (isAutomaticMail(ticket.subject, last.text, ticket.requester.email ?? '')) return [];
  const text = `${draft.text.trim()}\n\n${disclosure}`;
  if (draft.text.trim() === '' || text.length > MAX_REPLY || /[⟦⟧]/.test(text)) return [];
  return [
    { key: `${requesterPrefix(ticket.requester.id)}${ticket.id}`, kind: 'auto_reply', ticketId, payload: { autoReply: { text, lastMessageId: last.id } } },
  ];
}

/** What the keys of all automatic replies begin with, and those to one requester. */
export const autoReplyPrefix = 'auto_reply:';
export const requesterPrefix = (requesterId: string): string => `${autoReplyPrefix}${sha256(requesterId).slice(0, 16)}:`;
