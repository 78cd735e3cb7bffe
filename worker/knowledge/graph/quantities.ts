/** Numbers with a unit, amounts of money, percentages and clock times, in comparable form. */
import { fold } from '../../text/fold.ts';
import { wordsByLanguage } from '../../text/language-words.ts';

export type Quantity = { /** As it stands in the text. */ text: string; value: number; unit: string };

/** The lists begin with a language's own function words. */
const FUNCTION_WORDS = 110;
/** Units by their folded names; the first of a line is the unit's name, the number its factor. */
const UNITS: readonly [unit: string, factor: number, names: string][] = [
  ['day', 1, 'day days tag tage tagen jour jours dia dias giorno giorni dag dagen'],
  ['day', 7, 'week weeks woche wochen semaine semaines semana semanas settimana settimane weken'],
  ['workday', 1, 'workday workdays werktag werktage werktagen'],
  ['month', 1, 'month months monat monate monaten mois mes meses mese mesi maand maanden'],
  ['month', 12, 'year years jahr jahre jahren an ans annee annees ano anos anno anni jaar'],
  ['minute', 1, 'minute minutes min mins minuten minuto minutos minuti'],
  ['minute', 60, 'hour hours hr hrs stunde stunden heure heures hora horas ora ore uur'],
  ['second', 1, 'second seconds sec secs sekunde sekunden seconde secondes segundo segundos secondi'],
  ['megabyte', 0.000_001, 'byte bytes'],
  ['megabyte', 0.001, 'kb kib kilobyte kilobytes'],
  ['megabyte', 1, 'mb mib megabyte megabytes'],
  ['megabyte', 1000, 'gb gib gigabyte gigabytes'],
  ['megabyte', 1_000_000, 'tb tib terabyte terabytes'],
  ['percent', 1, 'percent prozent pourcent'],
  ['USD', 1, 'usd dollar dollars'],
  ['EUR', 1, 'eur euro euros'],
  ['GBP', 1, 'gbp pound pounds'],
  ['kilogram', 1, 'kg kilo kilos'],
  ['user', 1, 'user users seat seats member members agents nutzer'],
  ['device', 1, 'device devices gerat gerate appareil appareils dispositivo dispositivos'],
  ['character', 1, 'character characters zeichen caracteres'],
  ['time', 1, 'times mal fois veces'],
];
const unitOf = new Map(UNITS.flatMap(([unit, factor, names]) => names.split(' ').map((name) => [name, { unit, factor }] as const)));
/** Small numbers as words; they count only before a unit. */
const COUNTS: Record<string, string> = {
  2: 'two zwei deux dos due dois twee',
  3: 'three drei trois tres tre drie',
  4: 'four vier quatre cuatro quattro quatro',
  5: 'five funf cinq cinco cinque vijf',
  6: 'six sechs seis sei zes',
  7: 'seven sieben sept siete sette sete zeven',
  8: 'eight acht huit ocho otto oito',
  9: 'nine neun neuf nueve nove negen',
  10: 'ten zehn dix diez dieci dez tien',
  12: 'twelve zwolf douze doce dodici doze twaalf',
  14: 'fourteen vierzehn quatorze catorce quattordici catorze veertien',
  15: 'fifteen funfzehn quinze quince quindici vijftien',
  20: 'twenty zwanzig vingt veinte venti vinte twintig',
  24: 'twenty-four vierundzwanzig vingt-quatre veinticuatro ventiquattro',
  30: 'thirty dreissig trente treinta trenta trinta dertig',
  60: 'sixty sechzig soixante sesenta sessanta sessenta zestig',
  90: 'ninety neunzig nonante noventa novanta negentig',
};
const countOf = new Map(Object.entries(COUNTS).flatMap(([value, names]) => names.split(' ').map((name) => [name, Number(value)] as const)));
/** Words that follow a number without being counted. */
const PARTICLES = new Set('through each more less times and onward onwards later'.split(' '));
const everyday: ReadonlySet<string> = new Set(
  Object.values(wordsByLanguage).flatMap((words) =>
    words
      .split(' ')
      .slice(0, FUNCTION_WORDS)
      .map((word) => fold(word).replace(/s$/, '')),
  ),
);
const SIGNS: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '%': 'percent' };

const NUMBER = String.raw`\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?`;
const SIGN_FIRST = new RegExp(String.raw`([$€£])\s?(${NUMBER})`, 'gu');
const SIGN_LAST = new RegExp(String.raw`(?<![\w.,])(${NUMBER})\s?([€£$%])`, 'gu');
const WITH_UNIT = new RegExp(
  String.raw`(?<![\w.,$€£-])(?:(${NUMBER})\s?(?:-|–|to|and|or|bis|und|oder|à|et|ou|a|y|o|e|tot|en)\s?)?(${NUMBER})[\s-]?(business|working|calendar)?[\s-]?(\p{L}{2,12})(?![\p{L}\d])`,
  'giu',
);
const IN_WORDS = /(?<![\p{L}\d-])(\p{L}{2,8}(?:-\p{L}{3,6})?)(?=([\s-](business |working |calendar )?(\p{L}{2,12}))(?![\p{L}\d]))/giu;

