/** The card's words: the panel's, those that every sidebar has, and HubSpot's own. */
import { createTranslate, type Dictionary, type PanelKey, panelMessages, type Translate } from '../../../../panel/translate.ts';
import { english, languageFor } from './languages.ts';
import { panelWords } from './panel-words.ts';

export type CardKey = PanelKey | keyof typeof english.card;
export type CardWords = { t: Translate<CardKey>; locale: string; now: number };

const fallback: Dictionary = { ...panelMessages, ...english.card };

export function wordsFor(given: string | undefined, now = Date.now()): CardWords {
  const { words, locale } = languageFor(given);
  return { t: createTranslate<CardKey>({ ...panelWords[locale.split('-')[0] ?? ''], ...words.card }, locale, fallback), locale, now };
}
