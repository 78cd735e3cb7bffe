/**
 * Names under which a text may speak of a node. Sections: graph.name strings (folded names), graph.nameNode u32;
 * graph.nameHash / graph.nameOf (name → its row); graph.typoHash / graph.typoOf (name with one letter left out → row:
 * the deletion neighbourhood of SymSpell, which finds every word one edit away by equality).
 */
import { fold, tokens } from '../../text/analyze.ts';
import type { NodeAttributes, NodeKind, SectionReader, Sections } from '../types.ts';
import { putStrings } from './container.ts';
import { buildHashIndex, type HashIndex, visitHash } from './hash-index.ts';

/** Kinds a customer names; people and tickets are not looked for. */
const NAMED: ReadonlySet<NodeKind> = new Set(['product', 'feature', 'version', 'plan', 'region', 'brand', 'policy', 'team', 'tag', 'article', 'issue']);
/** Shorter words are one letter away from too many others. */
const TYPO_FROM = 6;
const MAX_WORDS = 6;

const nameWords = (text: string): string[] =>
  tokens(text)
    .flatMap((token) => fold(token).split(/[-_'’]/))
    .filter(Boolean);
/** How names are compared: words folded, hyphens as spaces, one space between. */
export const foldName = (name: string): string => nameWords(name).join(' ');

export function putAliases(sections: Sections, nodes: readonly NodeAttributes[]): void {
  const names: { name: string; node: number }[] = [];
  for (const [node, { kind, label, aliases }] of nodes.entries()) {
    if (!NAMED.has(kind)) continue;
    for (const name of new Set([label, ...aliases].map(foldName))) if (name.length > 1 && name.split(' ').length <= MAX_WORDS) names.push({ name, node });
  }
  putStrings(
    sections,
    'graph.name',
    names.map(({ name }) => name),
  );
  sections.set(
    'graph.nameNode',
    Uint32Array.from(names, ({ node }) => node),
  );
  const exact = buildHashIndex(names.length, (value) => ({ key: (names[value] as { name: string }).name, value }));
  sections.set('graph.nameHash', exact.hashes);
  sections.set('graph.nameOf', exact.values);
  const near = names.flatMap(({ name }, value) => (canBeMistyped(name) ? [name, ...deletions(name)].map((key) => ({ key, value })) : []));
  const typos = buildHashIndex(near.length, (i) => near[i] as { key: string; value: number });
  sections.set('graph.typoHash', typos.hashes);
  sections.set('graph.typoOf', typos.values);
}

const canBeMistyped = (name: string): boolean => name.length >= TYPO_FROM && !name.includes(' ') && !/\d/.test(name);

function deletions(word: string): string[] {
  const found = new Set<string>();
  for (let i = 0; i < word.length; i++) found.add(word.slice(0, i) + word.slice(i + 1));
  return [...found];
}

/** Whether one insertion, deletion, substitution or swap of neighbours turns `a` into `b`. */
export function oneEditApart(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  if (a.length !== b.length) {
    const [short, long] = a.length < b.length ? [a, b] : [b, a];
    return short.slice(i) === long.slice(i + 1);
  }
  return a.slice(i + 1) === b.slice(i + 1) || (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2));
}

export type NameHit = { node: number; term: string; exact: boolean };

/**
 * Finds the nodes that `terms` (a text's words in order; a term may be a phrase) speak of: the longest names first, each
 * word used once; a single long word may be one edit away from a name.
 */
export function nameFinder(reader: SectionReader): (terms: readonly string[]) => NameHit[] {
  const names = reader.strings('graph.name');
  const nodeOf = reader.u32('graph.nameNode');
  const exact: HashIndex = { hashes: reader.u32('graph.nameHash'), values: reader.u32('graph.nameOf') };
  const typos: HashIndex = { hashes: reader.u32('graph.typoHash'), values: reader.u32('graph.typoOf') };

  const findExact = (name: string): number[] => {
    const found: number[] = [];
    visitHash(exact, name, (row) => {
      if (names.get(row) === name) found.push(nodeOf[row] as number);
      return false;
    });
    return found;
  };
  const findNear = (word: string): number[] => {
    const found = new Set<number>();
    for (const key of [word, ...deletions(word)]) {
      visitHash(typos, key, (row) => {
        if (oneEditApart(names.get(row), word)) found.add(nodeOf[row] as number);
        return false;
      });
    }
    return [...found];
  };

  return (terms) => {
    const words = terms.flatMap(nameWords);
    const hits = new Map<number, NameHit>();
    const keep = (nodes: readonly number[], term: string, isExact: boolean): void => {
      for (const node of nodes) if (!hits.has(node)) hits.set(node, { node, term, exact: isExact });
    };
    for (let i = 0; i < words.length; ) {
      let used = 0;
      for (let n = Math.min(MAX_WORDS, words.length - i); n > 0 && used === 0; n--) {
        const name = words.slice(i, i + n).join(' ');
        const found = findExact(name);
        if (found.length > 0) {
          keep(found, name, true);
          used = n;
        }
      }
      const word = words[i] ?? '';
      if (used === 0 && canBeMistyped(word)) keep(findNear(word), word, false);
      i += Math.max(1, used);
    }
    return [...hits.values()];
  };
}
