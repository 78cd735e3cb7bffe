/** One node: what it is, what it is joined to, and why it is here. */
import type { EdgeRow, NodeView, PathStep, Why } from '#shared/knowledge-api';
import type { Knowledge, KnowledgeGraph } from '../types.ts';

const NEIGHBOURS = 200;
const REASONS = 20;
const MAX_PATHS = 5;
const MAX_HOPS = 4;
const PATH_NODES = 400;

/** Null for a key that the graph does not hold. */
export function nodeView(knowledge: Knowledge, key: string): NodeView | null {
  const found = knowledge.graph.node(key);
  if (!found) return null;
  const graph = knowledge.graph.ego([key], { hops: 1, limit: NEIGHBOURS });
  const edges = graph.mapEdges(key, (edge, { kind, weight, evidence }, from, to, a, b): EdgeRow & { edge: string } => ({
    edge,
    from,
    to,
    fromLabel: a.label,
    toLabel: b.label,
    kind,
    weight,
    evidence,
  }));
  edges.sort((a, b) => b.weight - a.weight || (a.from + a.to < b.from + b.to ? -1 : 1));
  const { kind, label, weight, aliases, id } = found;
  return {
    node: { key, kind, label, weight, aliases },
    why: [ownReason(kind, id), ...edges.slice(0, REASONS).map((edge) => reason(key, edge))].filter((w) => w !== null),
    edges: edges.map(({ edge: _, ...row }) => row),
  };
}

/** What a document is about itself; others stand because something names them. */
function ownReason(kind: string, id: string): Why | null {
  if (kind === 'article') return { because: 'It is an article of a connected source.', evidence: [id] };
  if (kind === 'ticket') return { because: 'It is a solved ticket that shows what helps.', evidence: [id] };
  if (kind === 'macro' || kind === 'policy') return { because: `It is a ${kind} of the team.`, evidence: [`${kind}:${id}`] };
  return null;
}

function reason(key: string, { from, to, fromLabel, toLabel, kind, evidence }: EdgeRow): Why {
  const words = kind.replaceAll('_', ' ');
  return { because: from === key ? `It is said to be “${words}” ${toLabel} (${to}).` : `${fromLabel} (${from}) is “${words}” it.`, evidence };
}

/** Shortest ways between two nodes, the strongest first; each edge with what it rests on. */
export function pathsBetween(knowledge: Knowledge, from: string, to: string): PathStep[][] {
  if (!knowledge.graph.node(from) || !knowledge.graph.node(to)) return [];
  const graph = knowledge.graph.ego([from, to], { hops: Math.ceil(MAX_HOPS / 2), limit: PATH_NODES });
  const found: PathStep[][] = [];
  let frontier: { at: string; path: PathStep[]; seen: Set<string> }[] = [{ at: from, path: [], seen: new Set([from]) }];
  for (let hop = 0; hop < MAX_HOPS && frontier.length > 0 && found.length === 0; hop++) {
    const next: typeof frontier = [];
    for (const { at, path, seen } of frontier) {
      const steps = stepsFrom(graph, at).filter((step) => !seen.has(endOf(step)));
      found.push(...steps.filter((step) => endOf(step) === to).map((step) => [...path, step]));
      next.push(
        ...steps.filter((step) => endOf(step) !== to).map((step) => ({ at: endOf(step), path: [...path, step], seen: new Set([...seen, endOf(step)]) })),
      );
    }
    frontier = next.slice(0, PATH_NODES * 10);
  }
  return found.sort((a, b) => strength(b) - strength(a)).slice(0, MAX_PATHS);
}

const endOf = ({ from, to, reversed }: PathStep): string => (reversed ? from : to);
const strength = (path: readonly PathStep[]): number => path.reduce((least, { weight }) => Math.min(least, weight), Number.POSITIVE_INFINITY);

function stepsFrom(graph: KnowledgeGraph, at: string): PathStep[] {
  return graph.mapEdges(at, (_edge, { kind, weight, evidence }, from, to) => ({ from, to, kind, weight, evidence, reversed: to === at }));
}
