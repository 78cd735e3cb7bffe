import type { RoutingRule } from '#shared/release';
import type { Decision, Draft } from '#shared/suggestion';
import { isAutomaticMail } from '../text/automatic-mail.ts';
import { injectionThreshold, scoreInjection } from '../text/injection.ts';
import { appliesTo } from './applies.ts';
import { isOpen } from './business-hours.ts';
import { straying } from './straying.ts';
import type { Decided, Enriched, Retrieved, Routed, RunContext, Triaged } from './types.ts';

export type RouteInput = Enriched & {
  retrieved: Retrieved;
  triaged: Triaged;
  decided: Decided;
  context: RunContext;
  /** As grounding left it; null while nothing is drafted yet, and then nothing is ever sent by itself. */
  grounded: { draft: Draft; decision: Decision } | null;
  /** Two or three sentences: what the requester wants. */
  summary: string;
};

/** Flags with which no reply ever goes out without a person. */
const NEVER_ALONE = [
  'injection',
  'policy',
  'legal_threat',
  'safety',
  'asks_for_human',
  'angry',
  'contradiction',
  'outdated',
  'oversize',
  'empty',
  'sla_breached',
];
const MAX_TAGS = 10;

/** Who acts next: the first rule of the release that fits decides mode, group and priority; code decides what may be automatic. */
export function route(input: RouteInput): Routed {
  const decision = input.grounded?.decision ?? input.decided;
  const rule = input.context.release.manifest.routing.find((candidate) => fits(candidate, input, decision));
  const demanded = input.triaged.policies.find(({ policy }) => policy.then.escalate !== null);
  const wanted = rule?.then.mode ?? (decision.outcome === 'escalate' ? 'escalate' : turnedOn(input) ? 'auto_reply' : 'draft_for_agent');
  const barred = wanted === 'auto_reply' ? barriers(input, decision) : [];
  const mode = barred.length > 0 ? 'draft_for_agent' : decision.outcome === 'escalate' ? 'escalate' : wanted;
  const escalate = mode === 'escalate' ? demanded?.policy.then.escalate : null;
  return {
    route: {
      mode,
      group: escalate?.group ?? rule?.then.group ?? null,
      priority: escalate?.priority ?? rule?.then.priority ?? null,
      tags: newTags(input),
      rule:
        escalate && demanded
          ? `policy:${demanded.policy.id}`
          : barred.length > 0
            ? `${rule?.id ?? 'default'} (held back: ${barred[0]})`
            : (rule?.id ?? 'default'),
    },
    handover: handover(input, decision),
  };
}

function fits({ when }: RoutingRule, { triaged, ticket, context }: RouteInput, decision: Decision): boolean {
  const tags = new Set([
    ...ticket.tags,
    ...triaged.triage.tags.filter((tag) => tag.confidence >= context.release.manifest.thresholds.tag).map((tag) => tag.tag),
  ]);
  const flags = new Set<string>(triaged.triage.flags.map((flag) => flag.code));
  const any = (wanted: string[], has: (value: string) => boolean) => wanted.length === 0 || wanted.some(has);
  return (
    any(when.outcomes, (outcome) => outcome === decision.outcome) &&
    any(when.flags, (flag) => flags.has(flag)) &&
    any(when.tags, (tag) => tags.has(tag)) &&
    any(when.tiers, (tier) => tier.toLowerCase() === (ticket.customer.tier ?? '').toLowerCase()) &&
    any(when.channels ?? [], (channel) => channel === ticket.channel) &&
    decision.confidence.value >= (when.minConfidence ?? 0) &&
    (when.minRisk === undefined || triaged.triage.escalationRisk >= when.minRisk) &&
    (!when.hours || isOpen(when.hours, context.startedAt) === when.hours.within)
  );
}

/** An intent for which an admin has turned auto-reply on, and of which triage is sure enough. */
function turnedOn({ triaged, context }: RouteInput): boolean {
  const { thresholds, autoReplyIntents } = context.release.manifest;
  return triaged.triage.tags.some((tag) => autoReplyIntents.includes(tag.tag) && tag.confidence >= thresholds.autoReply);
}

