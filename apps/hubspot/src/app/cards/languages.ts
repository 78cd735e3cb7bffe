/** Every language this app speaks, by its code, and which of them an agent's locale means. */
import type { Dictionary } from '../../../../panel/translate.ts';
import de from '../../../translations/de.json' with { type: 'json' };
import en from '../../../translations/en.json' with { type: 'json' };
import es from '../../../translations/es.json' with { type: 'json' };
import fr from '../../../translations/fr.json' with { type: 'json' };
import ja from '../../../translations/ja.json' with { type: 'json' };
import pt from '../../../translations/pt-BR.json' with { type: 'json' };

export type Language = { card: Dictionary; settings: Dictionary };
export { en as english };

const languages: Record<string, Language> = { de, en, es, fr, ja, pt };

/** `locale` as HubSpot names it: `pt-br`, `en-US`, or a language alone. One that is missing is served in English. */
export function languageFor(locale: string | undefined): { words: Language; locale: string } {
  const given = canonical(locale);
  const words = languages[given.split('-')[0] ?? 'en'];
  return words ? { words, locale: given } : { words: en, locale: 'en' };
}

/** Locales have been seen that `Intl` refuses, such as `en-US@posix`. */
function canonical(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales((locale ?? 'en').replace('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}
