/** The graph of a snapshot a page at a time: what an admin scrolls through. */
import { nodeKinds } from '#shared/graph';
import type { EdgeRow, NodeRow } from '#shared/knowledge-api';
import { edgeKinds, type Knowledge } from '../types.ts';
import { foldName } from './alias-sections.ts';

export type GraphPages = {
  nodeCount: number;
  edgeCount: number;
  nodeAt(index: number): NodeRow;
  edgeAt(index: number): EdgeRow;
  /** Places from `from` on that match, at most `limit`; `next` is where to go on, −1 at the end. */
  nodes(match: { kind?: string; words?: string }, from: number, limit: number): { items: NodeRow[]; next: number };
  edges(match: { kind?: string }, from: number, limit: number): { items: EdgeRow[]; next: number };
};

export function graphPages(knowledge: Knowledge): GraphPages {
  return knowledge.cached('graph.pages', () => open(knowledge));
}

function open({ sections }: Knowledge): GraphPages {
  const keys = sections.strings('graph.key');
  const labels = sections.strings('graph.label');
  const aliases = sections.strings('graph.alias');
  const kinds = sections.u8('graph.kind');
  const weights = sections.f32('graph.weight');
  const source = sections.u32('graph.source');
  const target = sections.u32('graph.target');
  const edgeKind = sections.u8('graph.edgeKind');
  const edgeWeight = sections.f32('graph.edgeWeight');
  const evidenceAt = sections.u32('graph.evidence');
  const evidenceId = sections.u32('graph.evidenceId');
  const evidenceText = sections.strings('graph.evidenceText');

  const nodeAt = (i: number): NodeRow => {
    const names = aliases.get(i);
    return {
      key: keys.get(i),
      kind: nodeKinds[kinds[i] as number] as string,
      label: labels.get(i),
      weight: weights[i] as number,
      aliases: names === '' ? [] : names.split('\n'),
    };
  };
  const edgeAt = (i: number): EdgeRow => ({
    from: keys.get(source[i] as number),
    to: keys.get(target[i] as number),
    fromLabel: labels.get(source[i] as number),
    toLabel: labels.get(target[i] as number),
    kind: edgeKinds[edgeKind[i] as number] as string,
    weight: edgeWeight[i] as number,
    evidence: Array.from(evidenceId.subarray(evidenceAt[i], evidenceAt[i + 1]), (id) => evidenceText.get(id)),
  });

  const page = <T>(count: number, from: number, limit: number, matches: (i: number) => boolean, at: (i: number) => T): { items: T[]; next: number } => {
    const items: T[] = [];
    for (let i = from; i < count; i++) {
      if (!matches(i)) continue;
      if (items.length === limit) return { items, next: i };
      items.push(at(i));
    }
    return { items, next: -1 };
  };

  return {
    nodeCount: kinds.length,
    edgeCount: edgeKind.length,
    nodeAt,
    edgeAt,
    nodes({ kind, words }, from, limit) {
      const wanted = kind === undefined ? -1 : nodeKinds.indexOf(kind as (typeof nodeKinds)[number]);
      const folded = words === undefined ? '' : foldName(words);
      const named = (i: number): boolean => folded === '' || foldName(`${labels.get(i)} ${aliases.get(i)}`).includes(folded);
      return page(kinds.length, from, limit, (i) => (kind === undefined || kinds[i] === wanted) && named(i), nodeAt);
    },
    edges({ kind }, from, limit) {
      const wanted = kind === undefined ? -1 : edgeKinds.indexOf(kind as (typeof edgeKinds)[number]);
      return page(edgeKind.length, from, limit, (i) => kind === undefined || edgeKind[i] === wanted, edgeAt);
    },
  };
}