/** Why a reply may not go out by itself; empty when it may. Every condition must hold, whatever a rule says. */
function barriers(input: RouteInput, decision: Decision): string[] {
  const { triaged, context, grounded, ticket, language } = input;
  const { manifest } = context.release;
  const found: string[] = [];
  if (!turnedOn(input)) found.push('no intent an admin has turned on');
  if (!grounded) found.push('nothing drafted');
  if (decision.outcome !== 'answer') found.push('not an answer');
  if (decision.confidence.value < manifest.thresholds.autoReply) found.push('confidence');
  const flag = triaged.triage.flags.find(({ code }) => NEVER_ALONE.includes(code));
  if (flag) found.push(`flag ${flag.code}`);
  if (triaged.policies.length > 0) found.push('a policy applies');
  if (grounded?.draft.removed.some(({ reason }) => reason !== 'tone')) found.push('sentences were removed');
  if (grounded && !isGrounded(grounded.draft)) found.push('not every sentence is grounded');
  if (!grounded?.draft.citations.every(({ passageId }) => mayBeSentAlone(passageId, input))) found.push('cites more than approved articles');
  if (grounded?.draft.language !== language.value || !manifest.prompts[`say.ai_disclosure.${language.value}`]) found.push('language');
  if (grounded && straying(grounded.draft, input)) found.push('a sentence strays from the question');
  if (ticket.status !== 'new' && ticket.status !== 'open') found.push('status');
  if (ticket.messages.some((message) => message.role !== 'requester')) found.push('someone has replied already');
  if (isAutomaticMail(ticket.subject, ticket.messages.at(-1)?.text ?? '', '')) found.push('automatic mail');
  return found;
}

/** Salutations apart, statements and steps with a citation each, and at least one of them. */
function isGrounded({ sentences }: Draft): boolean {
  const body = sentences.filter(({ kind }) => kind !== 'greeting' && kind !== 'closing');
  return body.length > 0 && body.every(({ kind, citations }) => (kind === 'statement' || kind === 'step') && citations.length > 0);
}

/** A passage of a public article for this customer, in the customer's language, that does not talk to a machine. */
function mayBeSentAlone(passageId: string, { context, ticket, language }: RouteInput): boolean {
  const index = context.knowledge.passageIndex(passageId);
  if (index === null) return false;
  const passage = context.knowledge.passages.get(index);
  const article = context.knowledge.articles.get(passage.article);
  return (
    article.visibility === 'public' &&
    article.language === language.value &&
    appliesTo(article, ticket.customer) === 'yes' &&
    scoreInjection(passage.text, 0).score < injectionThreshold
  );
}

function newTags({ triaged, context }: RouteInput): string[] {
  return triaged.triage.tags
    .filter((tag) => !tag.present && tag.confidence >= context.release.manifest.thresholds.tag)
    .map((tag) => tag.tag)
    .slice(0, MAX_TAGS);
}

/** The internal note for whoever takes over: what it is about, why it comes, what was tried, what there is to go on. */
function handover({ ticket, retrieved, summary, vault, triaged, context }: RouteInput, decision: Decision): string {
  const lines: string[] = ['Deskgraph handover', '', 'Summary', summary || '(the ticket holds no words)', '', 'Why'];
  for (const reason of decision.reasons) lines.push(`- ${reason.message}${reason.evidence.length > 0 ? ` (${reason.evidence.slice(0, 3).join(', ')})` : ''}`);
  const facts = (['tier', 'plan', 'region', 'version'] as const).flatMap((key) => (ticket.customer[key] ? [`${key} ${ticket.customer[key]}`] : []));
  if (facts.length > 0) lines.push('', 'Customer', facts.join(', '));
  const replies = ticket.messages.filter((message) => message.role === 'agent' && message.text !== '');
  lines.push('', 'Tried so far');
  if (replies.length === 0) lines.push('- No reply has been sent yet.');
  for (const reply of replies.slice(-3)) lines.push(`- ${reply.public ? 'Replied' : 'Noted'}: ${short(reply.text, 240)}`);
  lines.push('', 'Evidence');
  for (const article of retrieved.articles.slice(0, 3))
    lines.push(`- Article “${article.title}” (${article.id}@${article.version})${article.visibility === 'internal' ? ', internal' : ''}`);
  // By number alone: the helpdesk opens it for those who may read it.
  const like = context.reader === 'restricted' ? [] : retrieved.similar.slice(0, 2);
  for (const { id } of like) lines.push(`- Solved ticket #${id}`);
  if (retrieved.issue) lines.push(`- Issue “${retrieved.issue.name}”`);
  for (const { policy } of triaged.policies) lines.push(`- Policy “${policy.title}” (${policy.id})`);
  if (retrieved.articles.length + like.length + triaged.policies.length === 0) lines.push('- Nothing fitting was found.');
  lines.push('', `Release ${context.release.id}`);
  // What was hidden for good in solved tickets becomes a word.
  return vault.restore(lines.join('\n').replace(/⟦([A-Z]+)⟧/g, (_, kind: string) => `[${kind.toLowerCase()}]`));
}

function short(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}
