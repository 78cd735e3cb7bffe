/** Softer facts about a person that single out only together: origin, people, age, dates, organisation, form of address. */
import { fold } from '../fold.ts';
import { type Finding, type PersonalDataType, valuesAfter } from './finding.ts';
import { countryNames } from './places.ts';
import { neverNames, peoples } from './words.ts';

/** Bounded, so that a long run of capitals and hyphens is not tried in every way it can be cut. */
const CAPITAL = String.raw`\p{Lu}[\p{L}\p{M}'’]{0,30}(?:-\p{L}{1,30})?`;

/** Each pattern's first group is the finding. */
const cues: { type: PersonalDataType; pattern: RegExp }[] = [
  { type: 'TITLE', pattern: /(?<!\p{L})((?:mrs?|ms|mx|dr|prof)\.)(?=[ ]\p{L})/giu },
  {
    type: 'TITLE',
    pattern:
      /(?:work(?:ed|ing|s)?(?: for [^\n.,]{1,60})? as (?:an? |the )?|job title:? |my job is )(\p{L}[\p{L}\p{M} /-]{2,40}?)(?=[,.;\n]| but| and| at| for|$)/giu,
  },
  {
    type: 'AGE',
    pattern:
      /(?<!\p{L})(?:i['’]?m|i am|he is|she is|turn(?:ed|s)?|aged?|age of|age:|at age) (?:just |only |now )?(\d{1,3})(?=[ .,;!?]|$)(?! ?(?:%|minutes?|hours?|days?|weeks?|months?|times|km|gb|mb|usd|eur))/giu,
  },
  { type: 'AGE', pattern: /(?<![\d.,])(\d{1,3})(?:[ -]?(?:years?[ -]old|y\/o|yo\b|yrs? old|jahre alt|ans\b|años|anni|anos de idade|jaar oud|歳))/giu },
  { type: 'DATE_TIME', pattern: /(?<![\d.-])((?:19|20)\d\d-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?)(?!\d)/g },
  { type: 'DATE_TIME', pattern: /(?<![\d./-])(\d{1,2}[/.]\d{1,2}[/.](?:(?:19|20)\d\d|\d\d))(?![\d./])/g },
  { type: 'DATE_TIME', pattern: /(?:\bon |\bthis |\blast |\bnext |\bmeet )((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b/g },
  { type: 'DATE_TIME', pattern: /(?:\b(?:in|during|since|until|before|after|by|of|year)) ((?:19|20)\d\d)(?=[ .,;!?]|$)/gi },
  {
    type: 'ORGANIZATION',
    pattern: new RegExp(
      String.raw`(?<![\p{L}])(${CAPITAL}(?:[ ,&]{1,3}(?:and )?${CAPITAL}){0,4},?[ ](?:Inc|LLC|Ltd|Corp|Corporation|Group|GmbH|AG|Company|Co|PLC|Associates|Solutions|Bank|Global|Foundation|Institute|University|Partners|Holdings|S\.?A|BV|NV|SARL|Srl))(?![\p{L}])`,
      'gu',
    ),
  },
];

/** A cue in any case, then a value that its capitals show. */
const after: { type: PersonalDataType; cue: RegExp; value: RegExp }[] = [
  {
    type: 'ORGANIZATION',
    cue: /\b(?:work(?:s|ed|ing)? (?:for|at)|employed (?:by|at)|year at|following year at|recorded for|support(?=ing \p{Lu}| \p{Lu})|according to the|is from|later became|company:|organi[sz]ation:|employer:|of her|of his|(?:ceo|cfo|cto|founder|chairman|owner|employee|employees) of|(?:job|position|internship|interview) (?:at|with)|invoice from|acquired by|(?:bei der|bei) firma|chez la société) /giu,
    value: new RegExp(`${CAPITAL}(?:(?:, ${CAPITAL}){0,2} and ${CAPITAL}|-${CAPITAL})?(?:[ ]${CAPITAL}){0,3}`, 'yu'),
  },
  {
    type: 'GPE',
    cue: /\b(?:originally from|i['’]?m from|moved (?:here )?from|comes? from|coming to|lives? in|lived in|flew to|returned to|i['’]m in|year in|world to|based in|born in|travell?(?:ed|ing) to|tribute here to|where:|city:|town:|country:|wohne in|komme aus|habite à|vivo en|moro em|abito a|woon in) (?:the )?/giu,
    value: new RegExp(String.raw`(?:${CAPITAL}|\p{Lu}{2,})(?:[ ](?:\p{Lu}[\p{L}\p{M}'’-]*|d[aeiou]s?|del|la|le|upon|am|an der|${CAPITAL})){0,3}`, 'yu'),
  },
  { type: 'GPE', cue: /\b(?:originally from|lives in|i am from|i['’]m from) /giu, value: /\p{Ll}{4,}(?=[.,]?$)/uy },
];
/** A name of several people or a double name beside a verb of business; a company. */
const acting = new RegExp(
  String.raw`(?<![\p{L}])(?:${CAPITAL}(?:, ${CAPITAL}){0,2} and ${CAPITAL}|${CAPITAL}-${CAPITAL}|${CAPITAL}(?:[ ]${CAPITAL}){0,3})(?=[ ](?:invested|is the brainchild|announced|employs|hired|acquired|songwriter|resignation|website|in its mission|is a 501))`,
  'gu',
);
const capitalised = new RegExp(String.raw`(?<![\p{L}\p{N}-])${CAPITAL}(?:[ ]${CAPITAL}){0,2}(?![\p{L}\p{N}-])`, 'gu');
/** Someone of a company: “Anna Berg from Acme is …”; a company and where it is; a town with its postcode. */
const from = new RegExp(
  String.raw`(?<=\p{Lu}[\p{L}\p{M}'’]{0,30}[ ]${CAPITAL}[ ]from[ ])(?:\d{1,2}[ ])?${CAPITAL}(?:[ ]${CAPITAL}){0,3}(?=[ ](?:is|was|will|has)[ ])`,
  'gu',
);
const TOWN = String.raw`${CAPITAL}(?:[ ](?:\p{Lu}[\p{L}\p{M}'’-]*|d[aeiou]s?|del|la|le|upon|am|an der|nad|u|\d)){0,3}`;
const town = new RegExp(String.raw`[ ]in[ ](${TOWN})(?:[ ](\d{3}[ ]?\d{2}|\d{4}(?:-\d{3})?))?(?![\p{L}\p{N}])`, 'uyd');
const met = new RegExp(String.raw`\bat (${CAPITAL}(?:[ ]${CAPITAL}){0,2}),[ ](?=\d)[^\n,]{4,60},[ ](${TOWN})`, 'dgu');
const word = /(?<![\p{L}\p{N}-])\p{L}{4,16}(?![\p{L}\p{N}-])/gu;

/** Whether `findContext` may find a `ZIP_CODE`: it is the number behind a town that is named after `in`. */
export const mayHoldPostcode = (text: string): boolean => / in \p{Lu}/u.test(text) && / \d{3}/.test(text);

/** Findings of the softer kinds; overlaps are not yet resolved. */
export function findContext(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { type, pattern } of cues) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? '';
      if (neverNames.has(fold(value)) && type !== 'DATE_TIME') continue;
      const start = match.index + match[0].lastIndexOf(value);
      found.push({ type, start, end: start + value.length });
    }
  }
  const add = (type: PersonalDataType, start: number, value: string) => {
    if (!neverNames.has(fold(value))) found.push({ type, start, end: start + value.length });
  };
  for (const { type, cue, value } of after) for (const { start, match } of valuesAfter(text, cue, value)) add(type, start, match);
  for (const match of text.matchAll(acting)) add('ORGANIZATION', match.index, match[0]);
  for (const match of text.matchAll(from)) if (!countryNames().has(fold(match[0]))) add('ORGANIZATION', match.index, match[0]);
  for (const match of text.matchAll(met)) {
    add('ORGANIZATION', match.indices?.[1]?.[0] ?? 0, match[1] ?? '');
    add('GPE', match.indices?.[2]?.[0] ?? 0, match[2] ?? '');
  }
  for (const { end } of found.filter(({ type }) => type === 'ORGANIZATION')) {
    town.lastIndex = end;
    const match = town.exec(text);
    if (!match) continue;
    add('GPE', match.indices?.[1]?.[0] ?? 0, match[1] ?? '');
    if (match[2]) add('ZIP_CODE', match.indices?.[2]?.[0] ?? 0, match[2]);
  }
  const countries = countryNames();
  for (const match of text.matchAll(capitalised)) {
    if (countries.has(fold(match[0]))) found.push({ type: 'GPE', start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(word)) {
    if (peoples.has(fold(match[0]))) found.push({ type: 'NRP', start: match.index, end: match.index + match[0].length });
  }
  return found;
}
