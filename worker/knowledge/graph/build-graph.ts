import type { ArticleDocument, Corpus, TicketDocument } from '#shared/knowledge';
import type { Article, BuiltTables, EdgeKind, KnowledgeGraph, NodeKind, Table } from '../types.ts';
import { putArticles } from './article-nodes.ts';
import { buildCatalogue, type Catalogue } from './catalogue.ts';
import { type Contradiction, findContradictions } from './contradictions.ts';
import { findDuplicates } from './duplicates.ts';
import { keyOf, newGraph, putEdge } from './edit.ts';
import type { FactTable, ReadPassages } from './fact-table.ts';
import { putMacros, putPolicies } from './policy-nodes.ts';
import { type Agreement, findDenials } from './statements.ts';
import { putTickets } from './ticket-nodes.ts';

/** Of the tickets the graph needs no words: those it holds stand in the tables. */
export type GraphInput = Omit<Corpus, 'tickets' | 'articles'> & {
  articles: readonly Omit<ArticleDocument, 'text'>[];
  linking: (article: number) => string;
  tickets: readonly Pick<TicketDocument, 'topic'>[];
};

export type GraphTables = Omit<BuiltTables, 'graph' | 'passages'> & { passageIds: Table<string> };

/**
 * The graph over tables that are built already. Every edge names what
 * it rests on: a ticket id, `article@version`, `catalogue:id`, `policy:id`, `macro:id`, or passage ids.
 */
export async function buildGraph(
  corpus: GraphInput,
  tables: GraphTables,
  { facts, read }: { facts: FactTable; read: ReadPassages },
): Promise<{ graph: KnowledgeGraph; contradictions: Contradiction[] }> {
  const graph = newGraph();
  const catalogue = buildCatalogue(graph, corpus.entities);
  await putArticles(graph, catalogue, tables.articles, { documents: corpus.articles, linking: corpus.linking, read });
  putPolicies(graph, catalogue, corpus.policies);
  putMacros(graph, corpus.macros);
  putTickets(graph, catalogue, { documents: corpus.tickets, ...tables });
  const scoped = namedScopes(tables.articles, catalogue, graph);
  const contradictions = await findContradictions(scoped, read, facts);
  for (const found of [...contradictions, ...(await findDenials(scoped, read, facts))]) putPair(graph, 'contradicts', found, tables);
  for (const found of await findDuplicates(scoped, facts)) putPair(graph, 'similar_to', found, tables);
  return { graph, contradictions };
}

/** What a title names of the catalogue an article holds for, as if its metadata said so. */
function namedScopes(articles: readonly Article[], catalogue: Catalogue, graph: KnowledgeGraph): Article[] {
  return articles.map((article) => {
    const named = (kind: NodeKind, own: readonly string[]): string[] => {
      const found = [...catalogue.mentions(article.title).keys()].filter((key) => graph.getNodeAttribute(key, 'kind') === kind);
      return [...new Set([...own, ...found.map((key) => graph.getNodeAttribute(key, 'label'))])];
    };
    return {
      ...article,
      products: named('product', article.products),
      plans: named('plan', article.plans),
      regions: named('region', article.regions),
      versions: named('version', article.versions),
    };
  });
}

/** An edge between two articles, with the two passages as its evidence. What is said of two articles first stays: a contradiction weighs more than a likeness. */
function putPair(
  graph: KnowledgeGraph,
  kind: EdgeKind,
  { a, b, likeness }: Agreement,
  { articles, passageIds }: Pick<GraphTables, 'articles' | 'passageIds'>,
): void {
  const [from, to] = [a, b].map((passage) => keyOf('article', articles[articleAt(articles, passage)]?.id ?? '')) as [string, string];
  if (graph.hasEdge(from, to) && graph.getEdgeAttribute(from, to, 'kind') === kind) return;
  if (kind === 'contradicts' && graph.hasEdge(from, to)) graph.dropEdge(from, to);
  putEdge(graph, kind, from, to, likeness, [passageIds.get(a), passageIds.get(b)]);
}

/** The article that a passage is of: passages lie in the order of their articles. */
function articleAt(articles: readonly Article[], passage: number): number {
  let [low, high] = [0, articles.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((articles[middle] as Article).firstPassage <= passage) low = middle;
    else high = middle - 1;
  }
  return low;
}
