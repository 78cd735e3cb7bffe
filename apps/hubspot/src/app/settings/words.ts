import { createTranslate, type Translate } from '../../../../panel/translate.ts';
import { english, languageFor } from '../cards/languages.ts';

export type SettingsWords = Translate<keyof typeof english.settings>;

export function settingsWords(given: string | undefined): SettingsWords {
  const { words, locale } = languageFor(given);
  return createTranslate(words.settings, locale, english.settings);
}

/** The Worker's own sentence where it gave one. */
export const problemWords = (error: unknown, t: SettingsWords): string => (error instanceof Error && error.message !== '' ? error.message : t('problem'));
