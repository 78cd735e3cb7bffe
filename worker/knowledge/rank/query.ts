/** A ticket as the indexes see it. The same code makes the training examples. */
import { analyze } from '../../text/analyze.ts';
import { translateTerms } from '../../text/glossary.ts';

/** Words of a ticket that are read; logs and quoted mails come later and tell less (and 60 KB must not cost more). */
export const MAX_TERMS = 400;
const MAX_CHARS = 6_000;
/** What a word counts in the subject, in the newest message, and in older ones. */
export const PART_WEIGHTS = { subject: 2, newest: 1, older: 0.3 };
const PLACEHOLDER = /⟦[^⟧]*⟧/g;

export type Query = {
  /** Distinct terms, with how often by `PART_WEIGHTS`. */
  terms: Uint32Array;
  counts: Float32Array;
  /** Unit-length (1 + ln tf) · idf^0.7 weights: for cosine with solved tickets, and the linear models. */
  cosine: Float32Array;
  /** Share of what all words tell (their IDF, a passing one in part); they sum to 1. */
  telling: Float32Array;
  /** 1 where the term stands in the subject. */
  inSubject: Uint8Array;
  length: number;
};

/**
 * Terms of a text in at most `languages.length` analyses, and what they are called in the first; duplicates between languages count once. `read` is `contentTerms`
 * where nothing was learned from tickets that would show which words tell nothing.
 */
export function queryTerms(text: string, languages: readonly string[], read: typeof analyze = analyze): string[] {
  const cut = text.slice(0, MAX_CHARS).replace(PLACEHOLDER, ' ');
  const [first = 'en', ...others] = languages;
  const terms = read(cut, first);
  if (terms.length > MAX_TERMS) terms.length = MAX_TERMS;
  if (others.length === 0) return terms;
  const seen = new Set(terms);
  for (const language of others) {
    const own = [...new Set(read(cut, language).slice(0, MAX_TERMS))];
    for (const term of [...own, ...translateTerms(own, language, first)]) {
      if (!seen.has(term)) terms.push(term);
      seen.add(term);
    }
  }
  return terms;
}

/** One text of a ticket, with what a word in it counts. */
export type QueryPart = { terms: readonly string[]; weight: number; subject: boolean };

/** A term's count is the sum of the weights of its places. */
export function makeQuery(parts: readonly QueryPart[], find: (term: string) => number, weights: Float32Array): Query {
  const places = new Map<number, number>();
  const size = parts.reduce((sum, part) => sum + part.terms.length, 0);
  const terms = new Uint32Array(size);
  const counts = new Float32Array(size);
  const inSubject = new Uint8Array(size);
  let length = 0;
  for (const part of parts) {
    for (const term of part.terms) {
      const id = find(term);
      if (id < 0) continue;
      let place = places.get(id);
      if (place === undefined) {
        place = length++;
        places.set(id, place);
        terms[place] = id;
      }
      counts[place] = (counts[place] as number) + part.weight;
      if (part.subject) inSubject[place] = 1;
    }
  }
  return { terms, counts, inSubject, length, cosine: cosineWeights(terms, counts, length, weights), telling: tellingShares(terms, counts, length, weights) };
}

/** 1 + ln(count), and the count itself below 1. */
export const dampened = (count: number): number => (count < 1 ? count : 1 + Math.log(count));

/** idf^0.7: between binary and full IDF; full IDF lets one rare word decide (measured on development folds). */
function cosineWeights(terms: Uint32Array, counts: Float32Array, length: number, weights: Float32Array): Float32Array {
  const values = new Float32Array(length);
  let square = 0;
  for (let i = 0; i < length; i++) {
    const value = dampened(counts[i] as number) * Math.max(0, weights[terms[i] as number] as number) ** 0.7;
    values[i] = value;
    square += value * value;
  }
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
  for (let i = 0; i < length; i++) values[i] = (values[i] as number) * scale;
  return values;
}

/** min(1, count) · idf, as a share of the sum. */
export function tellingShares(terms: Uint32Array, counts: Float32Array, length: number, weights: Float32Array): Float32Array {
  const values = new Float32Array(length);
  let total = 0;
  for (let i = 0; i < length; i++) {
    const value = Math.min(1, counts[i] as number) * Math.max(0, weights[terms[i] as number] as number);
    values[i] = value;
    total += value;
  }
  if (total > 0) for (let i = 0; i < length; i++) values[i] = (values[i] as number) / total;
  return values;
}
