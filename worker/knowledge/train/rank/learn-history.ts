/** Everything that solved tickets teach: run once on all of them, and on earlier ones to measure what they teach of later ones. */
import type { ImpactIndex } from '../../rank/impact-index.ts';
import type { RankModels, Votes } from '../../rank/models.ts';
import { bm25Index } from './bm25f.ts';
import type { Label } from './evidence.ts';
import type { HistoryInput } from './history-input.ts';
import { learnLatent } from './latent.ts';
import { linearModels } from './linear-models.ts';
import { softLabels } from './soft-labels.ts';
import { countTerms } from './sparse-rows.ts';
import { buildVotes } from './votes.ts';

export type History = Pick<RankModels, 'asked' | 'votes' | 'proven' | 'issues' | 'linear' | 'classArticle' | 'latent' | 'prior'>;

const FIELD = { title: 6, summary: 3, headings: 1, text: 0.3 };
const ASKED = { k1: 5, b: 0.5 };
/** What a word of the reply that sent the article counts against one of the question. */
const REPLY_WORD = 0.3;
const SOFT_WORD = 0.5;
const SOFT_VOTE = 0.5;
const HALF_LIFE_DAYS = 60;

/** Learns from `rows` of the solved tickets; lists by row are as long as all of them, and empty elsewhere. */
export function learnHistory(input: HistoryInput, rows: readonly number[]): History {
  const { docs, labels } = input;
  const soft = softLabels(docs, labels, rows);
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
    latent: learnLatent(input, rows, soft),
    prior: priors(input, rows),
  };
}

/** Articles written again in the words of those who asked for them (document expansion; Efron et al. 2012). */
function askedIndex({ docs, labels }: HistoryInput, rows: readonly number[], soft: readonly (Label | null)[]): ImpactIndex {
  const said = docs.articles.map((a) =>
    countTerms([a.title, a.summary, a.headings, a.text].map((terms, i) => ({ terms, weight: Object.values(FIELD)[i] as number }))),
  );
  const add = (article: number, terms: Iterable<[number, number]>, weight: number): void => {
    const bag = said[article];
    if (bag) for (const [term, tf] of terms) bag.set(term, (bag.get(term) ?? 0) + weight * Math.min(2, tf));
  };
  for (const row of rows) {
    const ticket = docs.tickets[row];
    if (!ticket) continue;
    const question = (): Map<number, number> =>
      countTerms([
        { terms: ticket.subject, weight: 2 },
        { terms: ticket.body, weight: 1 },
      ]);
    for (const { article, weight } of labels[row] ?? []) {
      add(article, question(), weight);
      add(
        article,
        [...docs.replies.terms.subarray(docs.replies.offsets[row], docs.replies.offsets[row + 1])].map((term) => [term, 1]),
        weight * REPLY_WORD,
      );
    }
    const guess = soft[row];
    if (guess) add(guess.article, question(), SOFT_WORD * guess.weight);
  }
  return bm25Index(docs.terms.length, said.length, (row) => said[row] ?? new Map(), ASKED);
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
