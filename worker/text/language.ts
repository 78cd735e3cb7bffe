/**
 * Language of a text, by script, frequent words and character trigrams (after Cavnar & Trenkle 1994, with a naive Bayes
 * score in place of rank distance, which holds up on the few words of a chat message).
 */
import { wordsByLanguage } from './language-words.ts';

export type DetectedLanguage = {
  /** ISO 639-1. `en` with confidence 0 when the text holds no letters. */
  value: string;
  /** 0 to 1: the share of belief the best language has over all others of its script. */
  confidence: number;
};

const MAX_CHARS = 1_500;
const MAX_WORDS = 120;
/** What a frequent word tells, against what all of its trigrams tell. */
const WORD_WEIGHT = 2.2;
const TRIGRAM_WEIGHT = 0.5;
/** Scores grow with length though neighbouring trigrams repeat each other: evidence beyond this is not independent. */
const TEMPERATURE = 1.4;

/** Letters that only some languages of a script write; each occurrence is evidence. */
const letters: Readonly<Record<string, string>> = {
  ß: 'de',
  ä: 'de sv fi sk',
  ö: 'de sv fi hu tr',
  ü: 'de hu tr',
  ñ: 'es',
  '¿': 'es',
  '¡': 'es',
  ã: 'pt vi',
  õ: 'pt vi',
  ç: 'pt fr tr ca',
  ê: 'pt fr vi',
  ô: 'pt fr sk vi',
  â: 'pt fr ro vi',
  à: 'fr it pt ca vi',
  è: 'fr it ca vi',
  ù: 'fr it vi',
  ò: 'it ca vi',
  ì: 'it vi',
  œ: 'fr',
  û: 'fr',
  î: 'fr ro',
  ï: 'fr ca nl',
  ë: 'nl fr',
  å: 'sv da no',
  æ: 'da no',
  ø: 'da no',
  ą: 'pl',
  ę: 'pl',
  ł: 'pl',
  ś: 'pl',
  ź: 'pl',
  ż: 'pl',
  ć: 'pl hr',
  ń: 'pl',
  ř: 'cs',
  ě: 'cs',
  ů: 'cs',
  č: 'cs sk hr sl',
  š: 'cs sk hr sl',
  ž: 'cs sk hr sl',
  ý: 'cs sk vi',
  ľ: 'sk',
  ĺ: 'sk',
  ŕ: 'sk',
  ď: 'cs sk',
  ť: 'cs sk',
  ň: 'cs sk',
  ő: 'hu',
  ű: 'hu',
  ă: 'ro vi',
  ș: 'ro',
  ț: 'ro',
  ş: 'tr ro',
  ţ: 'ro',
  ğ: 'tr',
  ı: 'tr',
  đ: 'vi hr',
  ơ: 'vi',
  ư: 'vi',
  í: 'es pt cs sk hu ca vi',
  ó: 'es pt pl hu ca cs sk vi',
  ú: 'es pt cs sk hu ca vi',
  á: 'es pt cs sk hu vi',
  é: 'fr es pt cs sk hu ca it vi',
  '·': 'ca',
  ы: 'ru',
  э: 'ru',
  ё: 'ru',
  ъ: 'bg',
  і: 'uk',
  ї: 'uk',
  є: 'uk',
  ґ: 'uk',
  ј: 'sr',
  љ: 'sr',
  њ: 'sr',
  ћ: 'sr',
  ђ: 'sr',
  џ: 'sr',
};
const LETTER_EVIDENCE = 1.6;
const vietnamese = /[\u1EA0-\u1EF9]/u;

type Profile = { words: Set<string>; trigrams: Map<string, number>; floor: number };
type Model = { languages: string[]; profiles: Map<string, Profile>; inLanguages: Map<string, number> };
let models: { latin: Model; cyrillic: Model } | null = null;

const cyrillicLanguages = new Set(['ru', 'uk', 'bg', 'sr']);

/** Language of `text`; only its first 1,500 characters are read. Never throws; the same text always gets the same answer. */
export function detectLanguage(text: string): DetectedLanguage {
  const cleaned = text
    .slice(0, MAX_CHARS)
    .replace(/https?:\/\/\S{1,300}|\S{1,80}@\S{1,80}|⟦[A-Z0-9_]{1,40}⟧|\b\w{1,40}\.(?:com|org|net|exe|dll)\b/gu, ' ')
    .toLowerCase()
    .normalize('NFC');
  const counts = countScripts(cleaned);
  const other = byScript(counts);
  if (other) return other;
  if (counts.latin + counts.cyrillic === 0) return { value: 'en', confidence: 0 };
  models ??= { latin: buildModel((l) => !cyrillicLanguages.has(l)), cyrillic: buildModel((l) => cyrillicLanguages.has(l)) };
  return score(cleaned, counts.cyrillic > counts.latin ? models.cyrillic : models.latin);
}

type Scripts = {
  latin: number;
  cyrillic: number;
  greek: number;
  kana: number;
  han: number;
  hangul: number;
  arabic: number;
  persian: number;
  hebrew: number;
  thai: number;
  devanagari: number;
};

function countScripts(text: string): Scripts {
  const n: Scripts = { latin: 0, cyrillic: 0, greek: 0, kana: 0, han: 0, hangul: 0, arabic: 0, persian: 0, hebrew: 0, thai: 0, devanagari: 0 };
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    const script = scriptOf(c);
    if (script) n[script] += 1;
    if (c === 0x067e || c === 0x0686 || c === 0x06af || c === 0x06cc || c === 0x06a9) n.persian += 1;
  }
  return n;
}

