/** Postal addresses: a house number beside a street word or after a cue, units, post boxes, postcodes. */
import { type Finding, valuesAfter } from './finding.ts';
import { streetWords, weakStreetWords } from './words.ts';

const WORD = String.raw`[\p{L}\p{M}'’.-]{1,24}`;
const UNIT = String.raw`(?:[Aa]pt|[Aa]partment|[Ss]uite|[Uu]nit|[Ff]lat|[Rr]m|[Bb]ldg|[Ww]ohnung|[Pp]iso|[Ii]nterno)\.?[ ]?#?\d{1,5}[a-z]?(?![\p{L}\p{N}])`;
/** What may follow a street: unit, town, region, country, postcode, each after a comma or a line break. */
const TOWN = String.raw`\p{Lu}(?:[\p{L}\p{M}'’-]*|\p{L}{1,3}\.)(?:[ ](?:\p{Lu}[\p{L}\p{M}'’-]*|d[aeiou]s?|del|la|le|les|am|an der|im|in|sur|sous|nad|u|upon|of|the)){0,3}`;
const TAIL = String.raw`(?:(?:,[ \t]?|[ \t]?\n[ \t]?,?[ \t]?|[ ])(?:${UNIT}|${TOWN}(?:[ ]\(\p{L}{2,20}\))?(?:[ ]\d[\d -]{2,8}\d)?|\p{Lu}{2}|\d[\d -]{2,8}\d)){0,7}`;

const cased = (words: string[]) => words.map((word) => `[${word[0]}${word[0]?.toUpperCase()}]${word.slice(1).replace('.', '\\.')}`).join('|');
const STREET = cased(streetWords);
const NAME = String.raw`(?:\p{Lu}[\p{L}\p{M}'’.-]{0,24}|\d{1,4}(?:th|st|nd|rd)?|de|da|do|dos|del|della|des|du|la|le|les|of|the|van|von|der|den|di)`;
const END = String.raw`(?![\p{L}\p{M}])\.?(?:[ ]\d{1,5}[a-z]?\b\.?)?`;

const shapes = [
  // 12 High Street, Suite 4, Springfield, IL 62701
  String.raw`(?<![\p{L}\p{N}.])\d{1,6}[a-z]?[ ](?:\d{1,5}[ ])?(?:${NAME}[ ]){0,4}(?:\p{Lu}[\p{L}\p{M}]{2,20})?(?:${STREET})${END}${TAIL}`,
  String.raw`(?<![\p{L}\p{N}.])\d{1,6}[a-z]?[ ](?:\d{1,5}[ ])?(?:${NAME}[ ]){1,4}(?:${cased(weakStreetWords)})${END}(?=[\s,]{1,3}${UNIT}|[\s,]{1,3}\p{Lu}[\p{L}\p{M} ,-]{2,40}\d{4,5})${TAIL}`,
  // 12 Somewhere 4 Apt. 5: only the unit says that it is an address
  String.raw`(?<![\p{L}\p{N}.])\d{1,6}[ ](?:(?:${NAME})[ ]){1,5}(?:\d{1,5}[a-z]?[ ])?(?:\s{0,2}${UNIT})${TAIL}`,
  // Hauptstraße 12, 10115 Berlin
  String.raw`(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}'’-]{1,20}?(?:straße|strasse|str\.|gasse|weg|allee|platz|straat|laan|plein|gracht|gata|gatan|vägen|vej|gade|katu|utca|terrasse)[ ]\d{1,5}[a-z]?\b${TAIL}`,
  // Rue de la Paix 3 · Calle Mayor 5
  String.raw`(?<![\p{L}\p{N}])(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]alle|[Aa]venida|[Pp]aseo|[Rr]ua|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Uu]l\.|[Uu]lica)[ ](?:${NAME}[ ]){0,4}\p{Lu}[\p{L}\p{M}'’.-]{1,24},?[ ]\d{1,5}[a-z]?\b${TAIL}`,
  String.raw`(?<![\p{L}\p{N}])(?:[Pp]\.?[ ]?[Oo]\.?[ ]?[Bb]ox|[Pp]ostfach|[Bb]oîte postale|[Aa]partado|[Pp]ostbus|[Cc]asella postale)[ ]\d{1,8}${TAIL}`,
  String.raw`(?<![\p{L}\p{N}])(?:[Uu]nit \d{1,5} [Bb]ox \d{1,5}|PSC \d{1,5}(?:,? [Bb]ox \d{1,5})?|US(?:S|NV|NS|CGC) \p{Lu}[\p{L}]+)\s{0,2}(?:[A-Z]{3} [A-Z]{2} \d{5})`,
  // 〒150-0001 東京都渋谷区…
  String.raw`〒? ?\d{3}-\d{4}[ \n]?[\p{Script=Han}][\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\d丁目番地号ー-]{3,60}`,
].map((pattern) => new RegExp(pattern, 'gu'));

