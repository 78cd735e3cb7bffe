/** Amounts of money in a text, in the notations people write: `$1,250.00`, `1.250,00 €`, `EUR 300`, `1 250 kr`, `５０００円`. */

export type Amount = { value: number; currency: string | null; text: string };

const symbols: Readonly<Record<string, string>> = {
  $: 'USD',
  us$: 'USD',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  gbp: 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  quid: 'GBP',
  '¥': 'JPY',
  jpy: 'JPY',
  yen: 'JPY',
  円: 'JPY',
  chf: 'CHF',
  franken: 'CHF',
  'fr.': 'CHF',
  r$: 'BRL',
  brl: 'BRL',
  reais: 'BRL',
  real: 'BRL',
  mxn: 'MXN',
  pesos: 'MXN',
  cad: 'CAD',
  c$: 'CAD',
  aud: 'AUD',
  a$: 'AUD',
  sek: 'SEK',
  nok: 'NOK',
  dkk: 'DKK',
  kr: 'SEK',
  pln: 'PLN',
  zł: 'PLN',
  zl: 'PLN',
  czk: 'CZK',
  kč: 'CZK',
  huf: 'HUF',
  ft: 'HUF',
  try: 'TRY',
  '₺': 'TRY',
  inr: 'INR',
  '₹': 'INR',
  rs: 'INR',
  rupees: 'INR',
  cny: 'CNY',
  元: 'CNY',
  人民币: 'CNY',
  krw: 'KRW',
  '₩': 'KRW',
  rub: 'RUB',
  '₽': 'RUB',
};
const CODE = String.raw`US\$|R\$|C\$|A\$|[$€£¥₺₹₩₽円元]|(?:USD|EUR|GBP|JPY|CHF|BRL|MXN|CAD|AUD|SEK|NOK|DKK|PLN|CZK|HUF|TRY|INR|CNY|KRW|RUB)\b|(?:dollars?|euros?|pounds?|bucks|quid|yen|franken|reais|pesos|rupees|kr|zł|kč)(?!\p{L})`;
const NUMBER = String.raw`\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?`;
const AMOUNTS = new RegExp(
  String.raw`(?:(?<before>${CODE})\s{0,2}(?<n1>${NUMBER})|(?<![\d.,])(?<n2>${NUMBER})(?<k>\s?k)?(?:,-|\.-|,--)?\s{0,2}(?<after>${CODE}))`,
  'giu',
);

/** Every amount that names a currency. The last separator is a decimal sign only before one or two digits. */
export function findAmounts(text: string): Amount[] {
  const found: Amount[] = [];
  for (const match of text.slice(0, 20_000).normalize('NFKC').matchAll(AMOUNTS)) {
    const { before, n1, n2, k, after } = match.groups ?? {};
    const value = parseNumber(n1 ?? n2 ?? '') * (k ? 1_000 : 1);
    if (Number.isFinite(value)) found.push({ value, currency: symbols[(before ?? after ?? '').toLowerCase()] ?? null, text: match[0].trim() });
  }
  return found;
}

function parseNumber(written: string): number {
  const decimal = /[.,](\d{1,2})$/.exec(written);
  const whole = decimal ? written.slice(0, decimal.index) : written;
  return Number(`${whole.replace(/\D/g, '')}.${decimal?.[1] ?? '0'}`);
}
