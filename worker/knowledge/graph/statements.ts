/** Sentences of two articles that say the same, and sentences of which one denies what the other says. */
import { fold } from '../../text/fold.ts';
import type { Article, Passage } from '../types.ts';
import { passageSentences } from './passage-sentences.ts';
import { namesOf, otherNames, sameScope } from './scope.ts';

/** Places in the table of passages. */
export type Agreement = {
  a: number;
  b: number /** 0 to 1: share of the shorter passage that stands in both, or likeness of the two sentences. */;
  likeness: number;
};

const NEGATORS = new Set(
  'not no never none cannot unable without nicht kein keine keinen keinem keiner keines nie niemals ohne pas jamais aucun aucune sans nunca jamas ningun ninguna sin nao nenhum nenhuma sem non mai nessun nessuna senza niet geen nooit zonder'.split(
    ' ',
  ),
);
/** What English needs only to deny: `does not work` and `works` share every other word. */
const HELPERS = new Set('do does did'.split(' '));
/** A condition or an exception makes two sentences speak of different cases. */
const CONDITIONS = new Set(
  'if when unless until except only before after while but wenn falls ausser nur bevor nachdem bis aber si quand sauf seulement avant apres mais cuando salvo solo antes despues pero se quando exceto apenas depois mas tranne soltanto prima dopo als tenzij alleen voordat nadat maar'.split(
    ' ',
  ),
);
const LEAST_WORDS = 5;
/** One word may differ in ten, the negation left out. */
const LEAST_LIKENESS = 0.9;
const MAX_FOUND = 200;

/** A sentence in more articles than this is a template. */
const TEMPLATE = 4;
const DUPLICATE_WORDS = 20;
const DUPLICATE_SHARE = 0.8;

type Statement = { passage: number; words: Set<string>; negations: number; conditions: string; sentence: string; language: string };

/** Pairs of passages, at most one for two articles, the most alike first. Precision first: a condition or a number in one only, or another name, and they are let be. */
export function findDenials(articles: readonly Article[], passages: readonly Passage[]): Agreement[] {
  const statements = passages.flatMap((passage, i) => statementsOf(passage, i, articles[passage.article]?.language ?? 'en'));
  const articlesSaying = new Map<number, Set<number>>();
  for (const { words, passage } of statements) {
    const sum = sumOfWords(words);
    articlesSaying.set(sum, (articlesSaying.get(sum) ?? new Set()).add(passages[passage]?.article ?? 0));
  }
  const template = ({ words }: Statement): boolean => (articlesSaying.get(sumOfWords(words))?.size ?? 0) > TEMPLATE;
  const denials = new Map<number, Statement[]>();
  for (const denial of statements) {
    if (denial.negations !== 1 || template(denial)) continue;
    for (const sum of nearSums(denial.words)) {
      const list = denials.get(sum);
      if (list) list.push(denial);
      else denials.set(sum, [denial]);
    }
  }
  const best = new Map<string, Agreement>();
  for (const statement of statements) {
    if (statement.negations !== 0 || template(statement)) continue;
    const near = new Set(nearSums(statement.words).flatMap((sum) => denials.get(sum) ?? []));
    for (const denial of near) keep(best, articles, passages, statement, denial);
  }
  return [...best.values()].sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b).slice(0, MAX_FOUND);
}

function keep(best: Map<string, Agreement>, articles: readonly Article[], passages: readonly Passage[], said: Statement, denied: Statement): void {
  const [one, two] = [said, denied].map(({ passage }) => articles[passages[passage]?.article ?? 0] as Article) as [Article, Article];
  if (one === two || said.conditions !== denied.conditions || !sameScope(one, two)) return;
  const likeness = jaccard(said.words, denied.words);
  const pair = [one.id, two.id].sort().join('\n');
  if (likeness < LEAST_LIKENESS || likeness <= (best.get(pair)?.likeness ?? 0)) return;
  if (otherNames(namesOf(said.sentence, said.language), namesOf(denied.sentence, denied.language))) return;
  const newer = (two.updatedAt ?? '') > (one.updatedAt ?? '');
  best.set(pair, newer ? { a: denied.passage, b: said.passage, likeness } : { a: said.passage, b: denied.passage, likeness });
}

