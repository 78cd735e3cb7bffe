/** The sidebar's words: the panel's own and those of `translations/`, in one typed `t()`. */
import { createTranslate, type Dictionary, type PanelKey, panelMessages, type Translate } from '../panel/translate.ts';
import english from './translations/en.json' with { type: 'json' };

export type SidebarKey = PanelKey | keyof typeof english.sidebar;
export type Translation = { t: Translate<SidebarKey>; locale: string };
type Translated = { sidebar: Dictionary; panel: Dictionary };

const fallback: Dictionary = { ...panelMessages, ...english.sidebar };

/** By language. English is at hand; any other is fetched when an agent speaks it. */
const languages: Record<string, () => Promise<{ default: Translated }>> = {
  de: () => import('./translations/de.json'),
  es: () => import('./translations/es.json'),
  fr: () => import('./translations/fr.json'),
  pt: () => import('./translations/pt-BR.json'),
  ja: () => import('./translations/ja.json'),
};

/** In English, with the dates and numbers of `locale` where that is English too. */
export function englishFor(locale: string): Translation {
  const tag = canonical(locale);
  const served = languageOf(tag) === 'en' ? tag : 'en';
  return { t: createTranslate<SidebarKey>(fallback, served, fallback), locale: served };
}

/** @param locale BCP 47. A language without words of its own, or whose words do not arrive, is served in English. */
export async function translationFor(locale: string): Promise<Translation> {
  const tag = canonical(locale);
  const load = languages[languageOf(tag)];
  const words = await load?.().catch(() => undefined);
  if (!words) return englishFor(tag);
  return { t: createTranslate<SidebarKey>({ ...words.default.panel, ...words.default.sidebar }, tag, fallback), locale: tag };
}

const languageOf = (tag: string): string => new Intl.Locale(tag).language;

/** Browsers have been seen to name locales that `Intl` then refuses, such as `en-US@posix`. */
function canonical(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
