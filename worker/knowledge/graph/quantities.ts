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
  ['megabyte', 0.001, 'kb'],
  ['megabyte', 1, 'mb mib megabyte megabytes'],
  ['megabyte', 1000, 'gb gib gigabyte gigabytes'],
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
/** Words that follow a number without being counted. */
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
const WITH_UNIT = new RegExp(String.raw`(?<![\w.,$€£])(${NUMBER})[\s-]?(business|working|calendar)?[\s-]?(\p{L}{2,12})(?![\p{L}\d])`, 'giu');

/** A number, apart from it a word that is no name and no constant. */
const COUNTED = /\d[\s-]\p{Ll}+$/u;
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
    const overlaps = kept.some((other) => found.at < other.at + other.text.length && other.at < found.at + found.text.length);
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
  return [...text.matchAll(WITH_UNIT)].flatMap((match) => {
    const unit = unitOf.get(fold(match[3] ?? ''));
    // Whatever else is counted is its own unit.
    const counted = fold(match[3] ?? '').replace(/s$/, '');
    if (!unit)
      return !COUNTED.test(match[0]) || counted.length < 4 || everyday.has(counted) || YEAR.test(match[1] ?? '')
        ? []
        : [{ at: match.index, text: match[0], value: toNumber(match[1] ?? ''), unit: counted }];
    const working = unit.unit === 'day' && /business|working/i.test(match[2] ?? '');
    return [{ at: match.index, text: match[0], value: toNumber(match[1] ?? '') * unit.factor, unit: working ? 'workday' : unit.unit }];
  });
}

/** `1,000.50`, `1.000,50` and `1 000` are read by the place of their last mark. */
function toNumber(text: string): number {
  const grouped = /^\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?$/.test(text);
  if (!grouped) return Number(text.replace(',', '.'));
  const decimal = /[.,](\d{1,2})$/.exec(text);
  const whole = (decimal ? text.slice(0, decimal.index) : text).replace(/[ .,']/g, '');
  return Number(decimal ? `${whole}.${decimal[1]}` : whole);
}
