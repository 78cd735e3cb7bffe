/** The languages whose requests are written down, each compiled when it is first needed. */
import { fold } from '../../../text/fold.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { nl } from './nl.ts';
import { type CompiledPack, compilePack, type Pack } from './pack.ts';
import { pt } from './pt.ts';

const packs: Readonly<Record<string, Pack>> = { en, de, es, fr, pt, it, nl };
const compiled = new Map<string, CompiledPack>();

export const packCodes: readonly string[] = Object.keys(packs);

/** `code` is one of `packCodes`. */
export function packFor(code: string): CompiledPack {
  let pack = compiled.get(code);
  if (!pack) {
    pack = compilePack(packs[code] as Pack);
    compiled.set(code, pack);
  }
  return pack;
}

/** Lower case, without accents, one space before, between and after the words; what an apostrophe becomes differs by language. */
export function foldWords(text: string, apostrophe: string): string {
  return ` ${fold(text)
    .replace(/['’‘`´]/gu, apostrophe)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}
