/** The card's words: the panel's, those that every sidebar has, and HubSpot's own. A language that is missing is served in English. */

import { createTranslate, type Dictionary, type PanelKey, panelMessages, type Translate } from '../../../../panel/translate.ts';
import de from '../../../translations/de.json' with { type: 'json' };
import en from '../../../translations/en.json' with { type: 'json' };
import es from '../../../translations/es.json' with { type: 'json' };
import fr from '../../../translations/fr.json' with { type: 'json' };
import ja from '../../../translations/ja.json' with { type: 'json' };
import pt from '../../../translations/pt-BR.json' with { type: 'json' };

export type CardKey = PanelKey | keyof typeof en.card;
export type CardWords = { t: Translate<CardKey>; locale: string; now: number };

const languages: Record<string, { card: Dictionary; panel?: Dictionary }> = { de, en, es, fr, ja, pt };
const fallback: Dictionary = { ...panelMessages, ...en.card };

/** `locale` as HubSpot names it: `pt-br`, `en-US`, or a language alone. */
export function wordsFor(locale: string | undefined, now = Date.now()): CardWords {
  const given = canonical(locale);
  const words = languages[given.split('-')[0] ?? 'en'];
  const served = words ? given : 'en';
  return { t: createTranslate<CardKey>({ ...words?.panel, ...words?.card }, served, fallback), locale: served, now };
}

/** Locales have been seen that `Intl` refuses, such as `en-US@posix`. */
function canonical(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales((locale ?? 'en').replace('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}
