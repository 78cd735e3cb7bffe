/** How two sentences differ although they share most words: quantities, names, negations, bounds. */
import { type Line, type Prepared, print } from './lines.ts';
import { EXCEPTIONS, opposes } from './polarity.ts';
import { holds, type Quantity, quantities } from './quantities.ts';

/** From this share of its words on, a sentence restates one source sentence and is compared with that one alone. */
export const RESTATES = 0.75;
/** From this share on, a name or number that stands elsewhere or replaces another is a change, not a new sentence. */
export const CLOSE = 0.6;
/** From this share on, a sentence says nothing but what its source sentence says, only less. */
const WITHIN = 0.9;
/** Content words up to which a sentence is too short to name anything but what its source sentence names. */
const SHORT = 4;

/** Every number with its unit stands in the sentences compared with, or in a title. */
export function sameQuantities(own: Line, held: readonly Line[], cited: readonly Prepared[]): boolean {
  const theirs = [...held.flatMap((line) => line.quantities), ...cited.flatMap(({ source }) => quantities([source.title, ...source.headings].join(' ')))];
  return own.quantities.every((quantity) => holds(theirs, quantity));
}

/** Every name and code stands there too, perhaps inflected. */
export function sameNames(own: Line, held: readonly Line[], cited: readonly Prepared[]): boolean {
  const theirs = new Set(held.flatMap((line) => print(line.text).split(' ')));
  const titles = new Set(cited.flatMap(({ source }) => print([source.title, ...source.headings].join(' ')).split(' ')));
  return [...own.names].every((name) =>
    print(name)
      .split(' ')
      .every((part) => theirs.has(part) || titles.has(part) || inflected(part, theirs)),
  );
}

/** A name or number that the restated sentence lacks stands where one of its own is missing. */
export function swaps(own: Line, best: Line): boolean {
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
export function movesName(own: Line, best: Line): boolean {
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
export function movesNumber(own: Line, best: Line): boolean {
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

/** Negations and bounds reach the same words on both sides; `share` of our words stand in `best`, `terms` in all sentences compared with. */
export function samePolarity(own: Line, best: Line, share: number, terms: ReadonlySet<string>): boolean {
  if (best.polarity.negations === 0 && [...own.polarity.negated].some((term) => best.terms.has(term))) return false;
  if (share >= CLOSE && (losesNegation(own, best) || opposes(own.terms, best.terms))) return false;
  const missing = [...best.polarity.bounds].filter((bound) => !own.polarity.bounds.has(bound));
  const added = [...own.polarity.bounds].filter((bound) => !best.polarity.bounds.has(bound) && !terms.has(bound));
  if (share >= CLOSE && added.length > 0) return false;
  const whole = overlap(best.terms, own.terms);
  if (whole >= RESTATES && missing.length > 0) return false;
  if (share >= WITHIN && whole >= 0.5 && missing.some((bound) => EXCEPTIONS.has(bound))) return false;
  return !(share >= RESTATES && whole >= RESTATES && own.polarity.negations !== best.polarity.negations);
}

/** Says without a negation what stands under one there. */
function losesNegation(own: Line, best: Line): boolean {
  const { negated } = best.polarity;
  const said = [...own.terms].filter((term) => negated.has(term)).length;
  return own.polarity.negations === 0 && negated.size > 0 && said >= Math.min(2, negated.size);
}

/** Share of `own` that stands in `theirs`. */
export function overlap(own: ReadonlySet<string>, theirs: ReadonlySet<string>): number {
  let shared = 0;
  for (const term of own) if (theirs.has(term)) shared++;
  return own.size === 0 ? 0 : shared / own.size;
}
