/** A saved or exported web page as an article. */
import { decodeText } from '../decode-text.ts';
import { htmlArticle } from '../html-article.ts';
import { type FileReading, isoDate, type PickedFile, skipped } from './file-document.ts';
import { fromFacts } from './markdown-document.ts';

export function htmlDocument(file: PickedFile): FileReading {
  const found = htmlArticle(decodeText(file.bytes).text);
  if (found.textLength === 0) return skipped(file.name, 1, 'It has no text.');
  const facts = {
    ...(found.title === '' ? {} : { title: found.title }),
    ...(found.language === null ? {} : { language: found.language.slice(0, 35) }),
    ...(found.canonical !== null && /^https?:/.test(found.canonical) ? { url: found.canonical } : {}),
    ...(found.sections.length === 0 ? {} : { sections: found.sections }),
    ...(found.updatedAt === null ? {} : { updated: isoDate(found.updatedAt) }),
  };
  return { documents: [{ kind: 'article', document: { ...fromFacts(facts, file.name), text: found.html } }], skipped: [] };
}
