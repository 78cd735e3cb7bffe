/** Passages of one scope that say the same about different numbers, dates or limits: one of them is wrong. */
import type { Article } from '../types.ts';
import { type Candidate, settle } from './candidates.ts';
import { type Claim, likenessOf, says, toClaims } from './claims.ts';
import { type FactTable, gather, type ReadPassages } from './fact-table.ts';
import { otherNames, sameScope } from './scope.ts';

export type Contradiction = {
  /** Places in the table of passages; `a` is the newer article's where that is known. */
  a: number;
  b: number;
  sentences: [string, string];
  values: [string, string];
  /** 0 to 1: how alike the words around the two values are. */
  likeness: number;
};

/** Words around a value that must be the same, as a share of the weight of all of them. */
const LEAST_LIKENESS = 0.5;
const LEAST_SHARED = 2;
/** Words in more claims than this lead to none. */
const MAX_POSTINGS = 200;
const MAX_FOUND = 500;
/** Articles with alike words about different values, from which on each speaks of something else; and how many of them may be the exception to one value. */
const TEMPLATE = 4;
const EXCEPTIONS = 2;
/** So many different values are no mistake either. */
const VALUES = 3;

type Weight = (term: string) => number;

/**
 * Pairs of different articles, the most alike first, at most one for two articles. Not compared: articles of different
 * locales or brands, of plans, regions, versions or products that do not meet, of other subjects, an article with what it
 * supersedes, and articles of which one gives both values.
 */
export async function findContradictions(articles: readonly Article[], read: ReadPassages, facts: Pick<FactTable, 'claims'>): Promise<Contradiction[]> {
  const claims: Claim[] = [];
  await facts.claims((own, article) => {
    for (const fact of own) claims.push(...toClaims(fact, article, articles[article]?.firstPassage ?? 0));
  });
  const postings = postingsOf(claims);
  const weight: Weight = (term) => Math.log(1 + claims.length / (postings.get(term)?.length ?? 1));
  const alike = alikeClaims(claims, postings, weight);
  const candidates: Candidate<Contradiction>[] = [];
  const template = claims.map((claim, i) => isTemplate(claim, alike[i] as Alike[]));
  for (const [i, claim] of claims.entries()) {
    const near = alike[i] as Alike[];
    for (const { claim: other, place, likeness } of template[i] ? [] : near) {
      if (place < i || template[place] || !disagree(claim, other) || givesBoth(claim, other, near, alike[place] as Alike[])) continue;
      const [one, two] = [articles[claim.article], articles[other.article]] as [Article, Article];
      if (sameScope(one, two)) candidates.push({ between: [claim.article, other.article], found: toContradiction(claim, other, likeness, one, two) });
    }
  }
  return settle(candidates, articles, read, MAX_FOUND);
}

type Alike = { claim: Claim; place: number; likeness: number };

/** For each claim the others of its unit with like words. */
function alikeClaims(claims: readonly Claim[], postings: ReadonlyMap<string, number[]>, weight: Weight): Alike[][] {
  const found = claims.map((): Alike[] => []);
  for (const [i, claim] of claims.entries()) {
    for (const place of laterSharing(claims, postings, i)) {
      const other = claims[place] as Claim;
      const likeness = likenessOf(claim, other, weight);
      if (likeness < LEAST_LIKENESS) continue;
      found[i]?.push({ claim: other, place, likeness });
      found[place]?.push({ claim, place: i, likeness });
    }
  }
  return found;
}

function laterSharing(claims: readonly Claim[], postings: ReadonlyMap<string, number[]>, place: number): number[] {
  const { terms, quantity } = claims[place] as Claim;
  const shared = new Map<number, number>();
  for (const term of terms) {
    const list = postings.get(term) ?? [];
    if (list.length > MAX_POSTINGS) continue;
    for (const other of list) if (other > place && claims[other]?.quantity.unit === quantity.unit) shared.set(other, (shared.get(other) ?? 0) + 1);
  }
  return [...shared].flatMap(([other, count]) => (count >= LEAST_SHARED ? [other] : []));
}

/** Two articles with another value each for what is called the same. */
const disagree = (a: Claim, b: Claim): boolean => a.article !== b.article && !says(a, b.quantity) && !says(b, a.quantity) && !otherNames(a.names, b.names);

/**
 * Sentences that articles fill with values of their own: there each speaks of something else. Where nearly all say the
 * same, those few that do not are told.
 */
function isTemplate(claim: Claim, near: readonly Alike[]): boolean {
  const saying = new Map<number, Set<number>>();
  for (const { quantity, article } of [claim, ...near.map((other) => other.claim)])
    saying.set(quantity.value, (saying.get(quantity.value) ?? new Set()).add(article));
  const sizes = [...saying.values()].map((articles) => articles.size);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return all > TEMPLATE ? all - Math.max(...sizes) > EXCEPTIONS : saying.size >= VALUES;
}

/** One of the two articles has a sentence for either value: it knows of both, and they are of two cases. */
function givesBoth(one: Claim, two: Claim, nearOne: readonly Alike[], nearTwo: readonly Alike[]): boolean {
  return (
    nearOne.some(({ claim }) => claim.article === one.article && says(claim, two.quantity)) ||
    nearTwo.some(({ claim }) => claim.article === two.article && says(claim, one.quantity))
  );
}

function postingsOf(claims: readonly Claim[]): Map<string, number[]> {
  const postings = new Map<string, number[]>();
  for (const [i, claim] of claims.entries()) {
    for (const term of claim.terms) gather(postings, term, i);
  }
  return postings;
}

function toContradiction(one: Claim, two: Claim, likeness: number, first: Article, second: Article): Contradiction {
  const newerIsSecond = (second.updatedAt ?? '') > (first.updatedAt ?? '');
  const [a, b] = newerIsSecond ? [two, one] : [one, two];
  return { a: a.passage, b: b.passage, sentences: [a.sentence, b.sentence], values: [a.quantity.text, b.quantity.text], likeness };
}
