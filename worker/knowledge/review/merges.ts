/** Names that may mean one thing, for a person to decide: too alike to be sure that they are two, not alike enough to be merged. */
import type { MergeCandidate, NodeRow, Overlay } from '#shared/knowledge-api';
import { foldName, oneEditApart } from '../snapshot/alias-sections.ts';
import { graphPages } from '../snapshot/graph-pages.ts';
import type { Knowledge } from '../types.ts';

const KINDS: ReadonlySet<string> = new Set(['product', 'feature', 'version', 'plan', 'region', 'brand', 'team', 'tag']);
/** Shorter names are one letter away from too many others. */
const TYPO_FROM = 6;

/** Most alike first. Pairs that an admin has decided about (merged, or kept apart) are not asked again. */
export function mergeCandidates(knowledge: Knowledge, overlays: readonly Overlay[]): MergeCandidate[] {
  const pages = graphPages(knowledge);
  const nodes: { row: NodeRow; names: string[] }[] = [];
  for (let i = 0; i < pages.nodeCount; i++) {
    const row = pages.nodeAt(i);
    if (KINDS.has(row.kind)) nodes.push({ row, names: [...new Set([row.label, ...row.aliases].map(foldName))].filter((name) => name.length > 1) });
  }
  const apart = new Set(overlays.flatMap(({ edit }) => (edit.do === 'keep_apart' ? [pairOf(edit.a, edit.b)] : [])));
  const found = new Map<string, MergeCandidate>();
  const propose = (a: NodeRow, b: NodeRow, why: string, likeness: number): void => {
    const pair = pairOf(a.key, b.key);
    if (a.key === b.key || a.kind !== b.kind || apart.has(pair) || (found.get(pair)?.likeness ?? 0) >= likeness) return;
    // The one that more speaks for is the one to keep.
    const [from, into] = a.weight <= b.weight ? [a, b] : [b, a];
    found.set(pair, { a: from, b: into, why, likeness });
  };
  for (const [key, rows] of grouped(nodes, spellings))
    for (const [a, b] of pairs(rows)) {
      // Two long names with the same initials are two names; one of them must be the initials themselves.
      const short = key.slice(key.indexOf(' ') + 1);
      if (key.startsWith('initials ') && ![a, b].some(({ label, aliases }) => [label, ...aliases].some((name) => foldName(name) === short))) continue;
      propose(a, b, reasons[key.slice(0, key.indexOf(' '))] ?? 'Their names are alike.', key.startsWith('same ') ? 0.95 : 0.7);
    }
  for (const [, rows] of grouped(nodes, (name) => (canBeMistyped(name) ? deletions(name) : [])))
    for (const [a, b] of pairs(rows)) {
      const [one, two] = [foldName(a.label), foldName(b.label)];
      if (oneEditApart(one, two) && !/\d/.test(one + two)) propose(a, b, 'Their names differ by one letter.', 0.8);
    }
  return [...found.values()].sort((x, y) => y.likeness - x.likeness || (x.a.key < y.a.key ? -1 : 1));
}

const reasons: Record<string, string> = {
  same: 'Their names are the same but for spaces, case and marks.',
  plural: 'Their names differ by an ending.',
  initials: 'One may be the abbreviation of the other.',
};

/** Spellings under which two names meet. */
function spellings(name: string): string[] {
  const words = name.split(' ');
  const joined = words.join('');
  const initials = words.length >= 2 && words.length <= 5 ? words.map((word) => word[0]).join('') : '';
  return [
    `same ${joined}`,
    ...(joined.length >= TYPO_FROM ? [`plural ${joined.replace(/(?:es|s|en|e)$/u, '')}`] : []),
    ...(initials.length >= 2 && !/\d/.test(initials) ? [`initials ${initials}`] : []),
    ...(isAbbreviation(name) ? [`initials ${name}`] : []),
  ];
}

const isAbbreviation = (name: string): boolean => /^\p{L}{2,5}$/u.test(name);
const canBeMistyped = (name: string): boolean => name.length >= TYPO_FROM && !/\d/.test(name);
const deletions = (word: string): string[] => [word, ...Array.from({ length: word.length }, (_, i) => word.slice(0, i) + word.slice(i + 1))];
const pairOf = (a: string, b: string): string => [a, b].sort().join('\n');

function grouped(nodes: readonly { row: NodeRow; names: string[] }[], keysOf: (name: string) => string[]): Map<string, NodeRow[]> {
  const groups = new Map<string, NodeRow[]>();
  for (const { row, names } of nodes)
    for (const key of new Set(names.flatMap(keysOf))) {
      const list = groups.get(key);
      if (list) list.push(row);
      else groups.set(key, [row]);
    }
  return groups;
}

/** A spelling that very many share says nothing about any two of them. */
function pairs(rows: readonly NodeRow[]): [NodeRow, NodeRow][] {
  if (rows.length > 12) return [];
  return rows.flatMap((a, i) => rows.slice(i + 1).map((b): [NodeRow, NodeRow] => [a, b]));
}
