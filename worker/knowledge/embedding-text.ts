/** What of a passage is embedded, and how much each of its terms tells. */
import { readVocabulary, type Vocabulary } from './rank/vocabulary.ts';
import type { Article, Knowledge, Passage } from './types.ts';

/** Title, headings and text: a passage alone often leaves out what it is about. */
export function passageEmbeddingText(article: Pick<Article, 'title'>, passage: Passage): string {
  return [article.title, ...passage.headings.filter((h) => h !== article.title), passage.text].join('\n');
}

export const embeddingWeight = (knowledge: Knowledge): ((term: string) => number) =>
  termWeight(knowledge.cached('embedding.vocabulary', () => readVocabulary(knowledge.sections)));

/** The tenant's own weight of a term; one that its corpus never holds tells nothing about any of its passages. */
export function termWeight(vocabulary: Vocabulary): (term: string) => number {
  return (term) => {
    const index = vocabulary.find(term);
    return index < 0 ? 0 : (vocabulary.weights[index] as number);
  };
}
