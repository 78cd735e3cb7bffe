/** Turns the contract's data into what a panel draws: words instead of codes, the heaviest first, nothing to compute. */
import type { EscalateResponse } from '#shared/api';
import type { Confidence, Decision, DegradedPart, NextAction, Route } from '#shared/suggestion';
import type { Flag, TagSuggestion } from '#shared/triage';
import type { PanelState } from './panel-state.ts';
import { type ArticleView, presentArticle, presentSimilar, type SimilarView } from './present-article.ts';
import { type DraftBlock, presentDraft, presentOrigin } from './present-draft.ts';
import type { Problem } from './problem.ts';
import { said } from './said.ts';
import type { Words } from './translate.ts';

export type ConfidenceView = { level: Confidence['words'] | null; label: string; reasons: string[] };
export type ReasonView = { key: string; title: string; message: string; evidence: string[] };
export type FlagView = { key: string; severity: Flag['severity']; severityLabel: string; message: string; evidence: string[] };
export type TagView = { tag: string; reasons: string[]; state: 'open' | 'present' | 'adding' | 'failed' };
export type DegradedView = { key: string; title: string; message: string };
export type ProblemView = { title: string; text: string; action: Problem['action']; reference: string | null };
export type RouteView = { group: string | null; priority: string | null; tags: string[]; rule: string };
export type ActionView = { kind: NextAction['kind']; label: string; reason: string };

export type PanelView = {
  summary: string | null;
  flags: FlagView[];
  degraded: DegradedView[];
  tags: TagView[];
  articles: ArticleView[];
  similar: SimilarView[];
  confidence: ConfidenceView | null;
  nextAction: ActionView | null;
  /** True only when the outcome is to escalate. */
  mustEscalate: boolean;
  outcome: string | null;
  reasons: ReasonView[];
  route: RouteView | null;
  blocks: DraftBlock[];
  origin: { writer: string; removed: string[] } | null;
};

const severityOrder = { critical: 0, warning: 1, info: 2 } as const;

const distinct = (texts: string[]): string[] => [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))];

/** One statement: how sure the answer is, or, where there is none to send, what is to be done; then how well the articles fit is a detail. */
export function presentConfidence({ outcome, confidence }: Decision, found: boolean, words: Words): ConfidenceView {
  const { t } = words;
  const reasons = confidence.reasons.map((reason) => said(reason, words));
  if (outcome === 'answer') return { level: confidence.words, label: t(`confidence.${confidence.words}`), reasons: distinct(reasons) };
  const fit = found ? [t('confidence.article', { likelihood: t(`likelihood.${confidence.words}`) })] : [];
  return { level: null, label: t(`outcome.${outcome}`), reasons: distinct([...fit, ...reasons]) };
}

/** Their titles say all there is to say. */
const PLAIN: readonly string[] = ['asks_for_human', 'escalation_risk', 'angry_vip'];

export const presentReasons = (decision: Decision, words: Words): ReasonView[] =>
  decision.reasons.map((reason, index) => ({
    key: `${index}:${reason.code}`,
    title: words.t(`reason.${reason.code}`),
    message: PLAIN.includes(reason.code) ? '' : said(reason.message, words),
    evidence: reason.evidence,
  }));

/** Critical before warnings before notes; equals stay in the order triage gave them. What `told` holds is not said twice. */
export const presentFlags = (flags: Flag[], words: Words, told: string[] = []): FlagView[] =>
  flags
    .filter((flag) => !told.includes(flag.message))
    .map((flag, index) => ({
      ...flag,
      key: `${index}:${flag.code}`,
      message: said(flag.message, words),
      severityLabel: words.t(`severity.${flag.severity}`),
    }))
    .sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity]);

/** What can still be added comes first, the surest before the rest. */
export function presentTags(tags: TagSuggestion[], states: PanelState['tags']): TagView[] {
  const stateOf = (tag: TagSuggestion): TagView['state'] => {
    const own = states[tag.tag];
    if (tag.present || own === 'added') return 'present';
    return own ?? 'open';
  };
  // Sorted by what the ticket carried when it was read: a tag must not jump away from under the pointer that added it.
  return [...tags]
    .sort((a, b) => Number(a.present) - Number(b.present) || b.confidence - a.confidence)
    .map((tag) => ({ tag: tag.tag, reasons: tag.reasons, state: stateOf(tag) }));
}

