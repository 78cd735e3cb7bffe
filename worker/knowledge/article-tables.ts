import { createHash } from 'node:crypto';
import type { ArticleDocument } from '#shared/knowledge';
import { detectLanguage } from '../text/language.ts';
import { splitArticle } from './split.ts';
import type { Article, Passage } from './types.ts';

/** From this confidence on the words are believed more than the default locale. */
const SURE = 0.9;

/** Articles and their passages, in the order of `documents`. */
export function articleTables(documents: readonly ArticleDocument[]): { articles: Article[]; passages: Passage[] } {
  const articles: Article[] = [];
  const passages: Passage[] = [];
  for (const [i, document] of documents.entries()) {
    const own = splitArticle(document, i);
    const { text, ...rest } = document;
    articles.push({ ...rest, version: versionOf(document), firstPassage: passages.length, passageCount: own.length, language: languageOf(document) });
    passages.push(...own);
  }
  return { articles, passages };
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
