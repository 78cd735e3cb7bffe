/** The sidebar's words: the panel's own and those of `translations/`, in one typed `t()`. */
import { createTranslate, type Dictionary, englishLocale, type PanelKey, panelMessages, type Translate, wordsFor } from '../panel/translate.ts';
import english from './translations/en.json' with { type: 'json' };

export type SidebarKey = PanelKey | keyof typeof english.sidebar;
export type Translation = { t: Translate<SidebarKey>; locale: string };

const fallback: Dictionary = { ...panelMessages, ...english.sidebar };

/** By language. English is at hand; any other is fetched when an agent speaks it. */
const languages: Record<string, () => Promise<{ default: Dictionary }>> = {
  de: () => joined(import('./translations/de.json'), import('../panel/translations/de.json')),
  es: () => joined(import('./translations/es.json'), import('../panel/translations/es.json')),
  fr: () => joined(import('./translations/fr.json'), import('../panel/translations/fr.json')),
  pt: () => joined(import('./translations/pt-BR.json'), import('../panel/translations/pt-BR.json')),
  ja: () => joined(import('./translations/ja.json'), import('../panel/translations/ja.json')),
};

async function joined(own: Promise<{ default: { sidebar: Dictionary } }>, panel: Promise<{ default: Dictionary }>): Promise<{ default: Dictionary }> {
  return { default: { ...(await panel).default, ...(await own).default.sidebar } };
}

/** In English, with the dates and numbers of `locale` where that is English too. */
export function englishFor(locale: string): Translation {
  const served = englishLocale(locale);
  return { t: createTranslate<SidebarKey>(fallback, served, fallback), locale: served };
}

/** @param locale BCP 47. A language without words of its own, or whose words do not arrive, is served in English. */
export async function translationFor(locale: string): Promise<Translation> {
  const { words, locale: tag } = await wordsFor(locale, languages);
  if (!words) return englishFor(tag);
  return { t: createTranslate<SidebarKey>(words, tag, fallback), locale: tag };
}
