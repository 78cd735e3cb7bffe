/**
 * What articles say in a form that can be compared: made of one article's passages alone, so that a build takes over what an
 * earlier one made of the articles that did not change. Places of passages count within their article.
 */
import { sentences as cutSentences } from '../../text/sentences.ts';
import type { Article, Passage, Table } from '../types.ts';
import { claimsOf } from './claims.ts';
import { sentencesOf } from './duplicates.ts';
import type { ArticleFacts, EachFact, FactTable, ReadPassages } from './fact-table.ts';
import { passagesOf } from './fact-table.ts';
import { statementsOf } from './statements.ts';

export function articleFacts(passages: readonly Passage[], language: string): ArticleFacts {
  const facts: ArticleFacts = { claims: [], statements: [], sentences: [] };
  for (const [place, passage] of passages.entries()) {
    if (passage.kind === 'code') continue;
    const sentences = cutSentences(passage.text);
    facts.claims.push(...claimsOf(passage, sentences, { place, language }));
    facts.statements.push(...statementsOf(passage, sentences, { place, language }));
    facts.sentences.push(...sentencesOf(sentences, place));
  }
  return facts;
}

/** Of tables that lie in memory. */
export function factsOf(articles: readonly Article[], passages: Table<Passage>): FactTable {
  const made = articles.map((article) => articleFacts(passagesOf(article, passages), article.language));
  const of =
    <K extends keyof ArticleFacts>(kind: K): EachFact<ArticleFacts[K]> =>
    async (visit, some) => {
      for (const [article, facts] of made.entries()) if (!some || some.has(article)) visit(facts[kind], article);
    };
  return { claims: of('claims'), statements: of('statements'), sentences: of('sentences') };
}

/** Of tables that lie in memory. */
export const readsOf =
  (articles: readonly Article[], passages: Table<Passage>): ReadPassages =>
  async (article) =>
    passagesOf(articles[article] as Article, passages);
