/** Sources and sentences taken apart for comparison. */
import { contentTerms } from '../../text/content-terms.ts';
import { fold } from '../../text/fold.ts';
import { plainSentence } from '../../text/plain-sentence.ts';
import { sentences } from '../../text/sentences.ts';
import type { EvidenceSource } from '../types.ts';
import { type Polarity, polarity } from './polarity.ts';
import { type Quantity, quantities } from './quantities.ts';

export type Line = { text: string; print: string; terms: Set<string>; quantities: Quantity[]; names: Set<string>; polarity: Polarity };
export type Prepared = { source: EvidenceSource; lines: Line[]; about: Set<string> };

const MARKER = /^\s{0,8}(?:\d{1,3}[.)]|[-*•–])\s+/;

/** A source cut into its sentences, each with what is compared: words, quantities, names, negations. */
export function prepare(source: EvidenceSource): Prepared {
  const lines: Line[] = [];
  for (const raw of source.text.split('\n')) {
    const line = raw.replace(MARKER, '');
    const parts = sentences(line);
    for (const part of parts) lines.push(toLine(plainSentence(part), source.language));
    if (parts.length > 1 && line !== raw) lines.push(toLine(plainSentence(line), source.language));
  }
  return { source, lines, about: new Set(contentTerms([source.title, ...source.headings].join(' '), source.language)) };
}

export const toLine = (text: string, language: string): Line => ({
  text,
  print: print(text),
  terms: new Set(contentTerms(text, language)),
  quantities: quantities(text),
  names: names(text),
  polarity: polarity(text, language),
});

/** Letters and digits only: what is left when layout and punctuation do not count. */
export const print = (text: string) =>
  fold(text.normalize('NFKC'))
    .replace(/[^\p{L}\p{N}%€$£]+/gu, ' ')
    .trim();

/** Words written like names or codes: capitals inside a sentence, digits in words, underscores, dots. */
function names(text: string): Set<string> {
  const found = new Set<string>();
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}_.:/@\\-]*[\p{L}\p{N}]|\p{Lu}/gu)) {
    const word = match[0];
    const opens = match.index === 0 || /[.!?:"“«(\n]\s*$/.test(text.slice(Math.max(0, match.index - 3), match.index));
    if (/\p{L}\p{Ll}*\p{Lu}|[_@\\/]|\p{L}\.\p{L}/u.test(word) || (/\p{L}/u.test(word) && /\d/.test(word)) || (!opens && /^\p{Lu}/u.test(word)))
      found.add(fold(word));
  }
  return found;
}
