/** Words by key, with `{named}` places. Plural forms are keys that end in `_one`, `_other` and so on. */
import panelMessages from './translations/en.json' with { type: 'json' };

export type Dictionary = Record<string, string>;
export type PanelKey = keyof typeof panelMessages;
export type Params = Record<string, string | number>;
type Counted<K> = K extends `${infer Base}_other` ? Base : never;

export type Translate<K extends string = PanelKey> = {
  (key: K, params?: Params): string;
  /** The plural form for `count`, which fills `{count}` as well. */
  plural(key: Counted<K>, count: number, params?: Params): string;
  /** The words for a key made from data, or null when there are none. */
  maybe(key: string): string | null;
};

/** What every presenter needs to find words: a dictionary, the agent's locale, and the moment. */
export type Words = { t: Translate<PanelKey>; locale: string; now: number };

export { panelMessages };

/**
 * Words from `dictionary`, in which a locale may lack keys that `fallback` has.
 * A key that neither has is shown as it is: ugly, seen at once, and nothing breaks.
 */
export function createTranslate<K extends string>(dictionary: Dictionary, locale: string, fallback: Dictionary = dictionary): Translate<K> {
  const plurals = new Intl.PluralRules(locale);
  const find = (key: string): string | null => dictionary[key] ?? fallback[key] ?? null;
  const fill = (text: string, params: Params): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
  const translate = (key: string, params: Params = {}) => fill(find(key) ?? key, params);
  return Object.assign(translate, {
    plural: (key: string, count: number, params: Params = {}) => {
      const form = find(`${key}_${plurals.select(count)}`) ?? find(`${key}_other`) ?? key;
      return fill(form, { count: new Intl.NumberFormat(locale).format(count), ...params });
    },
    maybe: find,
  });
}

/**
 * The words of a locale's language, and the locale as `Intl` takes it.
 *
 * @param locale BCP 47. Null words for a language without words of its own, or whose words do not arrive.
 */
export async function wordsFor<T>(locale: string, languages: Record<string, () => Promise<{ default: T }>>): Promise<{ words: T | null; locale: string }> {
  const tag = canonical(locale);
  const words = await languages[languageOf(tag)]?.().catch(() => undefined);
  return { words: words?.default ?? null, locale: tag };
}

/** The locale itself where its language is English, so that dates and numbers are the reader's; else plain English. */
export function englishLocale(locale: string): string {
  const tag = canonical(locale);
  return languageOf(tag) === 'en' ? tag : 'en';
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
