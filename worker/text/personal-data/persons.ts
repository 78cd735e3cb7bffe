/** Names of people: those the ticket's own fields give, those a phrase introduces, those that begin with a common given name. */
import { fold } from '../fold.ts';
import { type Finding, valuesAfter } from './finding.ts';
import { givenNames, neverNames } from './words.ts';

const NAME = String.raw`\p{Lu}[\p{L}\p{M}'’]{0,40}(?:-\p{Lu}[\p{L}\p{M}'’]{0,40})?`;
const MORE = String.raw`(?:[ \t](?:\p{Lu}\.|${NAME}|d[aeiou]s?|von|van|der|den|del|de la|ten|ter|la|le|al|bin|II|III|IV)){0,3}`;
const FULL = `${NAME}${MORE}`;
const TITLES = '(?:mrs?|ms|miss|mx|dr|prof|herrn?|frau|monsieur|madame|mme|mlle|sra?|srta|señora?|sig(?:\\.ra|nora?)?|dhr|mevr|mevrouw|meneer)';

/** Phrases that a name follows. */
const cues =
  /(?<!\p{L})(?:my name is|name's|people call me|called|named (?:him|her|them|it)|last name\?|first name\?|name on the account\? user:|name:|full name:|contact:|attn:?|directed by:|as the assistant to|singing about|gender of|verses from|follow up with|tribute to|ich hei(?:ß|ss)e|mein name ist|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è|me chamo|(?:o )?meu nome é|mijn naam is|ik heet|meine? (?:mann|frau|sohn|tochter|bruder|schwester)|(?:freundlichen|besten|vielen|lieben) grüßen|(?:freundliche|beste|viele|liebe) grüße)\s{1,8}/giu;
const titles = new RegExp(String.raw`(?<![\p{L}\p{N}])${TITLES}\.?[ \t]`, 'giu');
const named = new RegExp(String.raw`(?:(?:Mrs?|Ms|Dr|Prof)\.[ \t])?${FULL}`, 'yu');
/** After these a name may be written small: nothing else can follow. */
const surely = /(?<!\p{L})(?:my name is|people call me|last name\?|name on the account\? user:|full name:|(?:mrs?|ms|dr)\.)\s{1,8}/giu;
const small = /\p{Ll}[\p{L}\p{M}'’-]+(?:[ \t](?:\p{Ll}\.|\p{Ll}[\p{L}\p{M}'’-]+)){0,2}(?=\s*(?:[.,;!?\n]|$))/uy;

