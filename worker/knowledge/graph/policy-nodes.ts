import type { Corpus } from '#shared/knowledge';
import type { KnowledgeGraph } from '../types.ts';
import type { Catalogue } from './catalogue.ts';
import { keyOf, putEdge, putNode } from './edit.ts';

/** Policies, with the articles they cite, the tags they govern, and the plans and regions they hold for. */
export function putPolicies(graph: KnowledgeGraph, catalogue: Catalogue, policies: Corpus['policies']): void {
  for (const { id, title, when, then } of policies) {
    const key = putNode(graph, 'policy', id, title);
    const evidence = [`policy:${id}`];
    for (const article of then.cite) putEdge(graph, 'governed_by', keyOf('article', article), key, 1, evidence);
    for (const tag of when.intents) putEdge(graph, 'governed_by', putNode(graph, 'tag', tag, tag), key, 1, evidence);
    for (const plan of when.plans) putEdge(graph, 'applies_to', key, catalogue.resolve('plan', plan), 1, evidence);
    for (const region of when.regions) putEdge(graph, 'applies_to', key, catalogue.resolve('region', region), 1, evidence);
    if (then.escalate?.group) putEdge(graph, 'owned_by', key, catalogue.resolve('team', then.escalate.group), 1, evidence);
  }
}

/** Macros, with the articles they name and the tags they set. */
export function putMacros(graph: KnowledgeGraph, macros: Corpus['macros']): void {
  for (const { id, title, tags, articleIds } of macros) {
    const key = putNode(graph, 'macro', id, title);
    const evidence = [`macro:${id}`];
    for (const article of articleIds) putEdge(graph, 'mentions', key, keyOf('article', article), 1, evidence);
    for (const tag of tags) putEdge(graph, 'tagged', key, putNode(graph, 'tag', tag, tag), 1, evidence);
  }
}
