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
const EDGE = 1_500;
/** From this confidence on, only the text's own language is tried. */
const SURE = 0.95;
/** Fewer words than this do not tell their language. */
const ENOUGH_WORDS = 6;
/** A message this short may be a bare “agent”; in a longer one such a clause is part of a list. */
const BRIEF_WORDS = 14;
const MAX_CLAUSE_WORDS = 60;
const SENTENCE_END = /[.!?;:\n…()]|,(?=\s)|\s[-–—]+\s/u;

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
  const own = packs[detected.value] ? [detected.value] : [];
  const sure = own.length > 0 && detected.confidence >= SURE && plain.trim().split(/\s+/).length >= ENOUGH_WORDS;
  const codes = sure ? own : [...new Set([...own, ...Object.keys(packs)])];
  const brief = plain.trim().split(/\s+/).length <= BRIEF_WORDS;
  for (const sentence of plain.split(SENTENCE_END)) {
    for (const code of codes) {
      const found = inSentence(sentence, packFor(code), brief);
      if (found.phrase !== '') return { asks: true, phrase: found.phrase };
      // Words of one language may ask in another: its own refusal counts.
      if (found.refused && code === own[0]) break;
    }
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

type Found = { phrase: string; refused: boolean };

function inSentence(sentence: string, pack: CompiledPack, brief: boolean): Found {
  const words = fold(sentence)
    .replace(/['’‘`´]/gu, pack.apostrophe)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  let refused = false;
  if (words === '' || !pack.mayAsk(words)) return { phrase: '', refused };
  for (const clause of ` ${words} `.split(pack.split)) {
    const found = inClause(clause, pack, brief);
    if (found.phrase !== '') return found;
    refused ||= found.refused;
  }
  return { phrase: '', refused };
}

function inClause(clause: string, pack: CompiledPack, brief: boolean): Found {
  const said = clause.trim().split(' ').slice(0, MAX_CLAUSE_WORDS);
  let words = ` ${said.filter((word, i) => word !== said[i - 1]).join(' ')} `;
  for (const lookAlike of pack.lookAlikes) words = words.replace(lookAlike, ' #');
  const first = (patterns: readonly RegExp[]): string => {
    for (const pattern of patterns) {
      const match = pattern.exec(words);
      if (match) return match[0].trim();
    }
    return '';
  };
  const insists = first(pack.insists);
  if (insists !== '') return { phrase: insists, refused: false };
  if (first(pack.refuses) !== '') return { phrase: '', refused: true };
  return { phrase: (brief ? first(pack.bare) : '') || first(pack.asks), refused: false };
}
