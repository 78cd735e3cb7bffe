/** An admin's edits over the graph that documents gave: kept apart from it, and applied in order at every build. */
import type { EntityDocument } from '#shared/knowledge';
import type { Edit, Overlay } from '#shared/knowledge-api';
import type { KnowledgeGraph, NodeKind } from '../types.ts';
import { keyOf, putEdge, putNode } from './edit.ts';

const catalogueKinds: ReadonlySet<string> = new Set(['product', 'feature', 'version', 'plan', 'region', 'brand', 'team']);

/** The catalogue with the entities and names an admin added: documents are read with them, not only shown with them. */
export function catalogueEdits(entities: readonly EntityDocument[], overlays: readonly Overlay[]): EntityDocument[] {
  const all = new Map(entities.map((entity) => [`${entity.kind}:${entity.id}`, entity]));
  for (const { edit } of overlays) {
    if (edit.do === 'add_node' && catalogueKinds.has(edit.kind) && !all.has(`${edit.kind}:${edit.id}`)) {
      const kind = edit.kind as EntityDocument['kind'];
      all.set(`${edit.kind}:${edit.id}`, { id: edit.id, kind, name: edit.label, aliases: edit.aliases, partOf: null, dependsOn: [] });
    }
    if (edit.do === 'add_alias') {
      const entity = all.get(edit.node);
      if (entity) all.set(edit.node, { ...entity, aliases: [...new Set([...entity.aliases, edit.alias])] });
    }
    if (edit.do === 'delete_alias') {
      const entity = all.get(edit.node);
      if (entity) all.set(edit.node, { ...entity, aliases: entity.aliases.filter((alias) => alias !== edit.alias) });
    }
  }
  return [...all.values()];
}

/** An edit about what is no longer there does nothing, and holds again when it comes back. */
export function applyOverlays(graph: KnowledgeGraph, overlays: readonly Overlay[]): void {
  for (const { id, edit } of overlays) apply(graph, edit, [`edit:${id}`]);
}

function apply(graph: KnowledgeGraph, edit: Edit, evidence: string[]): void {
  switch (edit.do) {
    case 'add_node':
      if (!graph.hasNode(keyOf(edit.kind, edit.id))) putNode(graph, edit.kind, edit.id, edit.label, { aliases: edit.aliases });
      return;
    case 'rename_node':
      rename(graph, edit.node, edit.label);
      return;
    case 'merge_nodes':
      merge(graph, edit.from, edit.into);
      return;
    case 'split_node':
      split(graph, edit, evidence);
      return;
    case 'delete_node':
      if (graph.hasNode(edit.node)) graph.dropNode(edit.node);
      return;
    case 'add_edge':
      putEdge(graph, edit.kind, edit.from, edit.to, edit.weight, evidence);
      return;
    case 'delete_edge':
      if (graph.hasEdge(edit.from, edit.to)) graph.dropEdge(edit.from, edit.to);
      return;
    case 'pin_edge':
      pin(graph, edit.from, edit.to, evidence);
      return;
    case 'add_alias':
      if (graph.hasNode(edit.node)) graph.updateNodeAttribute(edit.node, 'aliases', (old) => [...new Set([...(old ?? []), edit.alias])]);
      return;
    case 'delete_alias':
      if (graph.hasNode(edit.node)) graph.updateNodeAttribute(edit.node, 'aliases', (old) => (old ?? []).filter((alias) => alias !== edit.alias));
      return;
    case 'release_version': {
      if (!graph.hasNode(edit.product)) return;
      const version = putNode(graph, 'version', `${edit.product.slice(edit.product.indexOf(':') + 1)}-${edit.version}`, edit.version);
      putEdge(graph, 'part_of', version, edit.product, 1, evidence);
      return;
    }
    case 'keep_apart':
      return;
  }
}

function rename(graph: KnowledgeGraph, node: string, label: string): void {
  if (!graph.hasNode(node)) return;
  const old = graph.getNodeAttributes(node);
  graph.mergeNodeAttributes(node, { label, aliases: [...new Set([...old.aliases, old.label])].filter((alias) => alias !== label) });
}

function merge(graph: KnowledgeGraph, from: string, into: string): void {
  if (from === into || !graph.hasNode(from) || !graph.hasNode(into)) return;
  for (const { source, target, attributes } of [...graph.edgeEntries(from)])
    putEdge(graph, attributes.kind, source === from ? into : source, target === from ? into : target, attributes.weight, attributes.evidence);
  const { label, aliases, weight } = graph.getNodeAttributes(from);
  graph.updateNodeAttributes(
    into,
    (old) =>
      ({
        ...old,
        kind: old.kind as NodeKind,
        weight: (old.weight ?? 0) + weight,
        aliases: [...new Set([...(old.aliases ?? []), label, ...aliases])].filter((alias) => alias !== old.label),
      }) as typeof old & { kind: NodeKind; id: string; label: string; weight: number; aliases: string[] },
  );
  graph.dropNode(from);
}

function split(graph: KnowledgeGraph, { node, id, label, neighbours }: Extract<Edit, { do: 'split_node' }>, evidence: string[]): void {
  if (!graph.hasNode(node)) return;
  const part = putNode(graph, graph.getNodeAttribute(node, 'kind'), id, label);
  if (part === node) return;
  const moving = new Set(neighbours);
  for (const { edge, source, target, attributes } of [...graph.edgeEntries(node)]) {
    if (!moving.has(source === node ? target : source)) continue;
    putEdge(graph, attributes.kind, source === node ? part : source, target === node ? part : target, attributes.weight, [...attributes.evidence, ...evidence]);
    graph.dropEdge(edge);
  }
}

function pin(graph: KnowledgeGraph, from: string, to: string, evidence: string[]): void {
  const edge = graph.hasNode(from) && graph.hasNode(to) ? graph.edge(from, to) : undefined;
  if (edge === undefined) return;
  const { kind, weight, evidence: old } = graph.getEdgeAttributes(edge);
  const strongest = graph.reduceOutEdges(from, (most, _key, other) => (other.kind === kind ? Math.max(most, other.weight) : most), weight);
  graph.mergeEdgeAttributes(edge, { weight: strongest, evidence: [...new Set([...evidence, ...old])] });
}
