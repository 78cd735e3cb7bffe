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
/** A line of so few words must be the same word for word, under headings that share one. */
const LEAST_SHORT = 2;
/** A sentence in more passages than this is a template; its numbers are about different things. */
const MAX_POSTINGS = 200;
const MAX_FOUND = 500;
/** Articles with one sentence that differ in its value alone; and how many of them may be the exception. */
const TEMPLATE = 4;
const EXCEPTIONS = 2;

type Claim = {
  passage: number;
  sentence: string;
  quantity: Quantity /** Everything the sentence counts. */;
  all: Quantity[];
  terms: Set<string> /** Terms of the headings above a short line. */;
  under: Set<string>;
  names: Set<string>;
};

/**
 * Pairs of different articles, the most alike first, at most one for two articles. Not compared: articles of different
 * locales or brands, of plans, regions, versions or products that do not meet, and an article with what it supersedes.
 */
export function findContradictions(articles: readonly Article[], passages: readonly Passage[]): Contradiction[] {
  const claims = withoutTemplates(
    passages.flatMap((passage, i) => claimsOf(passage, i, articles[passage.article]?.language ?? 'en')),
    (claim) => passages[claim.passage]?.article ?? 0,
  );
  const postings = postingsOf(claims);
  const weight = (term: string): number => Math.log(1 + claims.length / (postings.get(term)?.length ?? 1));
  const articleOf = (claim: Claim): Article => articles[passages[claim.passage]?.article ?? 0] as Article;
  const best = new Map<string, Contradiction>();
  for (const [i, claim] of claims.entries()) {
    for (const other of candidates(claims, postings, i)) {
      const [one, two] = [articleOf(claim), articleOf(other)];
      if (!disagree(claim, other) || one === two || !sameScope(one, two)) continue;
      const likeness = alike(claim, other, weight);
      const pair = [one.id, two.id].sort().join('\n');
      if (likeness >= LEAST_LIKENESS && likeness > (best.get(pair)?.likeness ?? 0)) best.set(pair, toContradiction(claim, other, likeness, one, two));
    }
  }
  return [...best.values()].sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b).slice(0, MAX_FOUND);
}

/**
 * Without sentences that many articles fill with values of their own: there each speaks of something else. Where nearly
 * all say the same, those few that do not are kept.
 */
function withoutTemplates(claims: readonly Claim[], articleOf: (claim: Claim) => number): Claim[] {
  const frames = new Map<string, Map<number, Set<number>>>();
  const frameOf = ({ terms, quantity }: Claim): string => `${quantity.unit} ${[...terms].sort().join(' ')}`;
  for (const claim of claims) {
    const values = frames.get(frameOf(claim)) ?? new Map<number, Set<number>>();
    frames.set(frameOf(claim), values);
    const articles = values.get(claim.quantity.value) ?? new Set<number>();
    values.set(claim.quantity.value, articles.add(articleOf(claim)));
  }
  return claims.filter((claim) => {
    const sizes = [...(frames.get(frameOf(claim))?.values() ?? [])].map((articles) => articles.size);
    const all = sizes.reduce((sum, size) => sum + size, 0);
    return all <= TEMPLATE || all - Math.max(...sizes) <= EXCEPTIONS;
  });
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
  return [...shared].filter(([, count]) => count >= LEAST_SHORT).map(([other]) => claims[other] as Claim);
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
    if (terms.size < LEAST_SHORT) continue;
    const short = terms.size < LEAST_SHARED;
    // What a short line is about stands above it.
    const under = new Set(short ? passage.headings.flatMap((heading) => analyze(heading, language)) : []);
    for (const quantity of values) found.push({ passage: place, sentence, quantity, all: values, terms, under, names: namesOf(bare, language) });
  }
  return found;
}

/** Another value for the same: none of the two sentences holds both. */
function disagree(a: Claim, b: Claim): boolean {
  const says = ({ all }: Claim, { unit, value }: Quantity): boolean => all.some((other) => other.unit === unit && other.value === value);
  return a.quantity.unit === b.quantity.unit && !says(a, b.quantity) && !says(b, a.quantity) && !otherNames(a.names, b.names);
}

function alike(one: Claim, two: Claim, weight: (term: string) => number): number {
  const [a, b] = [one.terms, two.terms];
  const both = [...a].filter((term) => b.has(term));
  const short = Math.min(a.size, b.size) < LEAST_SHARED;
  if (short) return both.length === a.size && a.size === b.size && [...one.under].some((term) => two.under.has(term)) ? 1 : 0;
  if (both.length < LEAST_SHARED) return 0;
  const sum = (terms: Iterable<string>): number => [...terms].reduce((all, term) => all + weight(term), 0);
  return sum(both) / sum(new Set([...a, ...b]));
}
