/** Whether a sentence says what its sources say: the same words, numbers, units, names, negations and bounds. */
import { contentTerms } from '../../text/content-terms.ts';
import { fold } from '../../text/fold.ts';
import { plainSentence } from '../../text/plain-sentence.ts';
import { sentences } from '../../text/sentences.ts';
import type { EvidenceSource } from '../types.ts';
import { EXCEPTIONS, opposes, type Polarity, polarity } from './polarity.ts';
import { holds, type Quantity, quantities } from './quantities.ts';

type Line = { text: string; print: string; terms: Set<string>; quantities: Quantity[]; names: Set<string>; polarity: Polarity };
export type Prepared = { source: EvidenceSource; lines: Line[]; about: Set<string> };

export type Support = {
  supported: boolean;
  /** Said in another language than the sources: numbers and names were compared, words could not be. */
  translated: boolean;
  /** The source's own sentence that carries it best. */
  quote: string;
};

/** Share of a sentence's content words that the best source sentence must hold, and that all together must. */
const ONE = 0.4;
const TOGETHER = 0.72;
/** From this share on, the sentence restates one source sentence and is compared with that one alone. */
const RESTATES = 0.75;
/** From this share on, a name or number that stands elsewhere or replaces another is a change, not a new sentence. */
const CLOSE = 0.6;
/** From this share on, a sentence says nothing but what its source sentence says, only less. */
const WITHIN = 0.9;
/** Content words up to which a sentence is too short to name anything but what its source sentence names. */
const SHORT = 4;
const MARKER = /^\s{0,8}(?:\d{1,3}[.)]|[-*•–])\s+/;

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

const toLine = (text: string, language: string): Line => ({
  text,
  print: print(text),
  terms: new Set(contentTerms(text, language)),
  quantities: quantities(text),
  names: names(text),
  polarity: polarity(text, language),
});

/** Letters and digits only: what is left when layout and punctuation do not count. */
const print = (text: string) =>
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

/** Compares `text`, written in `language`, with the sources it cites. */
export function support(text: string, language: string, cited: readonly Prepared[]): Support {
  const none: Support = { supported: false, translated: false, quote: '' };
  const ownPrint = print(text);
  for (const { lines } of cited)
    for (const line of lines) if (line.print === ownPrint && ownPrint !== '') return { supported: true, translated: false, quote: line.text };
  const same = cited.filter(({ source }) => source.language === language);
  if (same.length === 0) return translated(text, cited);
  return restated(text, language, same) ?? none;
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
  if (share < ONE || known < TOGETHER) return null;
  if (!sameQuantities(own, held, cited) || !sameNames(own, held, cited) || !samePolarity(own, best, share, terms)) return null;
  if (share >= CLOSE && (swaps(own, best) || movesNumber(own, best) || movesName(own, best))) return null;
  return { supported: true, translated: false, quote: best.text };
}

/** Up to three source sentences that together hold most of the terms, the best first. */
function align(terms: ReadonlySet<string>, lines: readonly Line[]): Line[] {
  const chosen: Line[] = [];
  const open = new Set(terms);
  while (chosen.length < 3 && open.size > 0) {
    let best: Line | null = null;
    let bestGain = 0;
    for (const line of lines) {
      let gain = 0;
      for (const term of open) if (line.terms.has(term)) gain++;
      // Of two that hold the same, the shorter one says it.
      const worth = gain === 0 ? 0 : gain - line.terms.size / 1_000;
      if (worth > bestGain && !chosen.includes(line)) {
        best = line;
        bestGain = worth;
      }
    }
    if (!best) break;
    chosen.push(best);
    for (const term of best.terms) open.delete(term);
  }
  return chosen;
}

function overlap(own: ReadonlySet<string>, theirs: ReadonlySet<string>): number {
  let shared = 0;
  for (const term of own) if (theirs.has(term)) shared++;
  return shared / own.size;
}

function sameQuantities(own: Line, held: readonly Line[], cited: readonly Prepared[]): boolean {
  const theirs = [...held.flatMap((line) => line.quantities), ...cited.flatMap(({ source }) => quantities([source.title, ...source.headings].join(' ')))];
  return own.quantities.every((quantity) => holds(theirs, quantity));
}

function sameNames(own: Line, held: readonly Line[], cited: readonly Prepared[]): boolean {
  const theirs = new Set(held.flatMap((line) => print(line.text).split(' ')));
  const titles = new Set(cited.flatMap(({ source }) => print([source.title, ...source.headings].join(' ')).split(' ')));
  return [...own.names].every((name) =>
    print(name)
      .split(' ')
      .every((part) => theirs.has(part) || titles.has(part) || inflected(part, theirs)),
  );
}

