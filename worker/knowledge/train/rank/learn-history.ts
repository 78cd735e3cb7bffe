/** Everything that solved tickets teach: run once on all of them, and on earlier ones to measure what they teach of later ones. */
import type { ImpactIndex } from '../../rank/impact-index.ts';
import type { RankModels, Votes } from '../../rank/models.ts';
import { Bag } from './bag.ts';
import { bm25Index } from './bm25f.ts';
import type { CorpusTerms } from './corpus-terms.ts';
import type { Label } from './evidence.ts';
import type { HistoryInput } from './history-input.ts';
import { learnLatent } from './latent.ts';
import { linearModels } from './linear-models.ts';
import { softLabels } from './soft-labels.ts';
import type { Topics } from './topics.ts';
import { buildVotes } from './votes.ts';

export type History = Pick<RankModels, 'asked' | 'votes' | 'proven' | 'issues' | 'linear' | 'classArticle' | 'latent' | 'prior'>;

const fields = ['title', 'summary', 'headings', 'text'] as const;
const FIELD = { title: 6, summary: 3, headings: 1, text: 0.3 };
const ASKED = { k1: 5, b: 0.5 };
/** What a word of the reply that sent the article counts against one of the question. */
const REPLY_WORD = 0.3;
const SOFT_WORD = 0.5;
const SOFT_VOTE = 0.5;
const HALF_LIFE_DAYS = 60;

/**
 * Learns from `rows` of the solved tickets; lists by row are as long as all of them, and empty elsewhere. Each time from more
 * of them: what was learned of some is where learning from more begins.
 */
export function historyLearner(input: HistoryInput): (rows: readonly number[]) => History {
  let earlier: Topics | null = null;
  return (rows) => {
    const soft = softLabels(input.docs, input.labels, rows);
    const { latent, topics } = learnLatent(input, rows, soft, earlier);
    earlier = topics;
    return { ...learnRest(input, rows, soft), latent };
  };
}

function learnRest(input: HistoryInput, rows: readonly number[], soft: readonly (Label | null)[]): Omit<History, 'latent'> {
  const { labels } = input;
  const known = new Set(rows);
  const votes = buildVotes(
    labels.map((list, row) => {
      if (!known.has(row)) return [];
      if (list.length > 0) return list.map(({ article, weight }) => ({ article, weight: weight / Math.sqrt(list.length) }));
      const guess = soft[row];
      return guess ? [{ article: guess.article, weight: SOFT_VOTE * guess.weight }] : [];
    }),
  );
  return {
    asked: askedIndex(input, rows, soft),
    votes,
    proven: Uint8Array.from(labels, (list, row) => (known.has(row) && list.length > 0 ? 1 : 0)),
    issues: issueVotes(input, rows),
    ...linearModels(input, rows, soft),
    prior: priors(input, rows),
  };
}

/** Articles written again in the words of those who asked for them (document expansion; Efron et al. 2012). */
function askedIndex({ docs, labels }: HistoryInput, rows: readonly number[], soft: readonly (Label | null)[]): ImpactIndex {
  const solved = Array.from({ length: docs.articles.length }, (): { row: number; weight: number; proven: boolean }[] => []);
  for (const row of rows) {
    for (const { article, weight } of labels[row] ?? []) solved[article]?.push({ row, weight, proven: true });
    const guess = soft[row];
    if (guess) solved[guess.article]?.push({ row, weight: SOFT_WORD * guess.weight, proven: false });
  }
  const question = new Bag(docs.size);
  return bm25Index(
    docs.size,
    docs.articles.length,
    (bag, a) => {
      const article = docs.articles.at(a);
      for (const field of fields) bag.addLists(article[field], FIELD[field]);
      for (const { row, weight, proven } of solved[a] ?? []) {
        const { subject, body } = docs.tickets.at(row);
        question.clear();
        question.addAll(subject, 2);
        question.addAll(body, 1);
        for (let i = 0; i < question.size; i++) {
          const term = question.terms[i] as number;
          bag.add(term, weight * Math.min(2, question.counts[term] as number));
        }
        if (proven) addReplies(bag, docs, row, weight * REPLY_WORD);
      }
    },
    ASKED,
  );
}

/** Each word of a ticket's replies that is known from questions or articles. */
function addReplies(bag: Bag, { replies, size }: CorpusTerms, row: number, weight: number): void {
  const end = replies.offsets[row + 1] as number;
  for (let k = replies.offsets[row] as number; k < end; k++) if ((replies.terms[k] as number) < size) bag.add(replies.terms[k] as number, weight);
}

/** P(article | issue), a little less for issues of few tickets. */
function issueVotes({ labels, issueOf, issues }: HistoryInput, rows: readonly number[]): Votes {
  const counts = Array.from({ length: issues }, () => new Map<number, number>());
  const totals = new Float64Array(issues);
  for (const row of rows) {
    const issue = issueOf[row] as number;
    const of = counts[issue];
    if (!of) continue;
    for (const { article, weight } of labels[row] ?? []) {
      of.set(article, (of.get(article) ?? 0) + weight);
      totals[issue] = (totals[issue] as number) + weight;
    }
  }
  return buildVotes(
    counts.map((of, i) =>
      [...of].map(([article, n]) => ({ article, weight: n / ((totals[i] as number) + 2) })).sort((a, b) => b.weight - a.weight || a.article - b.article),
    ),
  );
}

function priors({ docs, labels, day }: HistoryInput, rows: readonly number[]): Float32Array {
  const counts = new Float64Array(docs.articles.length);
  const now = rows.reduce((latest, row) => Math.max(latest, day[row] as number), Number.NEGATIVE_INFINITY);
  for (const row of rows)
    for (const { article, weight } of labels[row] ?? [])
      counts[article] = (counts[article] as number) + weight * 0.5 ** ((now - (day[row] as number)) / HALF_LIFE_DAYS);
  return Float32Array.from(counts, (n) => Math.log(0.3 + n));
}
