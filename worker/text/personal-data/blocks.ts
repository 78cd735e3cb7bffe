/** Addresses and signatures written line by line: each line tells what its neighbours are. */
import { fold } from '../fold.ts';
import type { Finding, PersonalDataType } from './finding.ts';
import { countryNames } from './places.ts';

const UNIT = String.raw`(?:Apt|Apartment|Suite|Unit|Flat|Wohnung|Piso|Interno)\.?[ ]#?\d{1,5}[a-z]?`;
const PLACE = String.raw`[\p{L}\p{M}][\p{L}\p{M}'’.() -]{1,40}`;
const CODE = String.raw`\d[\d -]{2,8}\d`;
/** Number and street, unit, town, country with its code; nothing but white space above it. */
const letterhead = new RegExp(
  String.raw`(?<=^[ \t]*|\n[ \t]*\n[ \t]*)(?<STREET_ADDRESS_1>\d{1,6})[ ](?<STREET_ADDRESS_2>[^\n]{3,60})\n[ \t]*(?<STREET_ADDRESS_3>${UNIT})\n[ \t]*(?<GPE_1>${PLACE})\n[ \t]*(?<GPE_2>${PLACE}?)(?:[ ](?<STREET_ADDRESS_4>${CODE}))?[ \t]*(?=\n|$)`,
  'dgu',
);
/** Mr. Name Apt. 5 12 Street 3, then town, region and postcode. */
const inline = new RegExp(
  String.raw`(?<=\p{L}[ ])(?<STREET_ADDRESS_1>${UNIT})[ ](?<STREET_ADDRESS_2>\d{1,6})[ ](?<STREET_ADDRESS_3>\p{Lu}[^\n\d]{2,40}[ ]\d{1,5})\n(?<GPE_1>\p{Lu}[\p{L}\p{M}'’-]*(?:[ ]\p{Lu}[\p{L}\p{M}'’-]+){0,2}?)[ ](?<GPE_2>[\p{L}]{2,3})[ ](?<ZIP_CODE_1>${CODE})(?=\s|$)`,
  'dgu',
);
/** A name alone, then a town and a country. */
const placed = new RegExp(
  String.raw`^(?<PERSON_1>\p{Lu}[\p{L}\p{M}'’-]*(?:[ ]\p{Lu}[\p{L}\p{M}'’.-]*){1,3})\n[ \t]*\n[ \t]*(?<GPE_1>\p{Lu}[\p{L}\p{M}'’ -]{1,40})\n[ \t]*(?<GPE_2>${PLACE})[ \t]*$`,
  'dgu',
);
const NAME_LINE = /^\p{L}[\p{L}\p{M}'’-]*\.?(?:[ ]\p{L}[\p{L}\p{M}'’-]*\.?){1,3}$/u;
const WORDS_LINE = /^[\p{L}\d][\p{L}\p{M}\d'’&.,/ -]{1,60}$/u;

/** Findings of whole blocks. `postal`: addresses, phones and mail found elsewhere in the text; a signature stands above one. */
export function findBlocks(text: string, postal: readonly Finding[]): Finding[] {
  const found: Finding[] = [];
  if (!text.includes('\n')) return found;
  const groups = (match: RegExpMatchArray): Finding[] =>
    Object.entries(match.indices?.groups ?? {}).flatMap(([name, place]) =>
      place ? [{ type: name.replace(/_\d$/, '') as PersonalDataType, start: place[0], end: place[1] }] : [],
    );
  for (const pattern of [letterhead, inline]) for (const match of text.matchAll(pattern)) found.push(...groups(match));
  for (const match of text.matchAll(placed)) if (countryNames().has(fold(match.groups?.GPE_2 ?? ''))) found.push(...groups(match));
  return [...found, ...signature(text, postal)];
}

/** A name, perhaps a title, a company, above the first postal line: only where it opens the text or follows an empty line. */
function signature(text: string, postal: readonly Finding[]): Finding[] {
  const first = postal.reduce((least, { start }) => Math.min(least, start), text.length);
  if (first === text.length) return [];
  const from = text.lastIndexOf('\n', first - 1) + 1;
  const above: { line: string; start: number }[] = [];
  let end = from - 1;
  while (end > 0 && above.length < 4) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    if (line.trim() === '') break;
    above.unshift({ line, start });
    end = start - 1;
  }
  const [name, ...rest] = above;
  if (!name || rest.length === 0 || rest.length > 2 || !NAME_LINE.test(name.line) || !rest.every(({ line }) => WORDS_LINE.test(line))) return [];
  const types: PersonalDataType[] = rest.length === 2 ? ['PERSON', 'TITLE', 'ORGANIZATION'] : ['PERSON', 'ORGANIZATION'];
  return above.map(({ line, start }, i) => ({ type: types[i] as PersonalDataType, start, end: start + line.trimEnd().length }));
}
