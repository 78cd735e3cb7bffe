/** Whether a sentence says what its sources say: the same words, numbers, units, names, negations and bounds. */
import { detectLanguage } from '../../text/language.ts';
import type { EvidenceSource } from '../types.ts';
import { CLOSE, movesName, movesNumber, overlap, RESTATES, sameNames, samePolarity, sameQuantities, swaps } from './compare.ts';
import { type Line, type Prepared, print, toLine } from './lines.ts';
import { holds, quantities } from './quantities.ts';

export type Support = {
  supported: boolean;
  /** Said in another language than the sources: numbers and names were compared, words could not be. */
  translated: boolean;
  /** The sources that carry it, each with the sentence of its own that does. */
  carriers: { source: EvidenceSource; quote: string }[];
};

/** Share of a sentence's content words that the best source sentence must hold, and that all together must. */
const ONE = 0.4;
const TOGETHER = 0.72;
/** Of fewer content words than this none may be unknown: one of five is what the sentence is about. */
const SHORT = 6;
/** From here on the detected language of a single sentence is believed. */
const SURE = 0.8;
const NONE: Support = { supported: false, translated: false, carriers: [] };

/** Compares `text`, meant to be in `language`, with the sources it cites. */
export function support(text: string, language: string, cited: readonly Prepared[]): Support {
  const ownPrint = print(text);
  if (ownPrint === '') return NONE;
  for (const { source, lines } of cited) {
    const line = lines.find((candidate) => candidate.print === ownPrint);
    if (line) return { supported: true, translated: false, carriers: [{ source, quote: line.text }] };
  }
  const inLanguage = (code: string) => cited.filter(({ source }) => source.language === code);
  if (inLanguage(language).length > 0) return restated(text, language, inLanguage(language)) ?? NONE;
  const written = detectLanguage(text);
  if (inLanguage(written.value).length > 0) return restated(text, written.value, inLanguage(written.value)) ?? NONE;
  return written.value !== language && written.confidence >= SURE ? NONE : translated(text, cited);
}

function restated(text: string, language: string, cited: readonly Prepared[]): Support | null {
  const own = toLine(text, language);
  if (own.terms.size === 0) return null;
  const about = new Set(cited.flatMap((prepared) => [...prepared.about]));
  const aligned = align(
    own.terms,
    cited.flatMap((prepared) => prepared.lines),
  );
  const best = aligned[0];
  if (!best) return null;
  const share = overlap(own.terms, best.terms);
  const held = share >= RESTATES ? [best] : aligned;
  const terms = new Set(aligned.flatMap((line) => [...line.terms]));
  const known = [...own.terms].filter((term) => terms.has(term) || about.has(term)).length / own.terms.size;
  if (share < ONE || known < (own.terms.size < SHORT ? 1 : TOGETHER)) return null;
  if (!sameQuantities(own, held, cited) || !sameNames(own, held, cited) || !samePolarity(own, best, share, terms)) return null;
  if (share >= CLOSE && (swaps(own, best) || movesNumber(own, best) || movesName(own, best))) return null;
  return { supported: true, translated: false, carriers: carriersOf(held, cited) };
}

function carriersOf(held: readonly Line[], cited: readonly Prepared[]): Support['carriers'] {
  return cited.flatMap(({ source, lines }) => {
    const line = held.find((candidate) => lines.includes(candidate));
    return line ? [{ source, quote: line.text }] : [];
  });
}

/** Up to three source sentences that together hold most of the terms, the best first. */
function align(terms: ReadonlySet<string>, lines: readonly Line[]): Line[] {
  const chosen: Line[] = [];
  const open = new Set(terms);
  // Of two that hold the same, the shorter one says it.
  const worth = (line: Line) => [...open].filter((term) => line.terms.has(term)).length - line.terms.size / 1_000;
  while (chosen.length < 3 && open.size > 0) {
    const best = lines.reduce<{ line: Line; worth: number } | null>((found, line) => {
      const value = worth(line);
      return value > (found?.worth ?? 0.5) ? { line, worth: value } : found;
    }, null);
    if (!best) break;
    chosen.push(best.line);
    for (const term of best.line.terms) open.delete(term);
  }
  return chosen;
}

/** Across languages only what is written alike can be compared: numbers, names and codes. */
function translated(text: string, cited: readonly Prepared[]): Support {
  const lines = cited.flatMap((prepared) => prepared.lines);
  const theirs = lines.flatMap((line) => line.quantities);
  const words = new Set(cited.flatMap(({ source }) => print([source.title, ...source.headings, source.text].join(' ')).split(' ')));
  const codes = [...text.matchAll(/[\p{L}\p{N}]*(?:[_\d@\\/]|\p{Ll}\p{Lu}|(?<!\p{L})\p{Lu}{5,})[\p{L}\p{N}_@\\/.-]*/gu)]
    .map((match) => print(match[0]))
    .filter((code) => /\p{L}/u.test(code));
  const supported =
    lines.length > 0 &&
    quantities(text).every((quantity) => holds(theirs, { ...quantity, unit: '' })) &&
    codes.every((code) => code.split(' ').every((part) => words.has(part)));
  return { supported, translated: supported, carriers: cited.map(({ source }) => ({ source, quote: '' })) };
}
