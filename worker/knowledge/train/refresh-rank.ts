/**
 * Ranking after articles were only reworded: what was learned from solved tickets stays, what stands in the articles'
 * own words is indexed anew. Takes a second where learning takes half a minute.
 */
import { putImpactIndex } from '../rank/impact-index.ts';
import { putVocabulary } from '../rank/vocabulary.ts';
import { stringsOf } from '../snapshot/container.ts';
import type { BuiltTables, Sections } from '../types.ts';
import { termReader } from './rank/corpus-terms.ts';
import { freshness } from './rank/freshness.ts';
import { articleIndexes, titleTerms } from './rank.ts';

const LEARNED = ['asked', 'tickets', 'linear'] as const;

/**
 * `learned` are the sections `rank.*` of an earlier build with the same articles in the same order and the same tickets;
 * `tables` hold the new words. New words are added to the end of the vocabulary and weigh as much as the rarest known one.
 */
export function refreshRank(learned: Sections, tables: Pick<BuiltTables, 'articles' | 'passages' | 'searches'>): Sections {
  const docs = termReader(tables, 0).finish();
  const known = stringsOf(learned, 'rank.vocabulary.terms');
  const numbers = new Map(known.map((term, i) => [term, i]));
  const terms = [...known];
  const renumber = Uint32Array.from(docs.terms, (term) => {
    const number = numbers.get(term);
    if (number !== undefined) return number;
    terms.push(term);
    return terms.length - 1;
  });
  const own = (list: Uint32Array): Uint32Array => list.map((term) => renumber[term] as number);
  const renumbered = {
    ...docs,
    terms,
    articles: docs.articles.map((a) => ({ title: own(a.title), summary: own(a.summary), headings: own(a.headings), text: own(a.text) })),
    passages: docs.passages.map(own),
  };
  const before = learned.get('rank.vocabulary.weights') as Float32Array;
  const rarest = before.reduce((most, weight) => Math.max(most, weight), 0);
  const weights = Float32Array.from(terms, (_, i) => before[i] ?? rarest);

  const sections: Sections = new Map(learned);
  putVocabulary(sections, terms, weights);
  for (const [name, index] of Object.entries(articleIndexes(renumbered))) putImpactIndex(sections, `rank.${name}`, index);
  sections.set(
    'rank.passageArticle',
    Uint32Array.from(tables.passages, (p) => p.article),
  );
  sections.set('rank.freshness', freshness(tables));
  const titles = titleTerms(renumbered, weights);
  sections.set('rank.titles.offsets', titles.offsets);
  sections.set('rank.titles.article', titles.article);
  sections.set('rank.titles.weight', titles.weight);
  for (const name of LEARNED) {
    const offsets = learned.get(`rank.${name}.offsets`) as Uint32Array;
    const longer = new Uint32Array(terms.length + 1).fill(offsets.at(-1) ?? 0);
    longer.set(offsets);
    sections.set(`rank.${name}.offsets`, longer);
  }
  return sections;
}
