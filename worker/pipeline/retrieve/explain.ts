/** The three strongest reasons for an article, in words an agent understands. */
import { featureNames } from '../../knowledge/rank/features.ts';
import { impactOf } from '../../knowledge/rank/impact-index.ts';
import { contributionsOf, type RankedArticle, type Ranking } from '../../knowledge/rank/rank-articles.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { termsOf, tokens } from '../../text/analyze.ts';
import { functionTerms } from '../../text/content-terms.ts';
import { FILLER, functionStems } from '../../text/function-words.ts';
import { translateTerms } from '../../text/glossary.ts';
import type { Enriched } from '../types.ts';

type Topic = 'words' | 'title' | 'customers' | 'neighbours' | 'model' | 'issue' | 'vectors' | 'usual' | 'fresh';

const topicOf: Record<string, Topic> = {
  text: 'words',
  passage: 'words',
  asked: 'customers',
  neighbours: 'neighbours',
  soft: 'neighbours',
  linear: 'model',
  'linear value': 'model',
  latent: 'neighbours',
  graph: 'issue',
  vectors: 'vectors',
  prior: 'usual',
  freshness: 'fresh',
  title: 'title',
  'title in subject': 'title',
  covered: 'words',
  unheard: 'words',
};
const topics = featureNames.map((name) => topicOf[name.replace(/^ln /, '')] as Topic);
const REASONS = 3;
const WORDS = 3;
const MAX_CHARS = 6_000;
/** ln(N / n) from which a word tells something by itself: it stands in fewer than one ticket in ten. */
const TELLING = 2.3;
const COMMON_SHARE = 0.05;
/** Kana pairs carry endings, and “don’t”, “wasn’t” a negation: neither names a matter. */
const NO_MATTER = /^(?:\p{Script=Hiragana}+|(?:do|does|did|ca|wo|is|are|was|were|have|has|had|could|would|should)nt?)$/u;

/** A function that gives the reasons of each ranked article; what they share is looked up once. */
export function explainer(knowledge: Knowledge, ranking: Ranking, input: Enriched): (ranked: RankedArticle) => string[] {
  const written = surfaces(input, ranking.language);
  const { vocabulary } = ranking.models;
  const languages = new Set([ranking.language, input.language.value]);
  const empty = [...languages].flatMap((language) => [functionTerms(language), functionStems(language, FILLER)]);
  /** The word as the customer wrote it; null for one that an agent learns nothing from. */
  const name = (term: number): string | null => {
    const stem = vocabulary.term(term);
    return stem.length < 2 || NO_MATTER.test(stem) || empty.some((terms) => terms.has(stem)) ? null : (written().get(stem) ?? stem);
  };
  const contributions = contributionsOf(ranking);
  return (ranked) => {
    const strength = new Map<Topic, number>();
    for (const [f, value] of contributions(ranked.row).entries()) {
      const topic = topics[f] as Topic;
      strength.set(topic, (strength.get(topic) ?? 0) + value);
    }
    const reasons: string[] = [];
    for (const [topic, value] of [...strength].sort((a, b) => b[1] - a[1])) {
      if (value <= 0 || reasons.length === REASONS) break;
      const said = words[topic](knowledge, ranking, ranked, name);
      if (said !== null && !reasons.includes(said)) reasons.push(said);
    }
    if (reasons.length === 0) reasons.push(words.words(knowledge, ranking, ranked, name) ?? 'The nearest of the remaining articles');
    return reasons;
  };
}

type Name = (term: number) => string | null;
type Say = (knowledge: Knowledge, ranking: Ranking, ranked: RankedArticle, name: Name) => string | null;

const quoted = (list: readonly string[]): string => list.map((word) => `“${word}”`).join(', ');

