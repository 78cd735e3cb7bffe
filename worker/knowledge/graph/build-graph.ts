import type { Corpus, TicketDocument } from '#shared/knowledge';
import type { BuiltTables, KnowledgeGraph } from '../types.ts';
import { putArticles } from './article-nodes.ts';
import { buildCatalogue } from './catalogue.ts';
import { type Contradiction, findContradictions } from './contradictions.ts';
import { keyOf, newGraph, putEdge } from './edit.ts';
import { putMacros, putPolicies } from './policy-nodes.ts';
import { putTickets } from './ticket-nodes.ts';

/** Of the tickets the graph needs no words: those it holds stand in the tables. */
export type GraphInput = Omit<Corpus, 'tickets'> & { tickets: readonly Pick<TicketDocument, 'topic'>[] };

/**
 * The graph over tables that are built already. Every edge names what
 * it rests on: a ticket id, `article@version`, `catalogue:id`, `policy:id`, `macro:id`, or passage ids.
 */
export function buildGraph(corpus: GraphInput, tables: Omit<BuiltTables, 'graph'>): { graph: KnowledgeGraph; contradictions: Contradiction[] } {
  const graph = newGraph();
  const catalogue = buildCatalogue(graph, corpus.entities);
  putArticles(graph, catalogue, corpus.articles, tables.articles, tables.passages);
  putPolicies(graph, catalogue, corpus.policies);
  putMacros(graph, corpus.macros);
  putTickets(graph, catalogue, { documents: corpus.tickets, ...tables });
  const contradictions = findContradictions(tables.articles, tables.passages);
  for (const { a, b, likeness } of contradictions) {
    const [one, two] = [tables.passages[a], tables.passages[b]];
    if (!one || !two) continue;
    putEdge(
      graph,
      'contradicts',
      keyOf('article', tables.articles[one.article]?.id ?? ''),
      keyOf('article', tables.articles[two.article]?.id ?? ''),
      likeness,
      [one.id, two.id],
    );
  }
  return { graph, contradictions };
}
