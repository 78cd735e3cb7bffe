/** Passages of one scope that say the same about different numbers, dates or limits: one of them is wrong. */
import { analyze } from '../../text/analyze.ts';
import type { Article, Passage } from '../types.ts';
import { passageSentences } from './passage-sentences.ts';
import { type Quantity, quantities } from './quantities.ts';
import { namesOf, otherNames, sameScope } from './scope.ts';

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
const LEAST_SHARED = 3;
/** A sentence in more passages than this is a template; its numbers are about different things. */
const MAX_POSTINGS = 200;
const MAX_FOUND = 500;

type Claim = { passage: number; sentence: string; quantity: Quantity; terms: Set<string>; names: Set<string> };

/**
 * Pairs of different articles, the most alike first, at most one for two articles. Not compared: articles of different
 * locales or brands, of plans, regions, versions or products that do not meet, and an article with what it supersedes.
 */
export function findContradictions(articles: readonly Article[], passages: readonly Passage[]): Contradiction[] {
  const claims = passages.flatMap((passage, i) => claimsOf(passage, i, articles[passage.article]?.language ?? 'en'));
  const postings = postingsOf(claims);
  const weight = (term: string): number => Math.log(1 + claims.length / (postings.get(term)?.length ?? 1));
  const articleOf = (claim: Claim): Article => articles[passages[claim.passage]?.article ?? 0] as Article;
  const best = new Map<string, Contradiction>();
  for (const [i, claim] of claims.entries()) {
    for (const other of candidates(claims, postings, i)) {
      const [one, two] = [articleOf(claim), articleOf(other)];
      if (!disagree(claim, other) || one === two || !sameScope(one, two)) continue;
      const likeness = alike(claim.terms, other.terms, weight);
      const pair = [one.id, two.id].sort().join('\n');
      if (likeness >= LEAST_LIKENESS && likeness > (best.get(pair)?.likeness ?? 0)) best.set(pair, toContradiction(claim, other, likeness, one, two));
    }
  }
  return [...best.values()].sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b).slice(0, MAX_FOUND);
}

function postingsOf(claims: readonly Claim[]): Map<string, number[]> {
  const postings = new Map<string, number[]>();
  for (const [i, claim] of claims.entries()) {
    for (const term of claim.terms) {
      const list = postings.get(term);
      if (list) list.push(i);
      else postings.set(term, [i]);
    }
  }
  return postings;
}

/** Later claims that share words with the one at `place`; words of very many claims lead to none. */
function candidates(claims: readonly Claim[], postings: ReadonlyMap<string, number[]>, place: number): Claim[] {
  const shared = new Map<number, number>();
  for (const term of claims[place]?.terms ?? []) {
    const list = postings.get(term) ?? [];
    if (list.length > MAX_POSTINGS) continue;
    for (const other of list) if (other > place) shared.set(other, (shared.get(other) ?? 0) + 1);
  }
  return [...shared].filter(([, count]) => count >= LEAST_SHARED - 1).map(([other]) => claims[other] as Claim);
}

function toContradiction(one: Claim, two: Claim, likeness: number, first: Article, second: Article): Contradiction {
  const newerIsSecond = (second.updatedAt ?? '') > (first.updatedAt ?? '');
  const [a, b] = newerIsSecond ? [two, one] : [one, two];
  return { a: a.passage, b: b.passage, sentences: [a.sentence, b.sentence], values: [a.quantity.text, b.quantity.text], likeness };
}

function claimsOf(passage: Passage, place: number, language: string): Claim[] {
  if (passage.kind === 'code') return [];
  const found: Claim[] = [];
  for (const sentence of passageSentences(passage)) {
    const values = quantities(sentence);
    // A sentence with many numbers is a table or an example; which of them answers which cannot be told.
    if (values.length === 0 || values.length > 3) continue;
    const bare = values.reduce((text, { text: value }) => text.replace(value, ' '), sentence);
    const terms = new Set(analyze(bare, language).filter((term) => term.length > 2));
    if (terms.size >= LEAST_SHARED) for (const quantity of values) found.push({ passage: place, sentence, quantity, terms, names: namesOf(bare, language) });
  }
  return found;
}

const disagree = (a: Claim, b: Claim): boolean => a.quantity.unit === b.quantity.unit && a.quantity.value !== b.quantity.value && !otherNames(a.names, b.names);

function alike(a: ReadonlySet<string>, b: ReadonlySet<string>, weight: (term: string) => number): number {
  let both = 0;
  let either = 0;
  let count = 0;
  for (const term of a) {
    const w = weight(term);
    either += w;
    if (b.has(term)) {
      both += w;
      count += 1;
    }
  }
  for (const term of b) if (!a.has(term)) either += weight(term);
  return count < LEAST_SHARED || either === 0 ? 0 : both / either;
}
