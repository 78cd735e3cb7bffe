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
  const builder = articleReader(() => null);
  for (const document of documents) builder.read(document);
  return builder.tables;
}

/**
 * Takes articles one at a time, in the order of the table. `known` answers what an earlier build made of this very version,
 * null when there is nothing: passages depend on their own article alone, so what did not change is not cut again.
 */
export function articleReader(known: (id: string, version: string) => { language: string; passages: Passage[] } | null): {
  tables: ArticleTables;
  read(document: ArticleDocument): void;
} {
  const tables: ArticleTables = { articles: [], passages: [] };
  const { articles, passages } = tables;
  return {
    tables,
    read(document) {
      const { text: _, ...rest } = document;
      const version = versionOf(document);
      const before = known(document.id, version);
      const article = articles.length;
      const own = before ? before.passages.map((passage) => ({ ...passage, article })) : splitArticle(document, article);
      const language = before?.language ?? languageOf(document);
      articles.push({ ...rest, version, firstPassage: passages.length, passageCount: own.length, language });
      for (const passage of own) passages.push(passage);
    },
  };
}

/** Changes with every word and every fact about the article, and with nothing else. */
function versionOf(document: ArticleDocument): string {
  const content = Object.entries(document).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

/** `en` is also what an export without locales gets. */
function languageOf({ locale, title, text }: ArticleDocument): string {
  const stated = locale.slice(0, 2).toLowerCase();
  if (stated !== 'en') return stated;
  const seen = detectLanguage(`${title}\n${text.slice(0, 2_000)}`);
  return seen.value !== null && seen.confidence >= SURE ? seen.value : stated;
}
