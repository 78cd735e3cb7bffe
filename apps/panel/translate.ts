/** Words by key, with `{named}` places. Plural forms are keys that end in `_one`, `_other` and so on. */
import panelMessages from './messages.json' with { type: 'json' };

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
