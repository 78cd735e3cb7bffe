/** Which articles may be ranked for a ticket: of its language and brand, and visible to the reader. */
import type { Article } from '../types.ts';

export type Scope = { language: string; brand: string | null; reader: 'agent' | 'public' };

/** A help centre in few languages serves the others with its main one. */
export function mainLanguage(languages: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const language of languages) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? 'en';
}

/** 1 for each article that may be shown. Articles without a brand belong to all; a ticket without one sees all. */
export function allowedArticles(
  articles: Iterable<Pick<Article, 'language' | 'brand' | 'visibility'>>,
  language: string,
  { brand, reader }: Scope,
): Uint8Array {
  return Uint8Array.from(articles, (a) =>
    a.language === language && (brand === null || a.brand === null || a.brand === brand) && (reader === 'agent' || a.visibility === 'public') ? 1 : 0,
  );
}
