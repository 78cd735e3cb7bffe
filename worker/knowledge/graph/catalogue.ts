/** Products, features, plans, regions, versions, brands and teams: what an admin named, and what documents name. */
import type { EntityDocument } from '#shared/knowledge';
import { fold, tokens } from '../../text/analyze.ts';
import type { KnowledgeGraph } from '../types.ts';
import { putEdge, putNode } from './edit.ts';

export type EntityKind = EntityDocument['kind'];
export type Catalogue = {
  /** The node of that name or alias; made when nobody has named it yet. */
  resolve(kind: EntityKind, name: string): string;
  /** Entities of the admin's catalogue that the text names, with how often. */
  mentions(text: string): Map<string, number>;
  /** It names nothing: no text mentions any of it. */
  silent: boolean;
};

const MAX_WORDS = 5;
const words = (text: string): string[] =>
  tokens(text)
    .flatMap((token) => fold(token).split(/[-_'’]/))
    .filter(Boolean);
const nameOf = (text: string): string => words(text).join(' ');

export function buildCatalogue(graph: KnowledgeGraph, entities: readonly EntityDocument[]): Catalogue {
  const byName = new Map<string, string>();
  const spoken = new Map<string, string>();
  const setOnce = (names: Map<string, string>, name: string, key: string): void => {
    if (!names.has(name)) names.set(name, key);
  };
  const keys = new Map(entities.map(({ id, kind, name, aliases }) => [id, putNode(graph, kind, id, name, { aliases })]));
  for (const { id, kind, name, aliases } of entities) {
    const key = keys.get(id) as string;
    setOnce(byName, `${kind}:${nameOf(id)}`, key);
    for (const folded of [name, ...aliases].map(nameOf)) {
      setOnce(byName, `${kind}:${folded}`, key);
      if (folded.length > 1) setOnce(spoken, folded, key);
    }
  }
  putRelations(graph, entities, keys);
  return {
    resolve(kind, name) {
      const folded = nameOf(name) || name;
      const known = byName.get(`${kind}:${folded}`);
      if (known) return known;
      const key = putNode(graph, kind, folded.replaceAll(' ', '-'), name);
      byName.set(`${kind}:${folded}`, key);
      return key;
    },
    silent: spoken.size === 0,
    mentions: (text) => (spoken.size === 0 ? new Map() : countNames(words(text), spoken)),
  };
}

function putRelations(graph: KnowledgeGraph, entities: readonly EntityDocument[], keys: ReadonlyMap<string, string>): void {
  for (const { id, partOf, dependsOn } of entities) {
    const from = keys.get(id) as string;
    const evidence = [`catalogue:${id}`];
    if (partOf !== null) putEdge(graph, 'part_of', from, keys.get(partOf) ?? '', 1, evidence);
    for (const other of dependsOn) putEdge(graph, 'depends_on', from, keys.get(other) ?? '', 1, evidence);
  }
}

/** The longest name at each place counts; its words are then used up. */
function countNames(all: readonly string[], names: ReadonlyMap<string, string>): Map<string, number> {
  const found = new Map<string, number>();
  for (let i = 0; i < all.length; i++) {
    for (let n = Math.min(MAX_WORDS, all.length - i); n > 0; n--) {
      const key = names.get(all.slice(i, i + n).join(' '));
      if (key === undefined) continue;
      found.set(key, (found.get(key) ?? 0) + 1);
      i += n - 1;
      break;
    }
  }
  return found;
}
