/** Articles into passages, one article at a time; of those that did not change, what an earlier build made is taken over. */
import type { ArticleDocument } from '#shared/knowledge';
import { AppError } from '../../errors.ts';
import { articleOf, languageOf, versionOf } from '../article-tables.ts';
import { linkingText } from '../graph/article-nodes.ts';
import { eachRow, type RowWriter, rowReader, rowWriter, type SectionWriter } from '../snapshot/rows.ts';
import { splitArticle } from '../split.ts';
import type { Article, Passage } from '../types.ts';
import { type Artifact, keyFrom } from './artifacts.ts';
import { eachDocument } from './read-documents.ts';
import { open, type Pause, RECIPE, type StepDeps } from './step-context.ts';

type Summary = { addresses: string; articles: number };

/** Tables `articles`, `passages`, `links` (where an article's text leads to) and `ids` (of passages). Throws `no_knowledge` without articles. */
export async function articleStep(deps: StepDeps, expected: string, before: string | null, pause: Pause): Promise<{ key: string } & Summary> {
  const artifacts = open(deps);
  const expectedKey = keyFrom(RECIPE, 'articles', expected);
  const there = await artifacts.find('articles', expectedKey);
  if (there) return { key: expectedKey, ...summaryOf((await there.load(['summary'])).get('summary') as Uint8Array) };
  const base = before === null ? null : await artifacts.find('articles', before);
  const known = base ? await takenOver(base) : async () => null;
  let summary: Summary = { addresses: '', articles: 0 };
  const key = await artifacts.write('articles', expectedKey, async (writer) => {
    const tables = tableWriter(writer);
    const digest = await eachDocument(deps.record, 'article', async (documents) => {
      for (const document of documents) {
        const version = versionOf(document);
        const articles = await tables.add(document, version, await known(document.id, version));
        if (articles % 50 === 0) await pause(articles);
      }
    });
    summary = await tables.end();
    if (summary.articles === 0) throw new AppError('no_knowledge', 'There are no articles at all, so there is nothing to answer from. Send articles first.');
    return keyFrom(RECIPE, 'articles', digest);
  });
  return { key, ...summary };
}

const summaryOf = (bytes: Uint8Array): Summary => JSON.parse(new TextDecoder().decode(bytes)) as Summary;

type Known = { language: string; passages: Passage[] };

function tableWriter(writer: SectionWriter): {
  add(document: ArticleDocument, version: string, known: Known | null): Promise<number>;
  end(): Promise<Summary>;
} {
  const [articles, passages, links, ids] = ['articles', 'passages', 'links', 'ids'].map((name) => rowWriter(writer, name)) as [
    RowWriter,
    RowWriter,
    RowWriter,
    RowWriter,
  ];
  const addresses: string[] = [];
  let [rows, first] = [0, 0];
  return {
    async add(document, version, known) {
      const place = rows++;
      const own = known ? known.passages.map((passage) => ({ ...passage, article: place })) : splitArticle(document, place);
      const article = articleOf(document, { version, language: known?.language ?? languageOf(document), first, count: own.length });
      first += own.length;
      addresses.push(article.id, article.url ?? '', ...(article.formerIds ?? []));
      await articles.add(JSON.stringify(article));
      await links.add(linkingText(document.text));
      for (const passage of own) {
        await passages.add(JSON.stringify(passage));
        await ids.add(passage.id);
      }
      return rows;
    },
    async end() {
      const summary = { addresses: keyFrom(...addresses), articles: rows };
      for (const table of [articles, passages, links, ids]) await table.end();
      await writer.add('summary', new TextEncoder().encode(JSON.stringify(summary)));
      return summary;
    },
  };
}

async function takenOver(base: Artifact): Promise<(id: string, version: string) => Promise<Known | null>> {
  const articles = new Map<string, Pick<Article, 'version' | 'language' | 'firstPassage' | 'passageCount'>>();
  await eachRow(base, 'articles', (json) => {
    const { id, version, language, firstPassage, passageCount } = JSON.parse(json) as Article;
    articles.set(id, { version, language, firstPassage, passageCount });
  });
  const passages = await rowReader(base, 'passages');
  return async (id, version) => {
    const article = articles.get(id);
    if (article?.version !== version) return null;
    const own = await passages.slice(article.firstPassage, article.passageCount);
    return { language: article.language, passages: own.map((json) => JSON.parse(json) as Passage) };
  };
}
