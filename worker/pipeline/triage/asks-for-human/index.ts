/** Whether the customer asks for a person: the one request that must never be talked over. */
import { fold } from '../../../text/fold.ts';
import { detectLanguage } from '../../../text/language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { asksInJapanese } from './ja.ts';
import { nl } from './nl.ts';
import { type CompiledPack, compilePack, type Pack } from './pack.ts';
import { pt } from './pt.ts';

const packs: Readonly<Record<string, Pack>> = { en, de, es, fr, pt, it, nl };
const compiled = new Map<string, CompiledPack>();

/** Requests stand at the start or the end of what people write; this much of either is read. */
const EDGE = 3_000;
/** From this confidence on, only the text's own language is tried. */
const SURE = 0.85;
const MAX_CLAUSE_WORDS = 60;

export type HumanRequest = {
  asks: boolean;
  /** The words that ask, as read (lower case, without accents); empty without a request. */
  phrase: string;
};

/** `text` in any language; those with a page of words here are en, de, es, fr, pt, it, nl and ja. Time is linear in the text. */
export function asksForHuman(text: string, language?: { value: string; confidence: number }): HumanRequest {
  const read = text.length > 2 * EDGE ? `${text.slice(0, EDGE)}\n${text.slice(-EDGE)}` : text;
  const plain = read.normalize('NFKC');
  if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(plain)) {
    const found = asksInJapanese(plain);
    if (found.asks || !/[a-z]{4}/i.test(plain)) return found;
  }
  const detected = language ?? detectLanguage(read);
  const codes = detected.confidence >= SURE && packs[detected.value] ? [detected.value] : Object.keys(packs);
  for (const code of codes) {
    const found = inLanguage(plain, code);
    if (found !== '') return { asks: true, phrase: found };
  }
  return { asks: false, phrase: '' };
}

function packFor(code: string): CompiledPack {
  let pack = compiled.get(code);
  if (!pack) {
    pack = compilePack(packs[code] as Pack);
    compiled.set(code, pack);
  }
  return pack;
}

function inLanguage(text: string, code: string): string {
  const pack = packFor(code);
  for (const sentence of text.split(/[.!?;:\n…()]|,(?=\s)|\s[-–—]+\s/u)) {
    const words = fold(sentence)
      .replace(/['’‘`´]/gu, pack.apostrophe)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    if (words === '') continue;
    for (const clause of ` ${words} `.split(pack.split)) {
      const found = inClause(clause, pack);
      if (found !== '') return found;
    }
  }
  return '';
}

function inClause(clause: string, pack: CompiledPack): string {
  let words = ` ${clause.trim().split(' ').slice(0, MAX_CLAUSE_WORDS).join(' ')} `;
  for (const lookAlike of pack.lookAlikes) words = words.replace(lookAlike, ' #');
  for (const refuses of pack.refuses) if (refuses.test(words)) return '';
  for (const asks of pack.asks) {
    const match = asks.exec(words);
    if (match) return match[0].trim();
  }
  return '';
}