/** A number, apart from it a word that is no name and no constant. */
const COUNTED = /\d\s\p{Ll}+$/u;
const VERSION_OF = /(?:[\p{L}\d,;:)] \p{Lu}[\p{L}\d]*|\bversion) $/u;
const YEAR = /^(?:19|20)\d\d$/;
const MONTHS = [
  'january jan januar janvier enero gennaio janeiro',
  'february feb februar fevrier febrero febbraio fevereiro',
  'march marz mars marzo marco',
  'april apr avril abril aprile',
  'may mai mayo maggio maio',
  'june jun juni juin junio giugno junho',
  'july jul juli juillet julio luglio julho',
  'august aug aout agosto',
  'september sep sept septembre septiembre settembre setembro',
  'october oct oktober octobre octubre ottobre outubro',
  'november nov novembre noviembre novembro',
  'december dec dezember decembre diciembre dicembre dezembro',
];
const monthOf = new Map(MONTHS.flatMap((names, i) => names.split(' ').map((name) => [name, i + 1] as const)));
const ISO_DATE = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g;
const DAY_FIRST = /(?<![\d.,])(\d{1,2})(?:st|nd|rd|th|\.|º)?\s+(?:of\s+|de\s+)?(\p{L}{3,10})\.?(?:,?\s+(?:de\s+)?(\d{4}))?(?!\p{L})/gu;
const MONTH_FIRST = /(?<!\p{L})(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?(?!\d)/gu;

type Found = Quantity & { at: number };

/** Quantities of `text` in order, with dates; bare numbers, steps and versions are none: a version is a scope. */
export function quantities(text: string): Quantity[] {
  const kept: Found[] = [];
  // Dates first: the days of `30 June` are no number of their own.
  for (const found of [...dates(text), ...amounts(text), ...measures(text)]) {
    const overlaps = kept.some((other) => other.text !== found.text && found.at < other.at + other.text.length && other.at < found.at + found.text.length);
    if (!overlaps && !Number.isNaN(found.value)) kept.push(found);
  }
  return kept.sort((a, b) => a.at - b.at).map(({ text: whole, value, unit }) => ({ text: whole, value, unit }));
}

function dates(text: string): Found[] {
  const found: Found[] = [];
  const add = (match: RegExpExecArray, year: string | undefined, month: number | undefined, day: string | undefined): void => {
    if (month === undefined || month < 1 || month > 12 || Number(day) < 1 || Number(day) > 31) return;
    // A date without a year is compared with others without one.
    found.push({
      at: match.index,
      text: match[0],
      value: Number(year ?? 0) * 10_000 + month * 100 + Number(day),
      unit: year === undefined ? 'day of the year' : 'date',
    });
  };
  for (const match of text.matchAll(ISO_DATE)) add(match, match[1], Number(match[2]), match[3]);
  for (const match of text.matchAll(MONTH_FIRST)) add(match, match[3], monthOf.get(fold(match[1] ?? '')), match[2]);
  for (const match of text.matchAll(DAY_FIRST)) add(match, match[3], monthOf.get(fold(match[2] ?? '')), match[1]);
  return found;
}

function amounts(text: string): Found[] {
  const first = [...text.matchAll(SIGN_FIRST)].map((match) => ({
    at: match.index,
    text: match[0],
    value: toNumber(match[2] ?? ''),
    unit: SIGNS[match[1] ?? ''] ?? '',
  }));
  const last = [...text.matchAll(SIGN_LAST)].map((match) => ({
    at: match.index,
    text: match[0],
    value: toNumber(match[1] ?? ''),
    unit: SIGNS[match[2] ?? ''] ?? '',
  }));
  return [...first, ...last];
}

function measures(text: string): Found[] {
  const inDigits = [...text.matchAll(WITH_UNIT)].flatMap((match): Found[] => {
    const [whole, first, number = '', working, name = ''] = match;
    const counted = fold(name).replace(/s$/, '');
    const unit = unitOf.get(fold(name)) ?? (isCounted(text.slice(0, match.index), whole, number, counted) ? { unit: counted, factor: 1 } : null);
    if (unit === null) return [];
    const found = toFound(match, toNumber(number), unit, working);
    // Both ends of a range are told: what lies between them is not denied.
    return first === undefined ? [found] : [{ ...found, value: toNumber(first) * unit.factor }, found];
  });
  const inWords = [...text.matchAll(IN_WORDS)].flatMap((match): Found[] => {
    const [number = '', , rest = '', working, name = ''] = match;
    const [value, unit] = [countOf.get(fold(number)), unitOf.get(fold(name))];
    return value === undefined || unit === undefined ? [] : [{ ...toFound(match, value, unit, working), text: number + rest }];
  });
  return [...inDigits, ...inWords];
}

/** Whatever else is counted is its own unit; a number that follows a name is its version. */
const isCounted = (before: string, whole: string, number: string, counted: string): boolean =>
  COUNTED.test(whole) && counted.length >= 4 && !everyday.has(counted) && !PARTICLES.has(counted) && !YEAR.test(number) && !VERSION_OF.test(before);

function toFound(match: RegExpExecArray, value: number, { unit, factor }: { unit: string; factor: number }, working: string | undefined): Found {
  const workday = unit === 'day' && /business|working/i.test(working ?? '');
  return { at: match.index, text: match[0], value: value * factor, unit: workday ? 'workday' : unit };
}

/** `1,000.50`, `1.000,50` and `1 000` are read by the place of their last mark. */
function toNumber(text: string): number {
  const grouped = /^\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?$/.test(text);
  if (!grouped) return Number(text.replace(',', '.'));
  const decimal = /[.,](\d{1,2})$/.exec(text);
  const whole = (decimal ? text.slice(0, decimal.index) : text).replace(/[ .,']/g, '');
  return Number(decimal ? `${whole}.${decimal[1]}` : whole);
}
