/** Each signal scores every article on its own; fusion weighs them against one another. */
import { accumulate, cover } from './impact-index.ts';
import { latentScores } from './latent.ts';
import type { RankModels, Scratch, Votes } from './models.ts';
import type { Query } from './query.ts';
import { selectTop } from './select-top.ts';

/** Solved tickets that vote: those a person's link proves, and all. */
const PROVEN_NEIGHBOURS = 80;
const NEIGHBOURS = 120;
/** From so many solved tickets on, a word that none of them holds is new to the help desk. */
const MANY = 200;
/** Share of what the ticket's words tell from which new ones count in full. */
const TELLING = 1 / 6;

export const signalNames = ['text', 'passage', 'asked', 'neighbours', 'soft', 'linear', 'latent', 'graph', 'vectors'] as const;
export type SignalName = (typeof signalNames)[number];

export type Scores = Record<SignalName, Float32Array> & {
  /** Share of a title's weight that stands in the ticket, and in its subject. */
  title: Float32Array;
  titleInSubject: Float32Array;
  /** Share of what the ticket's words tell that one passage of the article holds: the best of them, however often it says it. */
  covered: Float32Array;
  /** The same of words that no solved ticket holds, from 0 to 1: what history says is not about them. */
  unheard: Float32Array;
  /** Nearest solved tickets, best first, with their cosine. */
  near: { row: number; cosine: number }[];
  /** Share of the neighbours' votes that each issue has. */
  issues: Map<number, number>;
};

/**
 * `vectors` holds the cosine of each article's best passage (0 where none was near), or null without an answer of the
 * index. `exclude` is a row of the solved tickets that must not speak (the ticket itself).
 */
export function scoreSignals(models: RankModels, scratch: Scratch, query: Query, vectors: Float32Array | null, exclude = -1): Scores {
  const n = models.articles;
  const text = new Float32Array(n);
  const asked = new Float32Array(n);
  const counts = cappedCounts(query);
  accumulate(models.text, query.terms, counts, query.length, text);
  accumulate(models.asked, query.terms, counts, query.length, asked);

  scratch.passages.fill(0);
  accumulate(models.passages, query.terms, counts, query.length, scratch.passages);
  const passage = bestOf(models, scratch.passages);
  scratch.covered.fill(0);
  cover(models.passages, query.terms, query.telling, query.length, scratch.covered);
  const covered = bestOf(models, scratch.covered);
  const unheard = unheardShares(models, scratch, query);

  scratch.tickets.fill(0);
  accumulate(models.tickets, query.terms, query.cosine, query.length, scratch.tickets);
  if (exclude >= 0) scratch.tickets[exclude] = 0;
  const nearest = selectTop(scratch.tickets, NEIGHBOURS, 0, (row) => (models.votes.offsets[row + 1] as number) > (models.votes.offsets[row] as number));
  const soft = new Float32Array(n);
  for (const row of nearest) vote(models.votes, row, (scratch.tickets[row] as number) ** 2, soft);
  const neighbours = new Float32Array(n);
  for (const row of selectTop(scratch.tickets, PROVEN_NEIGHBOURS, 0, (r) => models.proven[r] === 1))
    vote(models.votes, row, (scratch.tickets[row] as number) ** 2, neighbours);

  const classes = new Float32Array(models.classArticle.length);
  accumulate(models.linear, query.terms, query.cosine, query.length, classes);
  const linear = new Float32Array(n);
  for (let c = 0; c < classes.length; c++) linear[models.classArticle[c] as number] = Math.max(0, classes[c] as number);

  const issues = issueShares(models, scratch.tickets, nearest);
  const graph = new Float32Array(n);
  for (const [issue, share] of issues) vote(models.issues, issue, share, graph);

  const { title, titleInSubject } = titleCoverage(models.titles, query, n);
  return {
    text,
    passage,
    asked,
    neighbours,
    soft,
    linear,
    latent: latentScores(models.latent, query, n),
    graph,
    vectors: vectors ?? new Float32Array(n),
    title,
    titleInSubject,
    covered,
    unheard,
    near: nearest.slice(0, 20).map((row) => ({ row, cosine: scratch.tickets[row] as number })),
    issues,
  };
}

function unheardShares(models: RankModels, scratch: Scratch, query: Query): Float32Array {
  const { offsets, size } = models.tickets;
  const shares = new Float32Array(query.length);
  let any = false;
  for (let i = 0; i < query.length && size >= MANY; i++) {
    const term = query.terms[i] as number;
    if (offsets[term] !== offsets[term + 1] || query.telling[i] === 0) continue;
    shares[i] = (query.telling[i] as number) / TELLING;
    any = true;
  }
  if (!any) return new Float32Array(models.articles);
  scratch.covered.fill(0);
  cover(models.passages, query.terms, shares, query.length, scratch.covered);
  const best = bestOf(models, scratch.covered);
  for (let a = 0; a < best.length; a++) if ((best[a] as number) > 1) best[a] = 1;
  return best;
}

/** The best score among each article's passages. */
function bestOf(models: RankModels, scores: Float32Array): Float32Array {
  const best = new Float32Array(models.articles);
  for (let p = 0; p < scores.length; p++) {
    const article = models.passageArticle[p] as number;
    if ((scores[p] as number) > (best[article] as number)) best[article] = scores[p] as number;
  }
  return best;
}

/** A word said ten times is not ten times as telling. */
function cappedCounts(query: Query): Float32Array {
  const counts = new Float32Array(query.length);
  for (let i = 0; i < query.length; i++) counts[i] = Math.min(3, query.counts[i] as number);
  return counts;
}

function vote(votes: Votes, row: number, weight: number, into: Float32Array): void {
  const end = votes.offsets[row + 1] as number;
  for (let v = votes.offsets[row] as number; v < end; v++) {
    const article = votes.article[v] as number;
    into[article] = (into[article] as number) + weight * (votes.weight[v] as number);
  }
}

function issueShares(models: RankModels, cosine: Float32Array, near: readonly number[]): Map<number, number> {
  const shares = new Map<number, number>();
  let total = 0;
  for (const row of near) {
    const issue = models.issueOf[row] as number;
    const weight = (cosine[row] as number) ** 2;
    total += weight;
    if (issue >= 0) shares.set(issue, (shares.get(issue) ?? 0) + weight);
  }
  for (const [issue, weight] of shares) shares.set(issue, weight / total);
  return shares;
}

/** For each article, how much of its title (by weight of words) the ticket holds. `titles` is inverted: term → article. */
function titleCoverage(titles: Votes, query: Query, n: number): { title: Float32Array; titleInSubject: Float32Array } {
  const title = new Float32Array(n);
  const titleInSubject = new Float32Array(n);
  for (let i = 0; i < query.length; i++) {
    const term = query.terms[i] as number;
    vote(titles, term, 1, title);
    if (query.inSubject[i] === 1) vote(titles, term, 1, titleInSubject);
  }
  return { title, titleInSubject };
}