function scriptOf(c: number): keyof Scripts | null {
  if (c < 0x250) return (c >= 0x61 && c <= 0x7a) || (c >= 0xc0 && c !== 0xd7 && c !== 0xf7) ? 'latin' : null;
  if (c >= 0x1e00 && c <= 0x1eff) return 'latin';
  if (c >= 0x370 && c <= 0x3ff) return 'greek';
  if (c >= 0x400 && c <= 0x52f) return 'cyrillic';
  if (c >= 0x590 && c <= 0x5ff) return 'hebrew';
  if (c >= 0x600 && c <= 0x6ff) return 'arabic';
  if (c >= 0x900 && c <= 0x97f) return 'devanagari';
  if (c >= 0xe00 && c <= 0xe7f) return 'thai';
  if (c >= 0x3040 && c <= 0x30ff) return 'kana';
  if (c >= 0x3400 && c <= 0x9fff) return 'han';
  return c >= 0xac00 && c <= 0xd7af ? 'hangul' : null;
}

/** Scripts that one language writes. A character of these weighs about three Latin letters. */
function byScript(n: Scripts): DetectedLanguage | null {
  const cjk = n.kana + n.han;
  const found: [string, number][] = [
    // Japanese always carries kana; a lone Han word is likelier Chinese.
    [n.kana > 0 && n.kana * 12 >= n.han ? 'ja' : 'zh', cjk],
    ['ko', n.hangul],
    ['el', n.greek],
    [n.persian > 0 ? 'fa' : 'ar', n.arabic],
    ['he', n.hebrew],
    ['th', n.thai],
    ['hi', n.devanagari],
  ];
  found.sort((a, b) => b[1] - a[1]);
  const [value, count] = found[0] as [string, number];
  const alphabetic = (n.latin + n.cyrillic) / 3;
  if (count === 0 || count < alphabetic) return null;
  return { value, confidence: Math.min(0.99, (count + 1) / (count + alphabetic + 1.2)) };
}

function buildModel(includes: (language: string) => boolean): Model {
  const profiles = new Map<string, Profile>();
  const inLanguages = new Map<string, number>();
  for (const [language, list] of Object.entries(wordsByLanguage)) {
    if (!list || !includes(language)) continue;
    const words = new Set(list.split(' '));
    const counts = new Map<string, number>();
    let total = 0;
    for (const word of words) {
      inLanguages.set(word, (inLanguages.get(word) ?? 0) + 1);
      for (const gram of trigrams(word)) {
        counts.set(gram, (counts.get(gram) ?? 0) + 1);
        total += 1;
      }
    }
    const floor = Math.log(0.25 / (total + 1_000));
    const logs = new Map([...counts].map(([gram, n]) => [gram, Math.log((n + 0.25) / (total + 1_000))]));
    profiles.set(language, { words, trigrams: logs, floor });
  }
  return { languages: [...profiles.keys()], profiles, inLanguages };
}

function trigrams(word: string): string[] {
  const padded = ` ${word} `;
  const grams: string[] = [];
  for (let i = 0; i + 3 <= padded.length; i += 1) grams.push(padded.slice(i, i + 3));
  return grams;
}

function score(text: string, model: Model): DetectedLanguage {
  const words = (text.match(/[\p{L}\p{M}·]+(?:['’][\p{L}]+)*/gu) ?? []).slice(0, MAX_WORDS).map((w) => w.replaceAll('’', "'"));
  const sums = new Map(model.languages.map((l) => [l, l === 'en' ? 0.4 : 0]));
  const add = (language: string, value: number): void => {
    sums.set(language, (sums.get(language) ?? 0) + value);
  };
  for (const word of words) addWord(word, model, add);
  if (vietnamese.test(text)) add('vi', 6);
  for (const char of text)
    for (const language of letters[char]?.split(' ') ?? [])
      if (sums.has(language)) add(language, LETTER_EVIDENCE / Math.sqrt(letters[char]?.split(' ').length ?? 1));
  return best(sums, words.length);
}

function addWord(word: string, model: Model, add: (language: string, value: number) => void): void {
  const shared = model.inLanguages.get(word) ?? 0;
  const grams = word.length > 24 ? [] : trigrams(word);
  for (const language of model.languages) {
    const profile = model.profiles.get(language) as Profile;
    if (shared > 0 && profile.words.has(word)) add(language, WORD_WEIGHT * (1 + Math.log(model.languages.length / shared) / 2));
    let sum = 0;
    for (const gram of grams) sum += profile.trigrams.get(gram) ?? profile.floor;
    if (grams.length > 0) add(language, (TRIGRAM_WEIGHT * sum) / Math.sqrt(grams.length));
  }
}

function best(sums: Map<string, number>, words: number): DetectedLanguage {
  const ranked = [...sums].sort((a, b) => b[1] - a[1]);
  const [value, top] = ranked[0] as [string, number];
  const scale = TEMPERATURE * Math.max(1, Math.sqrt(words) / 1.5);
  let rest = 0;
  for (const [, sum] of ranked) rest += Math.exp((sum - top) / scale);
  return { value, confidence: words === 0 ? 0 : Math.min(0.99, 1 / rest) };
}
