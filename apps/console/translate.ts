/** The console's words, by the administrator's language. */
import { createTranslate, type Dictionary, englishLocale, type Translate, wordsFor } from '../panel/translate.ts';
import english from './translations/en.json' with { type: 'json' };

export type ConsoleKey = keyof typeof english;
export type Translation = { t: Translate<ConsoleKey>; locale: string } & Formats;
/** Numbers and times as the administrator writes them. */
type Formats = {
  when(iso: string): string;
  number(value: number, digits?: number): string;
  usd(value: number, digits?: number): string;
  ms(value: number): string;
};

/** English is at hand; any other is fetched when an administrator speaks it. */
const languages: Record<string, () => Promise<{ default: Dictionary }>> = {
  de: () => import('./translations/de.json'),
  es: () => import('./translations/es.json'),
  fr: () => import('./translations/fr.json'),
  pt: () => import('./translations/pt-BR.json'),
  ja: () => import('./translations/ja.json'),
};

/** @param locale BCP 47. A language without words of its own, or whose words do not arrive, is served in English. */
export async function translationFor(locale: string): Promise<Translation> {
  const { words, locale: tag } = await wordsFor(locale, languages);
  const served = words ? tag : englishLocale(tag);
  return { t: createTranslate<ConsoleKey>(words ?? english, served, english), locale: served, ...formatsOf(served) };
}

function formatsOf(locale: string): Formats {
  const digits = (count: number) => ({ minimumFractionDigits: count, maximumFractionDigits: count });
  return {
    when: (iso) => new Date(iso).toLocaleString(locale),
    number: (value, count = 0) => value.toLocaleString(locale, digits(count)),
    usd: (value, count = 4) => value.toLocaleString(locale, { style: 'currency', currency: 'USD', ...digits(count) }),
    ms: (value) => Math.round(value).toLocaleString(locale, { style: 'unit', unit: 'millisecond' }),
  };
}
