/** The sidebar's words: the panel's own and those of `translations/`, in one typed `t()`. */
import { createTranslate, type Dictionary, type PanelKey, panelMessages, type Translate } from '../panel/translate.ts';
import english from './translations/en.json' with { type: 'json' };

export type SidebarKey = PanelKey | keyof typeof english.sidebar;

const fallback: Dictionary = { ...panelMessages, ...english.sidebar };
/** By language; a further locale is one more file and one more line. */
const dictionaries: Record<string, Dictionary> = { en: fallback };

/** @param locale BCP 47; a locale without words of its own is served in English. */
export function translateFor(locale: string): { t: Translate<SidebarKey>; locale: string } {
  const tag = canonical(locale);
  const dictionary = dictionaries[new Intl.Locale(tag).language];
  const served = dictionary ? tag : 'en';
  return { t: createTranslate<SidebarKey>(dictionary ?? fallback, served, fallback), locale: served };
}

/** Browsers have been seen to name locales that `Intl` then refuses, such as `en-US@posix`. */
function canonical(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
