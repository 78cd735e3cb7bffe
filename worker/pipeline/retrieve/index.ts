/** Evidence for a ticket: ranked articles with their reasons and paths, passages, like tickets, macros, the issue. */
import type { ArticleSuggestion } from '#shared/suggestion';
import { type Question, type RankedArticle, type Ranking, rankArticles } from '../../knowledge/rank/rank-articles.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { Ports } from '../../ports.ts';
import type { Enriched, Retrieved, RunContext } from '../types.ts';
import { confidenceReasons } from './confidence.ts';
import { evidenceStrength, STRONG_ENOUGH } from './evidence-strength.ts';
import { explainer } from './explain.ts';
import { macrosOfNeighbours } from './macros.ts';
import { nearPassages } from './near-passages.ts';
import { passagesOf, rankPassages } from './passages.ts';
import { pathFinder } from './path.ts';
import { similarTickets } from './similar.ts';
import { subjectsOf } from './subjects.ts';

const MAX_ARTICLES = 10;
/** An article this far below the best one would only fill the list. */
const LEAST_SHARE = 0.001;
/** Share of the nearest solved tickets in one issue from which it is named, and from which its steps are followed. */
const LIKELY = 0.15;
const SURE = 0.5;

/** Never throws for a ticket, however odd; the vector index may fail or be slow, then `degraded` says so. */
export async function retrieve(input: Enriched & { context: RunContext }, deps: Pick<Ports, 'vectors' | 'embedder' | 'clock'>): Promise<Retrieved> {
  const { knowledge, release, reader, installation } = input.context;
  const signals = release.manifest.signals;
  const { embedder } = release.manifest.models;
  const near = await nearPassages(knowledge, { installation, text: input.text, wanted: signals.includes('vectors'), embedder }, deps);
  const ranking = rankArticles(knowledge, {
    question: questionOf(input),
    scope: { language: input.language.value, brand: input.ticket.brand, reader: reader === 'public' ? 'public' : 'agent' },
    signals,
    vectors: near.hits,
  });
  const passages = rankPassages(knowledge, ranking);
  const best = ranking.articles[0]?.probability ?? 0;
  const shown = ranking.articles.filter((a) => a.probability >= best * LEAST_SHARE).slice(0, MAX_ARTICLES);
  const told = reader === 'restricted' ? withoutTickets(ranking) : ranking;
  const explain = explainer(knowledge, told, input);
  const path = pathFinder(knowledge, told, input);
  const issue = issueOf(knowledge, told);
  const articles = shown.map((ranked) => suggestion(knowledge, ranking, ranked, { reasons: explain(ranked), path: path(ranked.article) }));
  return {
    articles,
    passages,
    similar: similarTickets(knowledge, ranking),
    macros: macrosOfNeighbours(knowledge, told, shown),
    issue,
    steps: stepsOf(knowledge, told),
    about: subjectsOf(knowledge, ranking, issueOf(knowledge, ranking)),
    confidence: shown[0]?.confidence ?? 0,
    confidenceReasons: confidenceReasons(knowledge, told),
    spread: ranking.models.fusion.examples === 0 && evidenceStrength({ articles }) < STRONG_ENOUGH,
    degraded: near.degraded,
  };
}

/** The ranking stays as it is; what is said about it does not tell which tickets, or how many, it rests on. */
const withoutTickets = (ranking: Ranking): Ranking => ({ ...ranking, scores: { ...ranking.scores, near: [], issues: new Map() } });

/** The newest message says what is wanted now; what was said before helps to understand it. */
function questionOf({ ticket, lastMessage }: Enriched): Question {
  const theirs = ticket.messages.filter((m) => m.role === 'requester' && m.text !== '');
  const older = theirs
    .slice(0, -1)
    .reverse()
    .map((m) => m.text);
  const attached = (ticket.attachments ?? []).map((file) => file.text);
  return { subject: ticket.subject, newest: lastMessage, older: [...older, ...attached].join('\n\n') };
}

function suggestion(knowledge: Knowledge, ranking: Ranking, ranked: RankedArticle, why: ArticleSuggestion['why']): ArticleSuggestion {
  const article = knowledge.articles.get(ranked.article);
  return {
    id: article.id,
    title: article.title,
    url: article.url,
    version: article.version,
    visibility: article.visibility,
    updatedAt: article.updatedAt,
    score: ranked.probability,
    confidence: ranked.confidence,
    passageIds: passagesOf(knowledge, ranking, ranked.article).map((p) => knowledge.passages.get(p).id),
    why,
  };
}

/** The issue most of the nearest solved tickets belong to; -1 when none has more than `least` of them. */
function likeliestIssue({ scores }: Ranking, least: number): number {
  let best = -1;
  let share = least;
  for (const [issue, s] of scores.issues) {
    if (s <= share) continue;
    best = issue;
    share = s;
  }
  return best;
}

function issueOf(knowledge: Knowledge, ranking: Ranking): Retrieved['issue'] {
  const best = likeliestIssue(ranking, LIKELY);
  if (best < 0) return null;
  const { id, name, tickets } = knowledge.issues.get(best);
  return { id, name, tickets };
}

function stepsOf(knowledge: Knowledge, ranking: Ranking): Retrieved['steps'] {
  const best = likeliestIssue(ranking, SURE);
  const found = best < 0 ? undefined : knowledge.issues.get(best).steps;
  if (!found) return null;
  const text = found.steps.map((step, i) => `${i + 1}. ${step.text}`).join('\n');
  return { ticket: found.ticket, language: found.language, text, tickets: new Set(found.steps.flatMap((step) => step.tickets)).size };
}
