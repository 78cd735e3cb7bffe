/** What an article is about, as far as it tells two articles apart. */
import { contentTerms } from '../../text/content-terms.ts';
import type { Article, Passage } from '../types.ts';
import type { ReadPassages } from './fact-table.ts';

/** A title's word is what the text is about when the text comes back to it, and about as often as to the others. */
const REPEATED = 2;
const OFTEN = 1 / 3;
/** Titles with as many words in common are of one series: what tells them apart is what they are about. */
const SERIES = 0.5;

type Words = { named: Set<string>; all: Set<string>; about: string[] };

/**
 * Whether two articles are about different things: each is about something that the other never names. `Returns in Spain`
 * and `Returns in Peru` are; `Keyboard shortcuts` and `Play videos`, where either speaks of the other, are not.
 */
export async function subjects(
  articles: readonly Article[],
  some: ReadonlySet<number>,
  read: ReadPassages,
): Promise<{ differ(a: number, b: number): boolean }> {
  const made = new Map<number, Words>();
  for (const place of [...some].sort((a, b) => a - b)) made.set(place, wordsOf(articles[place] as Article, await read(place)));
  return {
    differ(a, b) {
      const [one, two] = [made.get(a), made.get(b)];
      if (!one || !two) throw new RangeError('What these articles are about was not read.');
      return series(one.named, two.named) || (one.about.some((term) => !two.all.has(term)) && two.about.some((term) => !one.all.has(term)));
    },
  };
}

function wordsOf({ title, language }: Article, passages: readonly Passage[]): Words {
  const counts = new Map<string, number>();
  for (const { headings, text } of passages)
    for (const term of contentTerms(`${headings.slice(1).join('\n')}\n${text}`, language)) counts.set(term, (counts.get(term) ?? 0) + 1);
  const named = new Set(contentTerms(title, language).filter((term) => term.length > 1));
  const most = Math.max(...[...named].map((term) => counts.get(term) ?? 0));
  const repeated = [...named].filter((term) => (counts.get(term) ?? 0) >= Math.max(REPEATED, OFTEN * most));
  return { named, all: new Set([...counts.keys(), ...named]), about: repeated.length > 0 ? repeated : [...named] };
}

function series(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const both = [...a].filter((term) => b.has(term)).length;
  return both < a.size && both < b.size && both / (a.size + b.size - both) >= SERIES;
}
