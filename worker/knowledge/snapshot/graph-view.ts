/** Reads the graph from the snapshot's arrays; a request materialises the part it needs as a graphology graph. */
import { DirectedGraph } from 'graphology';
import { nodeKinds } from '#shared/graph';
import {
  type EdgeAttributes,
  type EdgeKind,
  edgeKinds,
  type GraphView,
  type KnowledgeGraph,
  type NodeAttributes,
  type NodeKind,
  type SectionReader,
} from '../types.ts';
import { nameFinder } from './alias-sections.ts';
import { visitHash } from './hash-index.ts';

/** Edges looked at for one node: a hub's weakest thousands would cost more than they tell. */
const MAX_FAN = 256;

export function openGraph(reader: SectionReader): GraphView {
  const keys = reader.strings('graph.key');
  const labels = reader.strings('graph.label');
  const aliases = reader.strings('graph.alias');
  const kind = reader.u8('graph.kind');
  const weight = reader.f32('graph.weight');
  const out = reader.u32('graph.out');
  const into = reader.u32('graph.in');
  const inEdge = reader.u32('graph.inEdge');
  const source = reader.u32('graph.source');
  const target = reader.u32('graph.target');
  const edgeKind = reader.u8('graph.edgeKind');
  const edgeWeight = reader.f32('graph.edgeWeight');
  const evidenceAt = reader.u32('graph.evidence');
  const evidenceId = reader.u32('graph.evidenceId');
  const evidenceText = reader.strings('graph.evidenceText');
  const keyIndex = { hashes: reader.u32('graph.keyHash'), values: reader.u32('graph.keyNode') };
  const find = nameFinder(reader);

  const place = (key: string): number => {
    let found = -1;
    visitHash(keyIndex, key, (node) => {
      if (keys.get(node) !== key) return false;
      found = node;
      return true;
    });
    return found;
  };
  const attributes = (node: number): NodeAttributes => {
    const key = keys.get(node);
    const names = aliases.get(node);
    return {
      kind: nodeKinds[kind[node] as number] as NodeKind,
      id: key.slice(key.indexOf(':') + 1),
      label: labels.get(node),
      weight: weight[node] as number,
      aliases: names === '' ? [] : names.split('\n'),
    };
  };
  const edgeAttributes = (edge: number): EdgeAttributes => ({
    kind: edgeKinds[edgeKind[edge] as number] as EdgeKind,
    weight: edgeWeight[edge] as number,
    evidence: Array.from(evidenceId.subarray(evidenceAt[edge], evidenceAt[edge + 1]), (id) => evidenceText.get(id)),
  });
  /** Edges at `node` in both directions, strongest first in each. */
  const edgesAt = (node: number, kinds: readonly number[] | null): number[] => {
    const edges: number[] = [];
    const take = (edge: number): boolean => {
      if (kinds === null || kinds.includes(edgeKind[edge] as number)) edges.push(edge);
      return edges.length < MAX_FAN;
    };
    for (let i = into[node] as number; i < (into[node + 1] as number); i++) if (!take(inEdge[i] as number)) break;
    const arriving = edges.splice(0);
    for (let edge = out[node] as number; edge < (out[node + 1] as number); edge++) if (!take(edge)) break;
    return [...arriving, ...edges];
  };

  const otherEnd = (edge: number, node: number): number => (source[edge] === node ? target[edge] : source[edge]) as number;

  return {
    nodeCount: kind.length,
    edgeCount: edgeKind.length,
    node(key) {
      const found = place(key);
      return found < 0 ? null : attributes(found);
    },
    ego(seeds, { hops, limit, kinds }) {
      const along = kinds ? kinds.map((kind) => edgeKinds.indexOf(kind)) : null;
      const chosen = new Set(
        seeds
          .map(place)
          .filter((node) => node >= 0)
          .slice(0, limit),
      );
      let frontier = [...chosen];
      for (let hop = 0; hop < hops && chosen.size < limit; hop++) {
        frontier = [...reach(frontier, chosen, along)]
          .sort((a, b) => b[1] - a[1] || a[0] - b[0])
          .slice(0, limit - chosen.size)
          .map(([node]) => node);
        for (const node of frontier) chosen.add(node);
      }
      return materialise(chosen, along);
    },
    link: (terms) => find(terms).map(({ node, term, exact }) => ({ key: keys.get(node), term, exact })),
  };

  /** Nodes one edge away from the frontier that are not chosen yet, with their strongest edge's weight. */
  function reach(frontier: readonly number[], chosen: ReadonlySet<number>, along: readonly number[] | null): Map<number, number> {
    const reached = new Map<number, number>();
    for (const node of frontier) {
      for (const edge of edgesAt(node, along)) {
        const other = otherEnd(edge, node);
        if (!chosen.has(other)) reached.set(other, Math.max(reached.get(other) ?? 0, edgeWeight[edge] as number));
      }
    }
    return reached;
  }

  /** The chosen nodes with every edge between them (of a hub, its strongest). */
  function materialise(chosen: ReadonlySet<number>, along: readonly number[] | null): KnowledgeGraph {
    const graph: KnowledgeGraph = new DirectedGraph<NodeAttributes, EdgeAttributes>();
    for (const node of chosen) graph.addNode(keys.get(node), attributes(node));
    const edges = new Set<number>();
    for (const node of chosen) for (const edge of edgesAt(node, along)) if (chosen.has(otherEnd(edge, node))) edges.add(edge);
    for (const edge of edges) graph.addEdge(keys.get(source[edge] as number), keys.get(target[edge] as number), edgeAttributes(edge));
    return graph;
  }
}
