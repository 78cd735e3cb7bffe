/** The few ways in which builders change the graph. */
import { DirectedGraph } from 'graphology';
import type { EdgeAttributes, EdgeKind, KnowledgeGraph, NodeAttributes, NodeKind } from '../types.ts';

/** More evidence than this convinces nobody further. */
const MAX_EVIDENCE = 12;

export const newGraph = (): KnowledgeGraph => new DirectedGraph<NodeAttributes, EdgeAttributes>();
export const keyOf = (kind: NodeKind, id: string): string => `${kind}:${id}`;

/** Adds the node, or adds to its weight and aliases; gives its key. */
export function putNode(
  graph: KnowledgeGraph,
  kind: NodeKind,
  id: string,
  label: string,
  options: { weight?: number; aliases?: readonly string[] } = {},
): string {
  const key = keyOf(kind, id);
  const weight = options.weight ?? 1;
  const aliases = (options.aliases ?? []).filter((alias) => alias !== label);
  if (!graph.hasNode(key)) graph.addNode(key, { kind, id, label, weight, aliases: [...new Set(aliases)] });
  else {
    graph.updateNodeAttribute(key, 'weight', (old) => (old ?? 0) + weight);
    if (aliases.length > 0) graph.updateNodeAttribute(key, 'aliases', (old) => [...new Set([...(old ?? []), ...aliases])]);
  }
  return key;
}

/**
 * Adds the edge; again the same, it adds up. Two nodes have one edge in a direction: of two kinds the first stays.
 * Loops and unknown ends are left out.
 */
export function putEdge(graph: KnowledgeGraph, kind: EdgeKind, from: string, to: string, weight: number, evidence: readonly string[]): void {
  if (from === to || !graph.hasNode(from) || !graph.hasNode(to)) return;
  const edge = graph.edge(from, to);
  if (edge === undefined) {
    graph.addEdge(from, to, { kind, weight, evidence: [...new Set(evidence)].slice(0, MAX_EVIDENCE) });
    return;
  }
  const old = graph.getEdgeAttributes(edge);
  if (old.kind !== kind) return;
  graph.mergeEdgeAttributes(edge, { weight: old.weight + weight, evidence: [...new Set([...old.evidence, ...evidence])].slice(0, MAX_EVIDENCE) });
}
