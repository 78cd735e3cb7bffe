/** Numbers of a sentence with their units, so that `30 days` and `30 hours` differ and `1,000` and `1000` do not. */
import { fold } from '../../text/fold.ts';

export type Quantity = { value: string; unit: string /** The words on either side, folded; empty at an end. */; before: string; after: string };

const NUMBER = /(?<![\p{L}\d_])([€$£¥]\s?)?(\d+(?:[.,:/-]\d+)*)(?:\s?(%|°|[€$£¥]|\p{L}{1,14}))?/gu;

/** Words for units, folded, by their canonical name. Other words after a number are not units. */
const units = new Map<string, string>();
for (const [name, words] of Object.entries({
  second: 's sec secs second seconds sekunde sekunden seconde secondes segundo segundos secondo secondi seconden 秒',
  minute: 'min mins minute minutes minuten minuto minutos minuti minuut 分 分間',
  hour: 'h hr hrs hour hours stunde stunden heure heures hora horas ora ore uur uren 時間',
  day: 'day days tag tage tagen jour jours dia dias giorno giorni dag dagen 日 日間 日以内',
  week: 'week weeks woche wochen semaine semaines semana semanas settimana settimane weken 週間',
  month: 'month months monat monate monaten mois mes meses mese mesi maand maanden ヶ月 か月',
  year: 'year years jahr jahre jahren an ans annee annees ano anos anno anni jaar jaren 年 年間',
  percent: '% percent prozent pourcent percento procent',
  dollar: '$ usd dollar dollars',
  euro: '€ eur euro euros',
  pound: '£ gbp pound pounds',
  yen: '¥ jpy yen 円',
  franc: 'chf franken francs',
  kb: 'kb kib kilobyte kilobytes',
  mb: 'mb mib megabyte megabytes',
  gb: 'gb gib gigabyte gigabytes',
  tb: 'tb tib terabyte terabytes',
  ms: 'ms millisecond milliseconds',
  km: 'km kilometer kilometers kilometre kilometres',
  m: 'm meter meters metre metres',
  cm: 'cm',
  mm: 'mm',
  inch: 'inch inches zoll',
  kg: 'kg kilogram kilograms kilo',
  g: 'g gram grams gramm',
  litre: 'l liter liters litre litres',
  volt: 'v volt volts',
  watt: 'w watt watts',
  time: 'time times mal fois veces vezes volte keer',
  user: 'user users nutzer benutzer utilisateurs usuarios usuarios utenti gebruikers',
  device: 'device devices gerat gerate geraten appareils dispositivos dispositivi apparaten',
})) {
  for (const word of words.split(' ')) units.set(word, name);
}

const spelled = new Map<string, string>();
for (const list of [
  'zero - two three four five six seven eight nine ten eleven twelve',
  'null - zwei drei vier funf sechs sieben acht neun zehn elf zwolf',
  'zero - deux trois quatre cinq six sept huit neuf dix onze douze',
  'cero - dos tres cuatro cinco seis siete ocho nueve diez once doce',
  'zero - dois tres quatro cinco seis sete oito nove dez onze doze',
  'zero - due tre quattro cinque sei sette otto nove dieci undici dodici',
  'nul - twee drie vier vijf zes zeven acht negen tien elf twaalf',
]) {
  for (const [value, word] of list.split(' ').entries())
    if (word !== '-' && word !== 'sei' && word !== 'once' && word !== 'nul') spelled.set(word, String(value));
}

/** Every quantity of `text` in order; numbers up to twelve may be spelled out in seven languages. */
export function quantities(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const after = units.get(fold(match[3] ?? '')) ?? '';
    found.push({
      value: canonical(match[2] ?? ''),
      unit: after || (units.get((match[1] ?? '').trim()) ?? ''),
      ...around(text, match.index, match.index + (match[1]?.length ?? 0) + (match[2]?.length ?? 0)),
    });
  }
  for (const match of text.matchAll(/(?<![\p{L}\d])(\p{L}{3,7})(?:[ -](\p{L}{1,14}))?/gu)) {
    const value = spelled.get(fold(match[1] ?? ''));
    if (value) found.push({ value, unit: units.get(fold(match[2] ?? '')) ?? '', ...around(text, match.index, match.index + (match[1]?.length ?? 0)) });
  }
  return found;
}

function around(text: string, start: number, end: number): Pick<Quantity, 'before' | 'after'> {
  const before = /([\p{L}\p{N}]+)[^\p{L}\p{N}]*$/u.exec(text.slice(Math.max(0, start - 40), start))?.[1] ?? '';
  const after = /^[^\p{L}\p{N}]*([\p{L}\p{N}]+)/u.exec(text.slice(end, end + 40))?.[1] ?? '';
  return { before: fold(before), after: fold(after) };
}

function canonical(number: string): string {
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(number)) return number.replace(/[.,]/g, '');
  return number.replace(/^0+(?=\d)/, '').replace(',', '.');
}

/** Whether `held` has the quantity; a unit on one side only is no difference. */
export function holds(held: readonly Quantity[], wanted: Pick<Quantity, 'value' | 'unit'>): boolean {
  return held.some((quantity) => quantity.value === wanted.value && (quantity.unit === wanted.unit || quantity.unit === '' || wanted.unit === ''));
}
