/** What a trace keeps of each stage's result: ids, counts, codes and scores, never a word of the ticket. */
import type { Draft, Route } from '#shared/suggestion';
import type { Usage } from '../ports.ts';
import type { SpanAttributes } from './trace.ts';
import type { Decided, Enriched, Grounded, NormalizedTicket, Retrieved, Routed, Triaged } from './types.ts';

const rounded = (value: number) => Math.round(value * 1_000) / 1_000;

export const normalized = ({ ticket, text, language, flags, vault }: NormalizedTicket): SpanAttributes => ({
  messages: ticket.messages.length,
  characters: text.length,
  language: language.value,
  languageConfidence: rounded(language.confidence),
  flags: flags.map((flag) => flag.code),
  hidden: Object.entries(vault.counts).map(([kind, count]) => `${kind}:${count}`),
});

export const enriched = ({ entities, neighbourhood }: Enriched): SpanAttributes => ({
  entities: entities.map((entity) => entity.key),
  nodes: neighbourhood.order,
  edges: neighbourhood.size,
});

export const retrieved = (found: Retrieved): SpanAttributes => ({
  articles: found.articles.map((article) => `${article.id}@${article.version}`),
  passages: found.passages.length,
  similar: found.similar.map((ticket) => ticket.id),
  macros: found.macros.map((macro) => macro.id),
  confidence: rounded(found.confidence),
  degraded: found.degraded.map(({ part }) => part),
});

export const triaged = ({ triage, policies }: Triaged): SpanAttributes => ({
  tags: triage.tags.map(({ tag, confidence }) => `${tag}:${rounded(confidence)}`),
  flags: triage.flags.map((flag) => flag.code),
  escalationRisk: rounded(triage.escalationRisk),
  needsInfoRisk: rounded(triage.needsInfoRisk),
  outOfScopeRisk: rounded(triage.outOfScopeRisk),
  policies: policies.map(({ policy }) => policy.id),
});

export const decided = ({ outcome, reasons, confidence, nextAction }: Decided): SpanAttributes => ({
  outcome,
  reasons: reasons.map(({ code }) => code),
  confidence: rounded(confidence.value),
  nextAction: nextAction.kind,
});

export const drafted = (
  drafting: { sources: readonly { passageId: string }[]; degraded: readonly { part: string }[]; usage: readonly Usage[] },
  by: { drafter: Draft['drafter']; model: string | null },
): SpanAttributes => ({
  drafter: by.drafter,
  model: by.model ?? '',
  sources: drafting.sources.map((source) => source.passageId),
  degraded: drafting.degraded.map(({ part }) => part),
  calls: drafting.usage.length,
  inputTokens: drafting.usage.reduce((sum, used) => sum + used.inputTokens, 0),
  outputTokens: drafting.usage.reduce((sum, used) => sum + used.outputTokens, 0),
  costUsd: drafting.usage.reduce((sum, used) => sum + used.costUsd, 0),
});

export const grounded = ({ draft, decision }: Grounded): SpanAttributes => ({
  outcome: decision.outcome,
  sentences: draft.sentences.length,
  cited: draft.citations.map((citation) => citation.passageId),
  removed: draft.removed.map(({ reason, count }) => `${reason}:${count}`),
});

export const routed = ({ route }: Routed): SpanAttributes => describeRoute(route);
const describeRoute = ({ mode, rule, group, priority, tags }: Route): SpanAttributes => ({ mode, rule, group: group ?? '', priority: priority ?? '', tags });
