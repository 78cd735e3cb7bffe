/** Articles, solved tickets and the way that led to them, as view data. */

import type { Visibility } from '#shared/knowledge';
import type { ArticleSuggestion, PathHop, SimilarTicket } from '#shared/suggestion';
import { type RelativeDate, relativeDate } from './relative-date.ts';
import { said } from './said.ts';
import type { Words } from './translate.ts';

export type PathStep = {
  key: string;
  /** "Issue", "Article" … */
  kind: string;
  label: string;
  /** How it is reached from the step before: "resolved by"; null on the first. */
  relation: string | null;
  /** At most three, in words; what lies beyond is counted. */
  evidence: string[];
  moreEvidence: string | null;
};

export type ArticleView = {
  id: string;
  title: string;
  url: string | null;
  /** Who may not read it, in words; null for public articles. */
  restricted: string | null;
  updated: RelativeDate | null;
  likelihood: string;
  level: 'high' | 'medium' | 'low';
  /** The reason that tells most. */
  shortWhy: string | null;
  moreReasons: string[];
  path: PathStep[];
  passageId: string | null;
};

export type SimilarView = { id: string; subject: string; solved: string | null; exact: string | null; resolution: string; likeness: string };

const shownEvidence = 3;

/** Probability to a word: from 2/3 on it is more likely than not by far, below 1/3 it is a try. */
const level = (probability: number): 'high' | 'medium' | 'low' => (probability >= 2 / 3 ? 'high' : probability >= 1 / 3 ? 'medium' : 'low');

/** Only web addresses become links: anything else in a source is text. */
export function safeUrl(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  return /^https?:$/.test(new URL(url).protocol) ? url : null;
}

export const presentVisibility = (visibility: Visibility | string, { t }: Words): string | null =>
  visibility === 'public' ? null : t(visibility === 'signed_in' ? 'visibility.signed_in' : 'visibility.internal');

/** Evidence of an edge: `document@version`, or the id of a ticket. */
function presentEvidence(evidence: string, { t }: Words): string {
  const at = evidence.lastIndexOf('@');
  if (at > 0) return t('evidence.version', { id: evidence.slice(0, at), version: evidence.slice(at + 1) });
  const ticket = /^(?:ticket:)?(\d+)$/.exec(evidence);
  return ticket?.[1] ? t('evidence.ticket', { id: ticket[1] }) : evidence;
}

export function presentPath(path: PathHop[], words: Words): PathStep[] {
  const { t } = words;
  return path.map((hop, index) => {
    const beyond = hop.evidence.length - shownEvidence;
    return {
      key: `${index}:${hop.kind}:${hop.id}`,
      kind: t(`kind.${hop.kind}`),
      label: hop.label,
      relation: hop.edge === null ? null : (t.maybe(`edge.${hop.edge}`) ?? hop.edge.replaceAll('_', ' ')),
      evidence: hop.evidence.slice(0, shownEvidence).map((e) => presentEvidence(e, words)),
      moreEvidence: beyond > 0 ? t('evidence.more', { count: beyond }) : null,
    };
  });
}

export function presentArticle(article: ArticleSuggestion, words: Words): ArticleView {
  const { t } = words;
  const [shortWhy = null, ...moreReasons] = article.why.reasons.map((reason) => said(reason, words));
  return {
    id: article.id,
    title: article.title,
    url: safeUrl(article.url),
    restricted: presentVisibility(article.visibility, words),
    updated: relativeDate(article.updatedAt, words),
    level: level(article.confidence),
    likelihood: t(`likelihood.${level(article.confidence)}`),
    shortWhy,
    moreReasons,
    path: presentPath(article.why.path, words),
    passageId: article.passageIds[0] ?? null,
  };
}

export function presentSimilar(ticket: SimilarTicket, words: Words): SimilarView {
  const { t } = words;
  const when = relativeDate(ticket.solvedAt, words);
  const name = ticket.solvedBy;
  const solved = when
    ? name
      ? t('similar.solvedBy', { when: when.text, name })
      : t('similar.solved', { when: when.text })
    : name
      ? t('similar.solvedByOnly', { name })
      : null;
  return {
    id: ticket.id,
    subject: ticket.subject,
    solved,
    exact: when?.exact ?? null,
    resolution: ticket.resolution,
    likeness: t(`similarity.${level(ticket.similarity)}`),
  };
}