const words: Record<Topic, Say> = {
  words: (_, ranking, { article }, name) => {
    const { query, models } = ranking;
    const found = strongest(ranking, name, (i) => impactOf(models.text, query.terms[i] as number, article) * Math.min(3, query.counts[i] as number));
    return found.length === 0 ? null : `Matches ${quoted(found)}`;
  },
  title: (_, ranking, { article }, name) => {
    const { query, models } = ranking;
    const found = strongest(ranking, name, (i) => weightIn(models.titles, query.terms[i] as number, article));
    return found.length === 0 ? null : `Matches ${quoted(found)} in the title`;
  },
  customers: (_, ranking, { article }, name) => {
    const { query, models, scores } = ranking;
    if ((scores.asked[article] as number) === 0 || models.prior.every((p) => p === models.prior[0])) return null;
    const gain = (i: number): number =>
      (impactOf(models.asked, query.terms[i] as number, article) - impactOf(models.text, query.terms[i] as number, article)) *
      Math.min(3, query.counts[i] as number);
    const found = strongest(ranking, name, gain);
    return found.length === 0 ? null : `Customers it helped also wrote ${quoted(found)}`;
  },
  neighbours: (knowledge, { scores, models }, { article }) => {
    const solved = scores.near.filter(({ row }) => models.proven[row] === 1 && knowledge.tickets.get(row).articles.includes(article));
    if (solved.length === 0) return null;
    // Not its subject: whoever reads this may not be allowed to read that ticket.
    return solved.length === 1 ? 'Solved a ticket like this one' : `Solved ${solved.length} of the ${scores.near.length} most similar tickets`;
  },
  model: (_, ranking, { article }, name) => {
    const { query, models } = ranking;
    const place = models.classArticle.indexOf(article);
    if (place < 0) return null;
    const found = strongest(ranking, name, (i) => impactOf(models.linear, query.terms[i] as number, place) * (query.cosine[i] as number));
    return found.length === 0 ? null : `In earlier tickets ${quoted(found)} pointed to it`;
  },
  issue: (knowledge, { scores, models }, { article }) => {
    let best: { issue: number; value: number } | null = null;
    for (const [issue, share] of scores.issues) {
      const value = share * weightIn(models.issues, issue, article);
      if (value > (best?.value ?? 0)) best = { issue, value };
    }
    if (!best) return null;
    const { name, tickets } = knowledge.issues.get(best.issue);
    const solved = rowsOf(knowledge, models.issueOf, best.issue).filter((row) => models.proven[row] === 1 && weightIn(models.votes, row, article) > 0).length;
    return `Solved ${solved} of ${tickets} tickets in “${name}”`;
  },
  vectors: () => 'Reads much like this ticket',
  usual: (_, { models }, { article }) => ((models.prior[article] as number) > 0.5 ? 'Often the answer lately' : null),
  fresh: (knowledge, _, { article }) => {
    const { updatedAt } = knowledge.articles.get(article);
    return updatedAt === null ? null : `Updated ${updatedAt.slice(0, 10)}`;
  },
};

/** Weight of `article` in a list; 0 when it is not there. */
function weightIn(lists: { offsets: Uint32Array; article: Uint32Array; weight: Float32Array }, row: number, article: number): number {
  for (let i = lists.offsets[row] as number; i < (lists.offsets[row + 1] as number); i++) if (lists.article[i] === article) return lists.weight[i] as number;
  return 0;
}

/** Rows of the solved tickets of an issue. */
function rowsOf(knowledge: Knowledge, issueOf: Int32Array, issue: number): readonly number[] {
  const rows = knowledge.cached('retrieve.issueRows', () => {
    const byIssue = new Map<number, number[]>();
    for (const [row, own] of issueOf.entries()) {
      const list = byIssue.get(own);
      if (list) list.push(row);
      else byIssue.set(own, [row]);
    }
    return byIssue;
  });
  return rows.get(issue) ?? [];
}

/** The words with the highest values, telling ones before common ones. */
function strongest({ query, models }: Ranking, name: Name, value: (i: number) => number): string[] {
  const { length, terms } = query;
  const values: number[] = [];
  for (let i = 0; i < length; i++) {
    const v = value(i);
    values.push((models.vocabulary.weights[terms[i] as number] as number) < TELLING ? v * COMMON_SHARE : v);
  }
  // Three are wanted of some hundred: looking for the best a few times costs less than sorting all.
  const named: string[] = [];
  while (named.length < WORDS) {
    let best = -1;
    let most = 0;
    for (let i = 0; i < length; i++) {
      const v = values[i] as number;
      if (v < most || (v === most && (best < 0 || (terms[i] as number) > (terms[best] as number)))) continue;
      best = i;
      most = v;
    }
    if (best < 0) break;
    values[best] = 0;
    const word = name(terms[best] as number);
    if (word !== null && !named.includes(word)) named.push(word);
  }
  return named;
}

/** From a term, a translated one too, to the word the customer wrote; made when first asked for. */
function surfaces(input: Enriched, language: string): () => Map<string, string> {
  let made: Map<string, string> | null = null;
  return () => {
    if (made) return made;
    made = new Map();
    const spoken = input.language.value;
    const into = made;
    for (const token of new Set(tokens(input.text.slice(0, MAX_CHARS)))) {
      const name = (term: string): void => void (into.has(term) || into.set(term, token));
      termsOf(token, language).forEach(name);
      if (spoken === language) continue;
      const own = termsOf(token, spoken);
      own.forEach(name);
      translateTerms(own, spoken, language).forEach(name);
    }
    return made;
  };
}
