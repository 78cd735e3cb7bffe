/**
 * The graph as arrays. Edges lie in rows by source (CSR), strongest first; a second row index leads to the edges that
 * arrive. Sections:
 *
 *   graph.key, graph.label, graph.alias (a node's aliases, one a line)    strings by node
 *   graph.kind u8, graph.weight f32                                       by node
 *   graph.out u32 (nodes + 1), graph.in u32 (nodes + 1), graph.inEdge u32 rows
 *   graph.source, graph.target u32, graph.edgeKind u8, graph.edgeWeight f32 by edge
 *   graph.evidence u32 (edges + 1) → graph.evidenceId u32 → graph.evidenceText strings
 *   graph.keyHash, graph.keyNode u32                                      key → node
 */
import { nodeKinds } from '#shared/graph';
import { edgeKinds, type KnowledgeGraph, type Sections } from '../types.ts';
import { putAliases } from './alias-sections.ts';
import { putStrings } from './container.ts';
import { buildHashIndex } from './hash-index.ts';

type Edge = { source: number; target: number; kind: number; weight: number; evidence: string[] };

export function putGraph(sections: Sections, graph: KnowledgeGraph): void {
  const keys = graph.nodes().sort();
  const place = new Map(keys.map((key, i) => [key, i]));
  const nodes = keys.map((key) => graph.getNodeAttributes(key));
  const edges: Edge[] = graph.mapEdges((_key, attributes, source, target) => ({
    source: place.get(source) as number,
    target: place.get(target) as number,
    kind: edgeKinds.indexOf(attributes.kind),
    weight: attributes.weight,
    evidence: attributes.evidence,
  }));
  edges.sort((a, b) => a.source - b.source || b.weight - a.weight || a.target - b.target);

  putStrings(sections, 'graph.key', keys);
  putStrings(
    sections,
    'graph.label',
    nodes.map((node) => node.label),
  );
  putStrings(
    sections,
    'graph.alias',
    nodes.map((node) => node.aliases.join('\n')),
  );
  sections.set(
    'graph.kind',
    Uint8Array.from(nodes, (node) => nodeKinds.indexOf(node.kind)),
  );
  sections.set(
    'graph.weight',
    Float32Array.from(nodes, (node) => node.weight),
  );
  sections.set(
    'graph.out',
    rows(keys.length, edges, (edge) => edge.source),
  );
  const arriving = edges.map((_, i) => i).sort((a, b) => byTarget(edges[a] as Edge, edges[b] as Edge) || a - b);
  sections.set(
    'graph.in',
    rows(keys.length, edges, (edge) => edge.target),
  );
  sections.set('graph.inEdge', Uint32Array.from(arriving));
  sections.set(
    'graph.source',
    Uint32Array.from(edges, (edge) => edge.source),
  );
  sections.set(
    'graph.target',
    Uint32Array.from(edges, (edge) => edge.target),
  );
  sections.set(
    'graph.edgeKind',
    Uint8Array.from(edges, (edge) => edge.kind),
  );
  sections.set(
    'graph.edgeWeight',
    Float32Array.from(edges, (edge) => edge.weight),
  );
  putEvidence(sections, edges);
  const index = buildHashIndex(keys.length, (value) => ({ key: keys[value] as string, value }));
  sections.set('graph.keyHash', index.hashes);
  sections.set('graph.keyNode', index.values);
  putAliases(sections, nodes);
}

const byTarget = (a: Edge, b: Edge): number => a.target - b.target || b.weight - a.weight;

function rows(nodeCount: number, edges: readonly Edge[], nodeOf: (edge: Edge) => number): Uint32Array {
  const offsets = new Uint32Array(nodeCount + 1);
  for (const edge of edges) offsets[nodeOf(edge) + 1] = (offsets[nodeOf(edge) + 1] as number) + 1;
  for (let i = 1; i <= nodeCount; i++) offsets[i] = (offsets[i] as number) + (offsets[i - 1] as number);
  return offsets;
}

/** Ticket ids and documents recur on many edges: each text is kept once. */
function putEvidence(sections: Sections, edges: readonly Edge[]): void {
  const texts = new Map<string, number>();
  const offsets = new Uint32Array(edges.length + 1);
  const ids: number[] = [];
  for (const [i, edge] of edges.entries()) {
    for (const text of edge.evidence) {
      let id = texts.get(text);
      if (id === undefined) {
        id = texts.size;
        texts.set(text, id);
      }
      ids.push(id);
    }
    offsets[i + 1] = ids.length;
  }
  sections.set('graph.evidence', offsets);
  sections.set('graph.evidenceId', Uint32Array.from(ids));
  putStrings(sections, 'graph.evidenceText', [...texts.keys()]);
}
