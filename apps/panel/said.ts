/** What the Worker says in English, in the agent's language: a sentence is known by its English form, and what stands in it goes into the other's places. */
import { type PanelKey, type Params, panelMessages, type Words } from './translate.ts';

type Known = { key: PanelKey; pattern: RegExp; names: string[] };
type Found = { key: PanelKey; params: Record<string, string> } | null;

/** More than one panel says; beyond it the memory begins anew. */
const REMEMBERED = 500;
const PLACE = /\{(\w+)\}/g;

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Those with more words of their own first: `Matches {words} in the title` is `Matches {words}` too. */
const sentences: Known[] = Object.entries(panelMessages)
  .filter(([key]) => key.startsWith('said.'))
  .sort(([, a], [, b]) => b.replace(PLACE, '').length - a.replace(PLACE, '').length)
  .map(([key, english]) => ({
    key: key as PanelKey,
    pattern: new RegExp(
      `^${english
        .split(/\{\w+\}/)
        .map(literal)
        .join('(.+?)')}$`,
      's',
    ),
    names: [...english.matchAll(PLACE)].map(([, name = '']) => name),
  }));

const remembered = new Map<string, Found>();

function find(english: string): Found {
  const before = remembered.get(english);
  if (before !== undefined) return before;
  let found: Found = null;
  for (const { key, pattern, names } of sentences) {
    const match = pattern.exec(english);
    if (match) found = { key, params: Object.fromEntries(names.map((name, i) => [name, match[i + 1] ?? ''])) };
    if (found) break;
  }
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(english, found);
  return found;
}

/** True for a sentence that every language of the panel has. What a team wrote itself, such as a policy's reason, is none. */
export const isKnown = (english: string): boolean => find(english) !== null;

/** The sentence in the agent's language; one that is not known stays as it is. */
export function said(english: string, { t }: Pick<Words, 't'>): string {
  const found = find(english);
  if (!found) return english;
  // A list of things the product itself names, such as `region and plan`.
  const inside = (value: string): string => {
    const parts = value.split(/, | and /).map((part) => t.maybe(`inside.${part}`));
    return parts.every((part) => part !== null) ? parts.join(', ') : value;
  };
  const params: Params = Object.fromEntries(Object.entries(found.params).map(([name, value]) => [name, inside(value)]));
  return t(found.key, params);
}
