/** What sentences say in numbers: a value, and the words around it that say what it is the value of. */
import { analyze } from '../../text/analyze.ts';
import { fold } from '../../text/fold.ts';
import type { Passage } from '../types.ts';
import type { ClaimFact } from './fact-table.ts';
import { type Quantity, quantities } from './quantities.ts';
import { namesOf } from './scope.ts';

/** One value of a sentence, ready to be compared. */
export type Claim = Omit<ClaimFact, 'values' | 'terms' | 'under' | 'names'> & {
  article: number;
  quantity: Quantity;
  /** Everything the sentence counts. */
  all: Quantity[];
  terms: ReadonlySet<string>;
  under: ReadonlySet<string>;
  names: ReadonlySet<string>;
};

const LEAST_SHARED = 3;
/** A line of so few words must be the same word for word, under headings that share one. */
const LEAST_SHORT = 2;
const ADDRESS = /\b(?:https?:\/\/|www\.)\S+/gi;
/** What is made up to explain something is no rule; what was true on a day of the past stays true. */
const EXAMPLE =
  /\b(?:for example|for instance|e\.g|suppose|imagine|zum beispiel|z\.\s?b|beispielsweise|par exemple|p\.\s?ex|por ejemplo|por exemplo|ad esempio|bijvoorbeeld)\b/;
const EXAMPLE_HEADING = /\b(?:examples?|beispiele?|exemples?|ejemplos?|exemplos?|esempi|esempio|voorbeelden|tutorial)\b/;
const HISTORY = /\b(?:history|release notes?|changelog|what s new|versionshinweise|notes de version|historial|registro de cambios)\b/;

/** The claims of a passage at `place` of its article. */
export function claimsOf(passage: Passage, sentences: readonly string[], { place, language }: { place: number; language: string }): ClaimFact[] {
  const above = fold(passage.headings.join('\n').replaceAll('’', ' ').replaceAll("'", ' '));
  if (EXAMPLE_HEADING.test(above) || HISTORY.test(above)) return [];
  const found: ClaimFact[] = [];
  for (const sentence of sentences) {
    const said = sentence.replace(ADDRESS, ' ');
    const values = quantities(said);
    // A sentence with many numbers is a table or an example; which of them answers which cannot be told.
    if (values.length === 0 || values.length > 3 || EXAMPLE.test(fold(said))) continue;
    const bare = values.reduce((text, { text: value }) => text.replace(value, ' '), said);
    const terms = [...new Set(analyze(bare, language).filter((term) => term.length > 2))];
    if (terms.length < LEAST_SHORT) continue;
    // What a short line is about stands above it.
    const under = terms.length < LEAST_SHARED ? [...new Set(passage.headings.flatMap((heading) => analyze(heading, language)))] : [];
    found.push({ passage: place, sentence, values, terms, under, names: [...namesOf(bare, language)] });
  }
  return found;
}

/** A claim for each value; `firstPassage` is the article's. */
export function toClaims({ values, passage, sentence, terms, under, names }: ClaimFact, article: number, firstPassage: number): Claim[] {
  const shared = { passage: firstPassage + passage, article, sentence, all: values, terms: new Set(terms), under: new Set(under), names: new Set(names) };
  return values.map((quantity) => ({ ...shared, quantity }));
}

/** From 0 to 1: how much of the weight of the words of two claims is shared; nothing below three words, unless they are all there are. */
export function likenessOf(one: Claim, two: Claim, weight: (term: string) => number): number {
  const [a, b] = [one.terms, two.terms];
  const both = [...a].filter((term) => b.has(term));
  const short = Math.min(a.size, b.size) < LEAST_SHARED;
  if (short) return both.length === a.size && a.size === b.size && [...one.under].some((term) => two.under.has(term)) ? 1 : 0;
  if (both.length < LEAST_SHARED) return 0;
  const sum = (terms: Iterable<string>): number => [...terms].reduce((all, term) => all + weight(term), 0);
  return sum(both) / sum(new Set([...a, ...b]));
}

/** The sentence of a claim holds that value, or a range it lies in. */
export function says({ all }: Pick<Claim, 'all'>, { unit, value }: Quantity): boolean {
  const values = all.filter((other) => other.unit === unit).map((other) => other.value);
  return values.length > 0 && Math.min(...values) <= value && value <= Math.max(...values);
}
