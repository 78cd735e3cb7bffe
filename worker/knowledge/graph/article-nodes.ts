import type { ArticleDocument } from '#shared/knowledge';
import { articleFinder } from '../link/article-urls.ts';
import type { Article, KnowledgeGraph, Passage } from '../types.ts';
import type { Catalogue } from './catalogue.ts';
import { keyOf, putEdge, putNode } from './edit.ts';
import type { ReadPassages } from './fact-table.ts';

const HREF = /\bhref\s*=\s*["']([^"']+)["']/gi;
const MARKDOWN_TARGET = /\]\(\s*<?([^\s()<>]+)>?/g;
const ADDRESS = /\bhttps?:\/\/[^\s<>"'\])}]+/gi;

/** As much of a text as tells where it links to: addresses, then the targets of its links. */
export function linkingText(text: string): string {
  const targets = [...text.matchAll(HREF)].map(([, target]) => `href="${target}"`);
  const marked = [...text.matchAll(MARKDOWN_TARGET)].map(([, target]) => `](${target})`);
  return [...(text.match(ADDRESS) ?? []), ...targets, ...marked].join('\n');
}

/**
 * Articles with what their metadata says of them: sections (as features, nested), products, plans, regions, versions,
 * brand, owner, labels; the articles they link to (`linking` gives as much of a text as tells) and replace; the catalogue's entities they speak of.
 */
export async function putArticles(
  graph: KnowledgeGraph,
  catalogue: Catalogue,
  articles: readonly Article[],
  { documents, linking, read }: { documents: readonly Omit<ArticleDocument, 'text'>[]; linking: (article: number) => string; read: ReadPassages },
): Promise<void> {
  for (const article of articles) putNode(graph, 'article', article.id, article.title);
  const finder = articleFinder(documents);
  const outerOf = nesting(articles);
  for (const [i, article] of articles.entries()) {
    const key = keyOf('article', article.id);
    const evidence = [`${article.id}@${article.version}`];
    putSections(graph, catalogue, article, outerOf, key, evidence);
    putFacts(graph, catalogue, article, key, evidence);
    for (const older of article.supersedes) putEdge(graph, 'supersedes', key, keyOf('article', documents[finder.byId(older) ?? -1]?.id ?? ''), 1, evidence);
    for (const other of linkedArticles(linking(i), finder)) putEdge(graph, 'mentions', key, keyOf('article', documents[other]?.id ?? ''), 0.5, evidence);
    if (!catalogue.silent) putMentions(graph, catalogue, article, key, await read(i), evidence);
  }
}

function putFacts(graph: KnowledgeGraph, catalogue: Catalogue, article: Article, key: string, evidence: readonly string[]): void {
  for (const product of article.products) putEdge(graph, 'describes', key, catalogue.resolve('product', product), 1, evidence);
  const scopes = { plan: article.plans, region: article.regions, version: article.versions, brand: article.brand === null ? [] : [article.brand] };
  for (const kind of ['plan', 'region', 'version', 'brand'] as const) {
    for (const name of scopes[kind]) putEdge(graph, 'applies_to', key, catalogue.resolve(kind, name), 1, evidence);
  }
  if (article.owner !== null) putEdge(graph, 'owned_by', key, catalogue.resolve('team', article.owner), 1, evidence);
  for (const label of article.labels) putEdge(graph, 'tagged', key, putNode(graph, 'tag', label, label), 1, evidence);
}

function putSections(
  graph: KnowledgeGraph,
  catalogue: Catalogue,
  article: Article,
  outerOf: ReadonlyMap<string, string | null>,
  key: string,
  evidence: readonly string[],
): void {
  for (const [depth, section] of article.sections.entries()) {
    const node = catalogue.resolve('feature', section);
    putEdge(graph, 'part_of', key, node, depth === article.sections.length - 1 ? 1 : 0.5, evidence);
    const outer = outerOf.get(section);
    if (outer) putEdge(graph, 'part_of', node, catalogue.resolve('feature', outer), 1, evidence);
  }
}

/** A section's outer one where every article agrees on it; a flat list of topics only looks like nesting. */
function nesting(articles: readonly Article[]): Map<string, string | null> {
  const outerOf = new Map<string, string | null>();
  for (const { sections } of articles) {
    for (const [depth, section] of sections.entries()) {
      const outer = sections[depth - 1] ?? null;
      outerOf.set(section, !outerOf.has(section) || outerOf.get(section) === outer ? outer : null);
    }
  }
  return outerOf;
}

function linkedArticles(text: string, finder: ReturnType<typeof articleFinder>): Set<number> {
  const found = new Set<number>(finder.inText(text));
  for (const pattern of [HREF, MARKDOWN_TARGET]) {
    for (const [, target] of text.matchAll(pattern)) {
      const path = (target ?? '').split(/[?#]/)[0] ?? '';
      const article =
        finder.byId(target ?? '') ??
        finder.byId(
          path
            .split('/')
            .at(-1)
            ?.replace(/\.(?:md|html?)$/i, '') ?? '',
        );
      if (article !== null) found.add(article);
    }
  }
  return found;
}

function putMentions(
  graph: KnowledgeGraph,
  catalogue: Catalogue,
  article: Article,
  key: string,
  passages: readonly Passage[],
  evidence: readonly string[],
): void {
  const counts = catalogue.mentions(`${article.title}\n${article.summary}`);
  const inTitle = new Set(counts.keys());
  for (const { headings, text } of passages)
    for (const [entity, n] of catalogue.mentions(`${headings.slice(1).join('\n')}\n${text}`)) counts.set(entity, (counts.get(entity) ?? 0) + n);
  for (const [entity, n] of counts)
    putEdge(graph, inTitle.has(entity) ? 'describes' : 'mentions', key, entity, inTitle.has(entity) ? 1 : Math.min(1, 0.2 * n), evidence);
}
