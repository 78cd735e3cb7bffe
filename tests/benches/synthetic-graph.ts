/** A graph of the shape a help desk's has: few hubs, many leaves, some text on every node and edge. */
import { keyOf, newGraph, putEdge, putNode } from '../../worker/knowledge/graph/edit.ts';
import type { KnowledgeGraph, NodeKind } from '../../worker/knowledge/types.ts';

const words = [
  'billing',
  'sync',
  'export',
  'login',
  'password',
  'mobile',
  'report',
  'invoice',
  'bridge',
  'lamp',
  'calendar',
  'import',
  'webhook',
  'profile',
  'team',
];

/** The same numbers give the same graph. */
export function syntheticGraph(nodes: number, edges: number): KnowledgeGraph {
  let state = 7;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const graph = newGraph();
  const keys: string[] = [];
  for (let i = 0; i < nodes; i++) {
    const kind: NodeKind = i % 50 === 0 ? 'feature' : i % 10 === 0 ? 'article' : i % 25 === 1 ? 'issue' : 'ticket';
    const label = `${words[random(words.length)]} ${words[random(words.length)]} ${words[random(words.length)]} ${i}`;
    keys.push(putNode(graph, kind, String(i), label, { weight: 1 + random(5), aliases: kind === 'feature' ? [`alias ${i}`] : [] }));
  }
  while (graph.size < edges) {
    const from = keys[random(nodes)] as string;
    // Half of the edges lead to a tenth of the nodes.
    const to = keys[random(2) === 0 ? random(Math.ceil(nodes / 10)) * 10 : random(nodes)] ?? keyOf('ticket', '1');
    putEdge(graph, random(2) === 0 ? 'evidenced_by' : 'mentions', from, to, 1 + random(9), [from.slice(from.indexOf(':') + 1)]);
  }
  return graph;
}
