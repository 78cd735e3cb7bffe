/** What is compared of articles, without their words: see `article-facts.ts`. Places of passages count within their article. */
import type { Article, Passage, Table } from '../types.ts';
import type { Quantity } from './quantities.ts';

/** A sentence with numbers: each of `values` is claimed in the words of `terms`. */
export type ClaimFact = {
  passage: number;
  sentence: string;
  values: Quantity[];
  terms: string[];
  /** Terms of the headings above a short line. */
  under: string[];
  names: string[];
};

/** `words` are numbers of what it says, the negation left out. */
export type StatementFact = [passage: number, negations: number, conditions: string, names: string[], words: number[]];

/** A sentence by a number of all its words, with its length. */
export type SentenceFact = [passage: number, sum: number, chars: number, words: number];

export type ArticleFacts = { claims: ClaimFact[]; statements: StatementFact[]; sentences: SentenceFact[] };

/** Goes through the facts of all articles, or of some, in order: all of a large help centre's would fill an isolate. */
export type EachFact<T> = (visit: (facts: T, article: number) => void, some?: ReadonlySet<number>) => Promise<void>;
export type FactTable = { [K in keyof ArticleFacts]: EachFact<ArticleFacts[K]> };
/** The passages of an article, by its place. */
export type ReadPassages = (article: number) => Promise<readonly Passage[]>;

export const passagesOf = ({ firstPassage, passageCount }: Article, passages: Table<Passage>): Passage[] =>
  Array.from({ length: passageCount }, (_, i) => passages.get(firstPassage + i));

const RANGE = 2 ** 52;
/** 52 bits from two runs of FNV-1a. */
export function numberOf(text: string): number {
  let [low, high] = [0x811c9dc5, 0x5bd1e995];
  for (let i = 0; i < text.length; i++) {
    low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(i), 0x01000193);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}

/** Sum of a set of such numbers, within their range: the same in any order. */
export function sumOf(numbers: readonly number[]): number {
  let sum = 0;
  for (const n of numbers) sum = sum + n < RANGE ? sum + n : sum + n - RANGE;
  return sum;
}
/** The sum without one of them. */
export const less = (sum: number, n: number): number => (sum < n ? sum - n + RANGE : sum - n);

/** Adds to the list under a key. */
export function gather<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
