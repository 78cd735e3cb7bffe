/** What an admin's choices make of the tags that triage is sure of. Pure: what would be done can be read before it is. */
import type { Automation, Scope } from '#shared/setup';
import type { Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import { canonicalJson, sha256 } from '../governance/canonical.ts';
import type { InboxEvent } from '../helpdesk-ports.ts';
import type { Intent } from './effects.ts';
import { factsOf } from './ticket-facts.ts';

export type AutoTag = {
  /** In the account's own words; what the ticket carries already is left out. */
  tags: string[];
  /** Empty unless automation is on. */
  intents: Intent[];
};

type Given = { suggestion: Suggestion; ticket: Ticket; automation: Automation; scope: Scope; kind: InboxEvent['kind'] };

/** `planned` is what the release would have done; intents that are not tags pass through untouched, where the ticket is in scope. */
export function autoTag(planned: readonly Intent[], { suggestion, ticket, automation, scope, kind }: Given): AutoTag {
  if (!inScope(ticket, scope)) return { tags: [], intents: [] };
  const others = planned.filter((intent) => intent.kind !== 'add_tags');
  if (automation.autoTag === 'off') return { tags: [], intents: others };
  const sure = planned.flatMap((intent) => (intent.kind === 'add_tags' ? (intent.payload.tags ?? []) : []));
  const named = sure.map((tag) => ownName(tag, automation)).filter((tag) => tag !== '');
  const tags = [...new Set(named)].filter((tag) => !ticket.tags.includes(tag) && (scope.tags.length === 0 || scope.tags.includes(tag))).sort();
  if (automation.autoTag === 'dry_run') return { tags, intents: others };
  return {
    tags,
    intents: [
      ...tagIntents(ticket, tags),
      ...routingIntents({ suggestion, ticket, automation, kind }),
      ...fieldIntents({ suggestion, ticket, automation, kind }),
      ...noteIntents(ticket, tags, automation),
      ...others,
    ],
  };
}

/**
 * A tag of Deskgraph in the account's words: mapped, or with the prefix. Empty when it is to be left out. What was learned
 * from tickets that carry such words already is in them.
 */
function ownName(tag: string, { tagMap, tagPrefix }: Automation): string {
  if (Object.hasOwn(tagMap, tag)) return tagMap[tag] ?? '';
  return tag.startsWith(tagPrefix) || Object.values(tagMap).includes(tag) ? tag : `${tagPrefix}${tag}`;
}

/** A ticket whose group or brand is not known is outside of every choice of groups or brands. */
function inScope({ brand, group }: Ticket, scope: Scope): boolean {
  const within = (chosen: string[], value: string | null | undefined): boolean => chosen.length === 0 || (value != null && chosen.includes(value));
  return within(scope.brands, brand) && within(scope.groups, group);
}

const keyed = (kind: string, ticket: Ticket, payload: Intent['payload']): string => `${kind}:${ticket.id}:${sha256(canonicalJson(payload)).slice(0, 16)}`;

function tagIntents(ticket: Ticket, tags: string[]): Intent[] {
  return tags.length === 0 ? [] : [{ key: keyed('triage', ticket, { tags }), kind: 'add_tags', ticketId: ticket.id, payload: { tags } }];
}

/** On new tickets only, and only what nobody has set. */
function routingIntents({ suggestion, ticket, automation, kind }: Omit<Given, 'scope'>): Intent[] {
  if (kind !== 'ticket_created') return [];
  const priority = automation.setPriority && ticket.priority === null ? suggestion.route.priority : null;
  const group = automation.setGroup && ticket.group === null ? suggestion.route.group : null;
  if (priority === null && group === null) return [];
  // Once for a ticket, whatever a later suggestion would say.
  return [{ key: `triage-routing:${ticket.id}`, kind: 'set_routing', ticketId: ticket.id, payload: { group, priority } }];
}

/** Fields the admin has mapped, from what is certain or stands in the ticket word for word. On new tickets only. */
function fieldIntents({ suggestion, ticket, automation, kind }: Omit<Given, 'scope'>): Intent[] {
  if (kind !== 'ticket_created') return [];
  const facts = factsOf(ticket, suggestion);
  const wanted = (['product', 'version', 'orderNumber'] as const).flatMap((name) => {
    const [id, value] = [automation.fields[name], facts[name]];
    return id === '' || value === null ? [] : [[id, value] as const];
  });
  if (wanted.length === 0) return [];
  return [{ key: `triage-fields:${ticket.id}`, kind: 'set_fields', ticketId: ticket.id, payload: { fields: Object.fromEntries(wanted) } }];
}

function noteIntents(ticket: Ticket, tags: string[], automation: Automation): Intent[] {
  if (!automation.note || tags.length === 0) return [];
  const payload = {
    note: `Deskgraph added ${tags.length === 1 ? 'the tag' : 'the tags'} ${tags.join(', ')}, because solved tickets with the same words carry ${tags.length === 1 ? 'it' : 'them'}.`,
  };
  return [{ key: keyed('triage-note', ticket, payload), kind: 'internal_note', ticketId: ticket.id, payload }];
}
