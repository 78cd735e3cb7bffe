import { createHash } from 'node:crypto';
import type { MacroDocument } from '#shared/knowledge';
import { fold, tokens } from '../../text/analyze.ts';
import { sentences } from '../../text/sentences.ts';

/** At least this share of a macro's words must stand in the reply; agents change names and add a line. */
const SHARE = 0.6;
const MIN_WORDS = 4;

const print = (words: readonly string[]): string => createHash('sha256').update(words.join(' ')).digest('base64').slice(0, 16);

/** A function from a reply to the macro it was made from, told by whole sentences; null for free words. */
export function macroFinder(macros: readonly MacroDocument[]): (reply: string) => string | null {
  const bySentence = new Map<string, { macro: number; words: number }[]>();
  const total = macros.map(() => 0);
  for (const [macro, { text }] of macros.entries()) {
    for (const { key, words } of prints(text)) {
      total[macro] = (total[macro] as number) + words;
      const found = bySentence.get(key);
      if (found) found.push({ macro, words });
      else bySentence.set(key, [{ macro, words }]);
    }
  }
  return (reply) => {
    if (bySentence.size === 0) return null;
    const seen = new Map<number, number>();
    for (const { key } of prints(reply)) for (const { macro, words } of bySentence.get(key) ?? []) seen.set(macro, (seen.get(macro) ?? 0) + words);
    let best: { macro: number; share: number } | null = null;
    for (const [macro, words] of seen) {
      const share = words / (total[macro] as number);
      if (share >= SHARE && share > (best?.share ?? 0)) best = { macro, share };
    }
    return best ? (macros[best.macro]?.id ?? null) : null;
  };
}

function prints(text: string): { key: string; words: number }[] {
  const found = new Map<string, number>();
  for (const sentence of sentences(text)) {
    const words = tokens(sentence).map(fold);
    if (words.length >= MIN_WORDS) found.set(print(words), words.length);
  }
  return [...found].map(([key, words]) => ({ key, words }));
}
