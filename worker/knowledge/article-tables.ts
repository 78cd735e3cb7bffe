import { createHash } from 'node:crypto';
import type { ArticleDocument } from '#shared/knowledge';
import { detectLanguage } from '../text/language.ts';
import { splitArticle } from './split.ts';
import type { Article, Passage } from './types.ts';

/** From this confidence on the words are believed more than the default locale. */
const SURE = 0.9;

export type ArticleTables = { articles: Article[]; passages: Passage[] };

/** Articles and their passages, in the order of `documents`. */
export function articleTables(documents: readonly ArticleDocument[]): ArticleTables {
  const tables: ArticleTables = { articles: [], passages: [] };
  for (const [place, document] of documents.entries()) {
    const own = splitArticle(document, place);
    tables.articles.push(
      articleOf(document, { version: versionOf(document), language: languageOf(document), first: tables.passages.length, count: own.length }),
    );
    for (const passage of own) tables.passages.push(passage);
  }
  return tables;
}

/** What the table keeps of a document. */
export function articleOf(
  document: ArticleDocument,
  { version, language, first, count }: { version: string; language: string; first: number; count: number },
): Article {
  const { text: _, ...rest } = document;
  return { ...rest, version, firstPassage: first, passageCount: count, language };
}

/** Changes with every word and every fact about the article, and with nothing else. */
export function versionOf(document: ArticleDocument): string {
  const content = Object.entries(document).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

/** `en` is also what an export without locales gets. */
export function languageOf({ locale, title, text }: ArticleDocument): string {
  const stated = locale.slice(0, 2).toLowerCase();
  if (stated !== 'en') return stated;
  const seen = detectLanguage(`${title}\n${text.slice(0, 2_000)}`);
  return seen.value !== null && seen.confidence >= SURE ? seen.value : stated;
}