/** A name or number that the restated sentence lacks stands where one of its own is missing. */
function swaps(own: Line, best: Line): boolean {
  const [ours, theirs] = [new Set(print(own.text).split(' ')), new Set(print(best.text).split(' '))];
  const absent = (names: ReadonlySet<string>, words: ReadonlySet<string>) =>
    [...names].some(
      (name) =>
        !print(name)
          .split(' ')
          .every((part) => words.has(part) || inflected(part, words)),
    );
  if (absent(own.names, theirs) && (own.terms.size <= SHORT || absent(best.names, ours))) return true;
  const lacks = (wanted: readonly Quantity[], held: readonly Quantity[]) => wanted.some((quantity) => !holds(held, quantity));
  return lacks(own.quantities, best.quantities) && lacks(best.quantities, own.quantities);
}

/** A name of the restated sentence stands beside other words than there, on both sides. */
function movesName(own: Line, best: Line): boolean {
  const [ours, theirs] = [print(own.text).split(' '), print(best.text).split(' ')];
  return [...own.names].some((name) => {
    const parts = print(name).split(' ');
    const first = parts[0] ?? '';
    const last = parts.at(-1) ?? '';
    const starts = places(theirs, first);
    if (starts.length === 0) return false;
    return places(ours, first).every((at) => {
      const before = ours[at - 1];
      const after = ours[at + parts.length];
      return !starts.some((place) => theirs[place - 1] === before) && !places(theirs, last).some((place) => theirs[place + 1] === after);
    });
  });
}

const places = (words: readonly string[], word: string) => words.flatMap((other, i) => (other === word ? [i] : []));

/** A number of the restated sentence stands beside other words than there. */
function movesNumber(own: Line, best: Line): boolean {
  return own.quantities.some((quantity) => {
    const same = best.quantities.filter((other) => other.value === quantity.value);
    return same.length > 0 && !same.some((other) => other.before === quantity.before || other.after === quantity.after);
  });
}

/** A name in another case or number (`Firefox's`, `Konten` for `Konto`): the same beginning, a letter or two more or less. */
function inflected(name: string, theirs: ReadonlySet<string>): boolean {
  if (name.length < 4 || /\d/.test(name)) return false;
  for (const other of theirs)
    if (Math.abs(other.length - name.length) <= 2 && (other.startsWith(name.slice(0, -1)) || name.startsWith(other.slice(0, -1))) && other.length >= 4)
      return true;
  return false;
}

function samePolarity(own: Line, best: Line, share: number, terms: ReadonlySet<string>): boolean {
  for (const term of own.polarity.negated) if (best.terms.has(term) && best.polarity.negations === 0) return false;
  if (share >= 0.6) {
    const ours = [...own.terms].filter((term) => best.polarity.negated.has(term));
    if (own.polarity.negations === 0 && best.polarity.negated.size > 0 && ours.length >= Math.min(2, best.polarity.negated.size)) return false;
    if (opposes(own.terms, best.terms)) return false;
    for (const bound of own.polarity.bounds) if (!best.polarity.bounds.has(bound) && !terms.has(bound)) return false;
  }
  const whole = overlap(best.terms, own.terms);
  if (whole >= RESTATES) for (const bound of best.polarity.bounds) if (!own.polarity.bounds.has(bound)) return false;
  const cutShort = share >= WITHIN && whole >= 0.5 && [...best.polarity.bounds].some((bound) => EXCEPTIONS.has(bound) && !own.polarity.bounds.has(bound));
  if (cutShort) return false;
  return !(share >= RESTATES && whole >= RESTATES && own.polarity.negations !== best.polarity.negations);
}

/** Across languages only what is written alike can be compared: numbers, names and codes. */
function translated(text: string, cited: readonly Prepared[]): Support {
  const lines = cited.flatMap((prepared) => prepared.lines);
  const theirs = lines.flatMap((line) => line.quantities);
  const words = new Set(cited.flatMap(({ source }) => print([source.title, ...source.headings, source.text].join(' ')).split(' ')));
  const codes = [...text.matchAll(/[\p{L}\p{N}]*(?:[_\d@\\/]|\p{Ll}\p{Lu})[\p{L}\p{N}_@\\/.-]*/gu)]
    .map((match) => print(match[0]))
    .filter((code) => /\p{L}/u.test(code));
  const supported =
    lines.length > 0 &&
    quantities(text).every((quantity) => holds(theirs, { ...quantity, unit: '' })) &&
    codes.every((code) => code.split(' ').every((part) => words.has(part)));
  return { supported, translated: supported, quote: lines[0]?.text ?? '' };
}