/** Words after which an address follows; it begins with a number, and where someone lives with a name. */
const cue =
  /(?:\baddress(?:es)?(?: is| with|:|[^\n.?!]{0,48} to)?|\b(?:located|live[sd]?|living|meet you|deliver(?:ed)?|sen[dt]|ship(?:ped)?|moved?|return(?:ed)?|arrive[sd]?) (?:at|in|on|to)|\bhere they are:|\bit['’]s in|\banschrift:?|\badresse:?|\bdirección:?|\bindirizzo:?|\bendereço:?|\badres:?)[ \n]{1,8}/giu;
const numbered = new RegExp(
  String.raw`\d{1,6}[a-z]?[ ](?:\d{1,5}[ ])?(?:${NAME}[ ]){0,4}\p{Lu}[\p{L}\p{M}'’.-]{0,24}(?:[ ]\d{1,5}[a-z]?\b\.?)?(?:[ ]${UNIT})?${TAIL}`,
  'yu',
);
const numberedSmall = new RegExp(String.raw`\d{1,6}[a-z]?[ ](?:${WORD}[ ]){0,4}${WORD}(?:[ ]\d{1,5})?${TAIL}`, 'yu');
const lives = /\b(?:lives?|living|lived) (?:at|on)[ ]/giu;
const named = new RegExp(String.raw`\p{Lu}[\p{L}\p{M}'’.-]{1,24}(?:[ ]${NAME}){0,4}[ ]\d{1,5}[a-z]?\b`, 'yu');
const corner = /\bthe corner of [^\n,?!]{2,50}? and \p{Lu}[\p{L}\p{M}.]{1,24}(?:[ ]\p{Lu}[\p{L}\p{M}]{1,24}){0,2}(?:[ ]\d{1,4}\b)?/gu;
/** What may stand before a unit on its line: numbers, names, abbreviations. */
const lead = new RegExp(String.raw`(?:(?:\d{1,6}[a-z]?|${NAME}|\p{Ll}{1,2}\.)[ ,]{1,2})+$`, 'u');
const tail = new RegExp(TAIL, 'yu');
const unit = new RegExp(String.raw`(?<![\p{L}\p{N}])${UNIT}(?![\p{L}\p{N}])`, 'giu');
const postcode =
  /(?:\bzip(?: ?code)?|postcode|postal code|plz|code postal|código postal|cap|cep)(?: is)?[: ]{1,3}([\dA-Z][\dA-Z -]{2,9}[\dA-Z])(?![\p{L}\d])/giu;

/** A line that is nothing but a number and one to three words, over a unit: the street of a letterhead. */
const blockLine = /(?<=\n[ \t]{0,4})\d{1,6}[ ]\p{Lu}[\p{L}\p{M}'’. -]{2,40}(?:[ ]\d{1,4})?\.?(?=[ \t]{0,4}\n[ \t]{0,4}(?:Apt|Suite|Unit))/gu;

/** Addresses in `text`, longest forms first; overlaps are not yet resolved. */
export function findAddresses(text: string): Finding[] {
  if (!/\d/.test(text)) return [];
  const found: Finding[] = [];
  for (const pattern of [...shapes, corner]) for (const match of text.matchAll(pattern)) if (/\d/.test(match[0])) found.push(span(match.index, match[0]));
  const value = /\p{Lu}/u.test(text) ? numbered : numberedSmall;
  for (const { start, match } of valuesAfter(text, cue, value)) found.push(span(start, match));
  for (const { start, match } of valuesAfter(text, lives, named)) found.push(span(start, match));
  for (const match of text.matchAll(blockLine)) found.push(span(match.index, match[0]));
  for (const match of text.matchAll(unit)) found.push(span(match.index, match[0]), ...aroundUnit(text, match.index, match[0]));
  found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  for (const match of text.matchAll(postcode)) {
    const value = match[1] ?? '';
    if (/\d/.test(value)) found.push({ type: 'ZIP_CODE', start: match.index + match[0].length - value.length, end: match.index + match[0].length });
  }
  return found;
}

/** The line up to a unit where it holds a number, and what follows the unit. */
function aroundUnit(text: string, at: number, found: string): Finding[] {
  const before = lead.exec(text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 120), at))?.[0] ?? '';
  if (!/\d/.test(before)) return [];
  tail.lastIndex = at + found.length;
  return [span(at - before.length, `${before}${found}${tail.exec(text)?.[0] ?? ''}`)];
}

function span(start: number, match: string): Finding {
  return { type: 'STREET_ADDRESS', start, end: start + match.replace(/[\s,.]+$/, '').length };
}