function statementsOf(whole: Passage, passage: number, language: string): Statement[] {
  const { kind } = whole;
  if (kind === 'code' || kind === 'table') return [];
  return passageSentences(whole).flatMap((sentence) => {
    // What is asked or told as a heading is not claimed.
    if (!/[.!]["”’)]?$/.test(sentence.trim())) return [];
    const all = wordsOf(sentence);
    const words = new Set(all.filter((word) => !NEGATORS.has(word) && !HELPERS.has(word)));
    if (words.size < LEAST_WORDS) return [];
    const negations = all.filter((word) => NEGATORS.has(word)).length;
    if (negations > 1) return [];
    const conditions = all.filter((word) => CONDITIONS.has(word)).join(' ');
    return [{ passage, words, negations, conditions, sentence, language }];
  });
}

/** Folded words and numbers; `can’t` is `can` and `not`. */
function wordsOf(sentence: string): string[] {
  const plain = fold(
    sentence
      .replace(/\bcan(?:not|['’]t)\b/gi, 'can not')
      .replace(/\bwon['’]t\b/gi, 'will not')
      .replace(/n['’]t\b/gi, ' not'),
  );
  return plain.match(/[\p{L}\p{N}]+/gu)?.map((word) => (word.length > 4 ? word.replace(/s$/, '') : word)) ?? [];
}

const sumOfWords = (words: ReadonlySet<string>): number => [...words].reduce((sum, word) => (sum + numberOf(word)) % RANGE, 0);
/** Sums over a set of words, and over the set without one of them: sets that differ by a word or two meet in one of these. */
function nearSums(words: ReadonlySet<string>): number[] {
  const numbers = [...words].map(numberOf);
  const whole = numbers.reduce((sum, n) => (sum + n) % RANGE, 0);
  return [whole, ...numbers.map((n) => (whole - n + RANGE) % RANGE)];
}

const RANGE = 2 ** 52;
/** 52 bits from two runs of FNV-1a. */
function numberOf(word: string): number {
  let [low, high] = [0x811c9dc5, 0x5bd1e995];
  for (let i = 0; i < word.length; i++) {
    low = Math.imul(low ^ word.charCodeAt(i), 0x01000193);
    high = Math.imul(high ^ word.charCodeAt(i), 0x01000193);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const word of a) if (b.has(word)) both += 1;
  return both / (a.size + b.size - both);
}

/** Passages of two articles most of whose words stand in both, word for word; templates do not count. */
export function findDuplicates(articles: readonly Article[], passages: readonly Passage[]): Agreement[] {
  const places = new Map<string, number[]>();
  const sizes = new Float64Array(passages.length);
  for (const [i, passage] of passages.entries()) {
    if (passage.kind === 'code') continue;
    for (const sentence of new Set(passageSentences(passage).map((s) => (fold(s).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')))) {
      sizes[i] = (sizes[i] as number) + sentence.length;
      const list = places.get(sentence);
      if (list) list.push(i);
      else places.set(sentence, [i]);
    }
  }
  const shared = sharedSentences(places, passages);
  const best = new Map<string, Agreement>();
  for (const { a, b, chars, words } of shared.values()) {
    const [one, two] = [articles[passages[a]?.article ?? 0] as Article, articles[passages[b]?.article ?? 0] as Article];
    const likeness = chars / Math.min(sizes[a] as number, sizes[b] as number);
    const pair = [one.id, two.id].sort().join('\n');
    if (words >= DUPLICATE_WORDS && likeness >= DUPLICATE_SHARE && likeness > (best.get(pair)?.likeness ?? 0) && sameScope(one, two))
      best.set(pair, { a, b, likeness });
  }
  return [...best.values()].sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b).slice(0, MAX_FOUND);
}

type Shared = { a: number; b: number; chars: number; words: number };

/** Pairs of passages of two articles, with how much of them is word for word the same. */
function sharedSentences(places: ReadonlyMap<string, number[]>, passages: readonly Passage[]): Map<string, Shared> {
  const shared = new Map<string, Shared>();
  for (const [sentence, list] of places) {
    if (list.length < 2 || new Set(list.map((i) => passages[i]?.article)).size > TEMPLATE || sentence === '') continue;
    for (const [n, a] of list.entries())
      for (const b of list.slice(n + 1)) {
        if (passages[a]?.article === passages[b]?.article) continue;
        const pair = shared.get(`${a} ${b}`) ?? { a, b, chars: 0, words: 0 };
        pair.chars += sentence.length;
        pair.words += sentence.split(' ').length;
        shared.set(`${a} ${b}`, pair);
      }
  }
  return shared;
}
