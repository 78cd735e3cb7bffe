/**
 * Ranking after articles were only reworded: what was learned from solved tickets stays, what stands in the articles'
 * own words is indexed anew. Takes a second where learning takes half a minute.
 */
import { putImpactIndex } from '../rank/impact-index.ts';
import { putVocabulary } from '../rank/vocabulary.ts';
import { stringsOf } from '../snapshot/container.ts';
import type { Article, Sections } from '../types.ts';
import { type CorpusLists, corpusTerms } from './rank/corpus-terms.ts';
import { freshness } from './rank/freshness.ts';
import { articleIndexes, titleTerms } from './rank.ts';

const LEARNED = ['asked', 'tickets', 'linear'] as const;
/** What is read of an earlier build's sections; all others but those that are made anew stay as they are. */
export const READ_AGAIN = ['rank.vocabulary.terms', 'rank.vocabulary.weights', ...LEARNED.map((name) => `rank.${name}.offsets`)];

/**
 * The sections that change. `learned` are those of `READ_AGAIN` of an earlier build with the same articles in the same order and the
 * same tickets; `words` are what a `termReader` makes of the articles. New words are added to the end of the vocabulary and weigh as
 * much as the rarest known one.
 */
export function refreshRank(
  learned: Sections,
  words: { terms: string[]; lists: CorpusLists },
  {
    articles,
    passageArticle,
  }: { articles: readonly Pick<Article, 'id' | 'updatedAt' | 'supersedes' | 'firstPassage' | 'passageCount'>[]; passageArticle: Uint32Array },
): Sections {
  const terms = stringsOf(learned, 'rank.vocabulary.terms');
  const numbers = new Map(terms.map((term, i) => [term, i]));
  const renumber = Uint32Array.from(words.terms, (term) => {
    const number = numbers.get(term);
    if (number !== undefined) return number;
    terms.push(term);
    return terms.length - 1;
  });
  for (const list of Object.values(words.lists)) list.renumber(renumber, terms.length);
  const docs = corpusTerms(words.lists, { size: terms.length, total: terms.length, articles, tickets: 0 });
  const before = learned.get('rank.vocabulary.weights') as Float32Array;
  const rarest = before.reduce((most, weight) => Math.max(most, weight), 0);
  const weights = Float32Array.from(terms, (_, i) => before[i] ?? rarest);

  const sections: Sections = new Map();
  putVocabulary(sections, terms, weights);
  for (const [name, index] of Object.entries(articleIndexes(docs))) putImpactIndex(sections, `rank.${name}`, index);
  sections.set('rank.passageArticle', passageArticle);
  sections.set('rank.freshness', freshness({ articles }));
  const titles = titleTerms(docs, weights);
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