export const presentDegraded = (parts: DegradedPart[], words: Words): DegradedView[] =>
  parts.map((part, index) => ({ key: `${index}:${part.part}`, title: words.t(`degraded.${part.part}`), message: said(part.message, words) }));

export const presentRoute = (route: Route, { t }: Words): RouteView => ({
  group: route.group,
  priority: route.priority ? t(`priority.${route.priority}`) : null,
  tags: route.tags,
  rule: route.rule,
});

export const presentEscalated = (result: EscalateResponse, { t }: Words) => ({
  title: t(`effect.${result.status}`),
  failed: result.status === 'failed',
  group: result.group,
  priority: result.priority ? (t.maybe(`priority.${result.priority}`) ?? result.priority) : null,
  tags: result.tags,
});

const problemTitles = {
  network: 'problem.network',
  host: 'problem.host',
  token_expired: 'problem.session',
  unauthenticated: 'problem.session',
  rate_limited: 'problem.rate_limited',
  no_knowledge: 'problem.no_knowledge',
  needs_model: 'problem.needs_model',
  snapshot_missing: 'problem.unavailable',
  unavailable: 'problem.unavailable',
  upstream_failed: 'problem.unavailable',
  unknown: 'problem.unknown',
  internal: 'problem.unknown',
} as const satisfies Partial<Record<Problem['code'], string>>;

export function presentProblem(problem: Problem, words: Words): ProblemView {
  const { t } = words;
  const known: Partial<Record<Problem['code'], (typeof problemTitles)[keyof typeof problemTitles]>> = problemTitles;
  const hint =
    problem.action === 'reload'
      ? t('problem.sessionHint')
      : problem.code === 'host'
        ? t('problem.hostHint')
        : problem.message
          ? said(problem.message, words)
          : t('problem.unknownHint');
  return { title: t(known[problem.code] ?? 'problem.rejected'), text: hint, action: problem.action, reference: problem.reference };
}

/** The whole panel as view data. */
export function presentPanel(state: PanelState, words: Words): PanelView {
  const { evidence, decision, nextAction, route, draft } = state;
  const articles = evidence?.articles ?? [];
  const written = draft.status === 'idle' ? { sentences: [], citations: [] } : draft.status === 'done' ? draft.draft : draft;
  return {
    summary: evidence?.summary.trim() || null,
    flags: presentFlags(evidence?.triage.flags ?? [], words, decision?.outcome === 'answer' ? [] : decision?.reasons.map((reason) => reason.message)),
    degraded: presentDegraded(
      [...(evidence?.degraded ?? []), ...(state.fromForm ? [{ part: 'helpdesk' as const, message: words.t('degraded.fromForm') }] : [])],
      words,
    ),
    tags: presentTags(evidence?.triage.tags ?? [], state.tags).map((tag) => ({ ...tag, reasons: tag.reasons.map((reason) => said(reason, words)) })),
    articles: articles.map((a) => presentArticle(a, words)),
    // Named only once the agent's own session could read it.
    similar: (state.readableSimilar && state.readableSimilar.suggestionId === evidence?.suggestionId
      ? state.readableSimilar.similar
      : (evidence?.similar ?? [])
    )
      .filter((s) => s.subject !== '')
      .map((s) => presentSimilar(s, words)),
    confidence: decision ? presentConfidence(decision, articles.length > 0, words) : null,
    nextAction: nextAction ? { kind: nextAction.kind, label: said(nextAction.label, words), reason: said(nextAction.reason, words) } : null,
    mustEscalate: decision?.outcome === 'escalate',
    outcome: decision ? words.t(`outcome.${decision.outcome}`) : null,
    reasons: decision ? presentReasons(decision, words) : [],
    route: route ? presentRoute(route, words) : null,
    blocks: presentDraft(written, articles, words),
    origin: draft.status === 'done' ? presentOrigin(draft.draft, words) : null,
  };
}
