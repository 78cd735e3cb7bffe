/** The console's words, by the administrator's language. */
import { createTranslate, type Dictionary, englishLocale, type Translate, wordsFor } from '../panel/translate.ts';
import english from './translations/en.json' with { type: 'json' };

export type ConsoleKey = keyof typeof english;
export type Translation = { t: Translate<ConsoleKey>; locale: string };

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
  return { t: createTranslate<ConsoleKey>(words ?? english, served, english), locale: served };
}
