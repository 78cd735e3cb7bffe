/** Readings of a snapshot's passages: made when first needed and shared by the isolate's requests. */
import { usedTerms } from '../../knowledge/rank/used-terms.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { contentTerms } from '../../text/content-terms.ts';
import { fold } from '../../text/fold.ts';
import { type Reading, readPassage } from './quotable.ts';

export type PassageReading = Reading & {
  /** Terms of headings and text. */
  terms: ReadonlySet<string>;
  /** Terms of the article's title and the headings. */
  named: ReadonlySet<string>;
};

/** About ten kilobytes each. */
const KEPT = 600;

const MARK = /^\s{0,8}(?:\d{1,3}[.)]|[-*•–])\s+/;

/** Lines of a list that are an article's title: a link to it, of which only the name is left. */
function withoutTitles(knowledge: Knowledge): (text: string) => string {
  const titles = knowledge.cached(
    'draft.titles',
    () => new Set(Array.from({ length: knowledge.articles.length }, (_, i) => fold(knowledge.articles.get(i).title))),
  );
  const isLink = (line: string) => MARK.test(line) && titles.has(fold(line.replace(MARK, '').trim()));
  return (text) =>
    text
      .split('\n')
      .filter((line) => !isLink(line))
      .join('\n');
}

/** The reading of a passage by its row; the text is compared, so that what is kept is never of another one. */
export function passageReadings(knowledge: Knowledge): (row: number) => PassageReading {
  const used = usedTerms(knowledge);
  const said = withoutTitles(knowledge);
  const kept = knowledge.cached('draft.readings', () => new Map<number, { text: string; reading: PassageReading }>());
  return (row) => {
    const { text, headings, article } = knowledge.passages.get(row);
    const known = kept.get(row);
    kept.delete(row);
    const entry = known?.text === text ? known : { text, reading: read(said(text), headings, knowledge.articles.get(article), used) };
    kept.set(row, entry);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value as number);
    return entry.reading;
  };
}

function read(
  text: string,
  headings: readonly string[],
  { title, language }: { title: string; language: string },
  used: (term: string) => boolean,
): PassageReading {
  const heads = headings.join('\n');
  return {
    ...readPassage(text, language, used),
    terms: new Set(contentTerms(`${heads}\n${text}`, language)),
    named: new Set(contentTerms(`${title}\n${heads}`, language)),
  };
}
