/** What passages say, in a form that can be compared; of articles that did not change it is taken over. */
import { articleFacts } from '../graph/article-facts.ts';
import type { ArticleFacts } from '../graph/fact-table.ts';
import { passagesOf } from '../graph/fact-table.ts';
import { putStrings, recordsOf, recordTable, stringsOf } from '../snapshot/container.ts';
import type { Article, Passage, Sections } from '../types.ts';
import { keyFrom } from './artifacts.ts';
import { needed, open, type Pause, RECIPE, type StepDeps } from './step-context.ts';

export const factKey = (articles: string): string => keyFrom(RECIPE, 'facts', articles);

const KINDS = ['claims', 'statements', 'sentences'] as const;
type Kept = Record<keyof ArticleFacts, string>;

/** `articles` and `before` are keys of what `articleStep` made, now and for the build before. */
export async function factStep(deps: StepDeps, articles: string, before: string | null, pause: Pause): Promise<{ key: string }> {
  const artifacts = open(deps);
  const key = factKey(articles);
  if (await artifacts.find('facts', key)) return { key };
  const base = before === null ? null : await artifacts.find('facts', factKey(before));
  const known = base ? takenOver(await base.load()) : () => null;
  const stored = await needed(artifacts, 'articles', articles);
  const list = recordsOf<Article>(await stored.load(['articles']), 'articles');
  const passages = recordTable<Passage>(await stored.load(['passages']), 'passages');
  const all: Kept[] = [];
  for (const article of list) {
    all.push(known(article) ?? encoded(articleFacts(passagesOf(article, passages), article.language)));
    if (all.length % 50 === 0) await pause(all.length);
  }
  const sections: Sections = new Map();
  putStrings(sections, 'of', list.map(versionOf));
  for (const kind of KINDS)
    putStrings(
      sections,
      kind,
      all.map((kept) => kept[kind]),
    );
  await artifacts.keep('facts', key, sections);
  return { key };
}

const versionOf = ({ id, version }: Article): string => `${id}@${version}`;
const encoded = ({ claims, statements, sentences }: ArticleFacts): Kept => ({
  claims: JSON.stringify(claims),
  statements: JSON.stringify(statements),
  sentences: JSON.stringify(sentences),
});

function takenOver(base: Sections): (article: Article) => Kept | null {
  const rows = new Map(stringsOf(base, 'of').map((of, row) => [of, row]));
  const [claims, statements, sentences] = KINDS.map((kind) => stringsOf(base, kind)) as [string[], string[], string[]];
  return (article) => {
    const row = rows.get(versionOf(article));
    return row === undefined ? null : { claims: claims[row] as string, statements: statements[row] as string, sentences: sentences[row] as string };
  };
}