const capitalised = new RegExp(String.raw`(?<![\p{L}\p{N}_@.-])${FULL}(?![\p{L}\p{N}_@])`, 'gu');
/** Words that make the capitalised word after them a person. */
const before =
  /(?:\b(?:i['’]?m|i am|this is|said|says|told|asked|(?:shout|yell|smil|wav)(?:e?s|ed|ing)? at|starring|featur(?:es|ing)|producer|singer|songwriter|director|founders?|by (?:ex-\p{L}{2,20}|former \p{L}{2,20})|than (?:early|late|young)|my (?:son|daughter|kid|wife|husband|brother|sister|mother|father|friend|boss|colleague)|kid|friend|with (?:my )?(?:friend|colleague)|between (?:him|her) and|spoke (?:to|with)|talked (?:to|with)|gender of|verses from|follow up with|tribute to|(?:song|book|album|film|movie|poem|version|painting|novel) by)[,:]?\s{1,3}["“]?)$/iu;
/** The same in other languages, where no other capitalised word stands there. */
const relative =
  /(?<!\p{L})(?:(?:mon|ma) (?:mari|femme|fils|fille|collègue|voisine?)|mi (?:marido|mujer|esposa|hij[oa]|herman[oa]|vecin[oa])|(?:il )?mio (?:marito|figlio|collega)|(?:la )?mia (?:moglie|figlia|collega)|meu (?:marido|filho|irmão|colega)|minha (?:mulher|esposa|filha|irmã)|mijn (?:man|vrouw|zoon|dochter|collega))\s$/iu;
/** Who writes says so, or signs on the line of the greeting; before a name of two words or more. */
const self =
  /(?:(?<!\p{L})(?:je suis|ici|soy|aquí|sou(?: [ao])?|sono|hier (?:ist|spricht|schreibt)|ik ben|u spreekt met)\s|(?:regards|wishes|sincerely|cheers|grüßen?|gruß|cordialement|salutations|bien à vous|saludos?|saluti|obrigad[oa]|cumprimentos|atenciosamente|groet(?:en|jes)?)[,.!:]?[ \t]{1,3})$/iu;
const speaking = /^ (?:here|hier|ici|aquí|aqui)(?!\p{L})(?! (?:ist|is|gibt|est|está|è)(?!\p{L}))/iu;
/** Before a name of two words or more. */
const role =
  /\b(?:player|actor|actress|singer|author|writer|minister|president|senator|coach|captain|officer|professor|inspector|chef|pilot|nurse|driver|agent|technician|colleague|manager|consultant|spielerin?|autorin?|ministre|auteure?|jugadora?|autora?)\s$/iu;
/** Two names, then what both of them are. */
const both = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(${NAME}) and (${NAME})(?=[ ](?:were|are)[ ](?:\p{Ll}+[ ]){0,2}\p{Ll}+(?:ers|ors|ists|ians|men|women)(?!\p{L}))`,
  'gu',
);
const several = new RegExp(String.raw`(?<![\p{L}\p{N}])${NAME}(?:, ${NAME}){0,12},? (?:and|und|et|y|e|en) ${NAME}(?!\p{L})`, 'gu');
/** Greetings and sign-offs: the name is all that follows on the line, or ends with a comma. */
const greeting =
  /(?:^|[\n.!?]\s{0,3})(?:hi|hello|hey|dear|thanks|thank you|hallo|liebe[rs]?|sehr geehrte[rs]? (?:herr|frau)|bonjour|salut|chère?|hola|estimad[oa]|ciao|gentile|olá|car[oa]|beste|dag|hoi)(?: there)?\s$|(?:regards|wishes|sincerely|cheers|best|thanks|thank you|grüßen?|mfg|lg|cordialement|saludos|saluti|atenciosamente|groet(?:en|jes)?)[,.!]?[ \t]?\n\s{0,3}$/iu;
const after =
  /^(?:\s(?:said|says|told|asked|wrote|shouted|replied|explained|will be (?:talking|speaking)|from (?:the )?\p{Lu}|lives|flew|spent|is (?:very|from|the keynote)|version recorded)|['’]s (?:kid|wife|husband|son|daughter|account|email|card|order))/u;

/**
 * Names of people in `text`. `known` are full names from the ticket's fields; every part of two letters or more is
 * taken as one wherever it stands as a word of its own, however it is written. `postal`: addresses, phones and the like
 * found before; a name heads such a block.
 */
export function findPersons(text: string, known: readonly string[], postal: readonly Finding[]): Finding[] {
  const found: Finding[] = [];
  const add = (start: number, length: number) => found.push({ type: 'PERSON', start, end: start + length });
  for (const pattern of knownPatterns(known)) for (const match of text.matchAll(pattern)) add(match.index, match[0].length);
  for (const [cue, value] of [
    [cues, named],
    [titles, named],
    [surely, small],
  ] as const) {
    for (const { start, match } of valuesAfter(text, cue, value)) {
      const name = trimName(match.replace(/^(?:Mrs?|Ms|Dr|Prof)\.[ \t]/, ''));
      if (name) add(start + match.indexOf(name), name.length);
    }
  }
  for (const match of text.matchAll(capitalised)) {
    const name = trimName(match[0]);
    if (!name) continue;
    const start = match.index + match[0].indexOf(name);
    const words = name.split(/[ \t]/);
    const common = givenNames.has(fold(words[0]?.replace(/['’]s$/, '') ?? ''));
    const dictionary = common && !isMonth(name, text.slice(start + name.length, start + name.length + 4));
    if (
      dictionary ||
      (words.length > 1 && isSaidOf(text, start, name)) ||
      relative.test(text.slice(Math.max(0, start - 24), start)) ||
      introducedBy(text, start, name) ||
      heads(start, name, words, text, postal)
    )
      add(start, name.replace(/['’]s$/, '').length);
  }
  for (const { 1: one, 2: other, index } of text.matchAll(both))
    for (const [name, start] of [
      [one ?? '', index],
      [other ?? '', index + (one ?? '').length + 5],
    ] as const)
      if (!neverNames.has(bare(name))) add(start, name.length);
  found.push(...siblings(text, found));
  return /\p{Lu}/u.test(text) ? found : [...found, ...uncapitalised(text)];
}

/** A role stands before it, or who writes says that it is theirs. */
function isSaidOf(text: string, start: number, name: string): boolean {
  const head = text.slice(Math.max(0, start - 32), start);
  return (
    role.test(head) || self.test(head) || (/(?:^|[\n.!?,]\s{0,3})$/u.test(head) && speaking.test(text.slice(start + name.length, start + name.length + 12)))
  );
}

/** Who is listed beside a person is one: “Gaetane, Hannah and Andre”. */
function siblings(text: string, found: readonly Finding[]): Finding[] {
  const persons = new Set(found.map(({ start }) => start));
  if (persons.size === 0) return [];
  return [...text.matchAll(several)].flatMap(({ 0: list, index }) => {
    const items = [...list.matchAll(listed)].map((item): Finding => ({ type: 'PERSON', start: index + item.index, end: index + item.index + item[0].length }));
    if (!items.some(({ start }) => persons.has(start))) return [];
    return items.filter(({ start, end }) => !neverNames.has(bare(text.slice(start, end))));
  });
}

/** In a text without capitals a common given name is one, and what follows after a cue for people is its surname. */
function uncapitalised(text: string): Finding[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}_@.-])\p{Ll}[\p{L}\p{M}'’-]{2,20}(?![\p{L}\p{N}_@])/gu)].flatMap(({ 0: word, index }): Finding[] => {
    if (!givenNames.has(fold(word))) return [];
    surname.lastIndex = index + word.length;
    const more = before.test(text.slice(Math.max(0, index - 48), index)) ? (surname.exec(text)?.[0] ?? '') : '';
    return [{ type: 'PERSON', start: index, end: index + word.length + more.length }];
  });
}
const surname = /(?: \p{Ll}\.?(?= ))? \p{Ll}[\p{L}\p{M}'’-]{2,20}/uy;
const listed = new RegExp(NAME, 'gu');

/** `Jan 5`, `April 2026`. */
const isMonth = (name: string, next: string) => /^(?:Jan|April|Mai|June|Avril|August)$/.test(name) && /^[.,]? ?\d/.test(next);

/** Without words in front or behind that are no part of a name; empty when nothing stays. */
function trimName(name: string): string {
  const all = name.split(/[ \t]/);
  const ends = all.findIndex((word, i) => i > 0 && (/['’]s$/.test(all[i - 1] ?? '') || /^(?:Apt|Apartment|Suite|Unit|Flat)\.?$/.test(word)));
  const words = ends < 0 ? all : all.slice(0, ends);
  while (words.length > 0 && neverNames.has(bare(words[0] ?? ''))) words.shift();
  while (words.length > 0 && (neverNames.has(bare(words.at(-1) ?? '')) || /^(?:von|van|der|den|del|la|le|al|d[aeiou]s?)$/.test(words.at(-1) ?? '')))
    words.pop();
  const kept = words.join(' ');
  return kept.replace(/['’]s$/, '').length > 1 && !/^(?:Dr|Mr|Mrs|Ms|Prof)\.?$/.test(kept) && !/^[\p{Lu}\d]{2,4}$/u.test(kept)
    ? kept.replace(/['’]s$/, '')
    : '';
}

const bare = (word: string) => fold(word).replace(/['’.]/g, '');

function introducedBy(text: string, start: number, name: string): boolean {
  const lead = text.slice(Math.max(0, start - 48), start);
  const rest = text.slice(start + name.length, start + name.length + 40);
  return before.test(lead) || (after.test(rest) && !/\bfrom\s$/.test(lead)) || (greeting.test(lead) && /^\s{0,2}(?:[,!.:;]|-|\n|$)/.test(rest));
}

/** A line of two to four capitalised words close above an address or a phone number: the head of a signature or a form. */
function heads(start: number, name: string, words: string[], text: string, postal: readonly Finding[]): boolean {
  if (words.length < 2 || words.length > 4 || (start > 0 && text[start - 1] !== '\n')) return false;
  const end = start + name.length;
  if (!/^[ \t]*\r?\n/.test(text.slice(end, end + 8))) return false;
  return postal.some((finding) => finding.start > end && finding.start - end < 100);
}

/** A part of a name by itself; of the scripts that write without spaces one letter is none. */
const PART = /^[\p{L}\p{M}'’.-]{2,}$/u;
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u;

function knownPatterns(known: readonly string[]): RegExp[] {
  const patterns: RegExp[] = [];
  const add = (words: readonly string[]): void => {
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const free = words.every((word) => UNSPACED.test(word));
    const name = escaped.join(free ? String.raw`[\s,・]{0,3}` : String.raw`[\s,]{1,3}`);
    patterns.push(new RegExp(free ? name : String.raw`(?<![\p{L}\p{N}])${name}(?![\p{L}\p{N}])`, 'giu'));
  };
  for (const name of known.slice(0, 20)) {
    const words = name
      .normalize('NFKC')
      .slice(0, 256)
      .split(/[\s,]+/)
      .filter((word) => (PART.test(word) || UNSPACED.test(word)) && !neverNames.has(fold(word)));
    if (words.length === 0 || (words.length === 1 && !PART.test(words[0] ?? ''))) continue;
    add(words);
    if (words.length > 1) for (const word of words) if (PART.test(word)) add([word]);
  }
  return patterns;
}
