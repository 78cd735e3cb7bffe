/** What passages say, in a form that can be compared; of articles that did not change it is taken over. */
import { articleFacts } from '../graph/article-facts.ts';
import type { ArticleFacts } from '../graph/fact-table.ts';
import { eachRow, rowReader, rowWriter } from '../snapshot/rows.ts';
import type { Article, Passage } from '../types.ts';
import { type Artifact, keyFrom } from './artifacts.ts';
import { needed, open, type Pause, RECIPE, type StepDeps } from './step-context.ts';

export const factKey = (articles: string): string => keyFrom(RECIPE, 'facts', articles);

const KINDS = ['claims', 'statements', 'sentences'] as const;
/** JSON, in the order of `KINDS`. */
type Kept = string[];

/** `articles` and `before` are keys of what `articleStep` made, now and for the build before. */
export async function factStep(deps: StepDeps, articles: string, before: string | null, pause: Pause): Promise<{ key: string }> {
  const artifacts = open(deps);
  const key = factKey(articles);
  if (await artifacts.find('facts', key)) return { key };
  const base = before === null ? null : await artifacts.find('facts', factKey(before));
  const known = base ? await takenOver(base) : async () => null;
  const stored = await needed(artifacts, 'articles', articles);
  const passages = await rowReader(stored, 'passages');
  await artifacts.write('facts', key, async (writer) => {
    const of = rowWriter(writer, 'of');
    const kinds = KINDS.map((kind) => rowWriter(writer, kind));
    await eachRow(stored, 'articles', async (json, row) => {
      const article = JSON.parse(json) as Article;
      const facts = (await known(article)) ?? encoded(await factsOf(article, (first, count) => passages.slice(first, count)));
      await of.add(versionOf(article));
      for (const [i, rows] of kinds.entries()) await rows.add(facts[i] as string);
      if (row % 50 === 49) await pause(row + 1);
    });
    for (const rows of [of, ...kinds]) await rows.end();
    return key;
  });
  return { key };
}

async function factsOf({ firstPassage, passageCount, language }: Article, read: (first: number, count: number) => Promise<string[]>): Promise<ArticleFacts> {
  const passages = await read(firstPassage, passageCount);
  return articleFacts(
    passages.map((json) => JSON.parse(json) as Passage),
    language,
  );
}

const versionOf = ({ id, version }: Article): string => `${id}@${version}`;
const encoded = (facts: ArticleFacts): Kept => KINDS.map((kind) => JSON.stringify(facts[kind]));

async function takenOver(base: Artifact): Promise<(article: Article) => Promise<Kept | null>> {
  const rows = new Map<string, number>();
  await eachRow(base, 'of', (of, row) => void rows.set(of, row));
  const kinds = await Promise.all(KINDS.map((kind) => rowReader(base, kind)));
  return async (article) => {
    const row = rows.get(versionOf(article));
    return row === undefined ? null : Promise.all(kinds.map((kind) => kind.get(row)));
  };
}
