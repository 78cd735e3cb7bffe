/** What visitors of the help centre searched for before they opened an article and were content: words that lead to it. */
import type { ArticleDocument, VisitDocument } from '#shared/knowledge';
import { fold } from '../../text/fold.ts';
import { hidePersonalData } from '../../text/personal-data.ts';
import { articleFinder } from './article-urls.ts';

/** A search by one visitor alone may be anything, and may name its author. */
const LEAST_VISITS = 2;
const MAX_SEARCHES = 30;
const MAX_CHARS = 120;

export type ClickedSearches = Map<string, Map<string, number>>;

/** Adds a page of visits. A visitor who wrote a ticket afterwards did not find what was looked for. */
export function countSearches(counts: ClickedSearches, visits: readonly VisitDocument[]): ClickedSearches {
  for (const { query, clicked, ticket, ticketId } of visits) {
    const words = fold(query ?? '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, MAX_CHARS);
    if (words === '' || ticket === true || ticketId !== null) continue;
    for (const article of new Set(clicked)) {
      const searches = counts.get(article) ?? new Map<string, number>();
      counts.set(article, searches.set(words, (searches.get(words) ?? 0) + 1));
    }
  }
  return counts;
}

/** One text for each article, in order; empty where nobody searched. Clicks are ids or addresses. */
export function searchTexts(counts: ClickedSearches, articles: readonly ArticleDocument[]): string[] {
  const finder = articleFinder(articles);
  const texts = articles.map(() => new Map<string, number>());
  for (const [clicked, searches] of counts) {
    const own = texts[finder.byId(clicked) ?? -1];
    if (own) for (const [words, n] of searches) own.set(words, (own.get(words) ?? 0) + n);
  }
  return texts.map((searches) =>
    [...searches]
      .filter(([, n]) => n >= LEAST_VISITS)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, MAX_SEARCHES)
      .map(([words]) => hidePersonalData(words))
      .join('\n'),
  );
}
