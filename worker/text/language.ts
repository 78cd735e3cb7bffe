/**
 * Language of a text, by script, frequent words and character trigrams (after Cavnar & Trenkle 1994, with a naive Bayes
 * score in place of rank distance, which holds up on the few words of a chat message).
 */
import { wordsByLanguage } from './language-words.ts';
import { countScripts, type Scripts } from './scripts.ts';

export type DetectedLanguage = {
  /** ISO 639-1. `en` with confidence 0 when the text holds no letters. */
  value: string;
  /** 0 to 1: the share of belief the best language has over all others of its script. */
  confidence: number;
};

const MAX_CHARS = 800;
const MAX_WORDS = 60;
/** Longer words are encoded data. */
const MAX_WORD = 24;
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
/** Head start, in the unit of the scores: who writes to support desks at all. */
const priors: Readonly<Record<string, number>> = {
  en: 1.5,
  de: 0.8,
  es: 0.8,
  fr: 0.8,
  pt: 0.8,
  it: 0.4,
  nl: 0.4,
  ca: -1.5,
  sl: -0.6,
  hr: -0.3,
  sk: -0.3,
  no: -0.2,
  id: -0.3,
  ro: -0.3,
  ru: 0.8,
  uk: 0.2,
};
const vietnamese = /[\u1EA0-\u1EF9]/u;

/** What is said of languages: position in `languages`, amount, position, amount …, for those alone of which it says something. */
type Said = number[];
/** All languages of a script group at once: what a word, a trigram or a letter says of each. A trigram tells its amount above `floor`. */
type Model = {
  languages: string[];
  words: Map<string, Said>;
  trigrams: Map<string, Said>;
  floor: Float64Array;
  letters: Map<string, Said>;
  prior: Float64Array;
};
let models: { latin: Model; cyrillic: Model } | null = null;

/** Addresses and names of files are of no language. A text without `@` is not searched for it, from every letter anew. */
const NO_WORDS = /https?:\/\/\S{1,300}|⟦[A-Z0-9_]{1,40}⟧|\b\w{1,40}\.(?:com|org|net|exe|dll)\b/gu;
const NO_WORDS_OR_ADDRESS = /https?:\/\/\S{1,300}|\S{1,80}@\S{1,80}|⟦[A-Z0-9_]{1,40}⟧|\b\w{1,40}\.(?:com|org|net|exe|dll)\b/gu;

const cyrillicLanguages = new Set(['ru', 'uk', 'bg', 'sr']);

/** Language of `text`; only its first 800 characters are read. Never throws; the same text always gets the same answer. */
export function detectLanguage(text: string): DetectedLanguage {
  const read = text.slice(0, MAX_CHARS);
  const cleaned = read
    .replace(read.includes('@') ? NO_WORDS_OR_ADDRESS : NO_WORDS, ' ')
    .toLowerCase()
    .normalize('NFC');
  const counts = countScripts(cleaned);
  const other = byScript(counts);
  if (other) return other;
  if (counts.latin + counts.cyrillic === 0) return { value: 'en', confidence: 0 };
  models ??= { latin: buildModel((l) => !cyrillicLanguages.has(l)), cyrillic: buildModel((l) => cyrillicLanguages.has(l)) };
  return score(cleaned, counts.cyrillic > counts.latin ? models.cyrillic : models.latin);
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
  const languages = Object.keys(wordsByLanguage).filter((language) => wordsByLanguage[language] && includes(language));
  const width = languages.length;
  const model: Model = {
    languages,
    words: new Map(),
    trigrams: new Map(),
    floor: new Float64Array(width),
    letters: new Map(),
    prior: Float64Array.from(languages, (l) => priors[l] ?? 0),
  };
  const say = (map: Map<string, Said>, key: string, l: number, amount: number): void => {
    const said = map.get(key);
    if (!said) map.set(key, [l, amount]);
    else if (said.at(-2) === l) said[said.length - 1] = (said.at(-1) as number) + amount;
    else said.push(l, amount);
  };
  const totals = new Float64Array(width);
  for (const [l, language] of languages.entries()) {
    for (const word of new Set((wordsByLanguage[language] ?? '').split(' '))) {
      say(model.words, word, l, WORD_WEIGHT);
      for (const gram of trigrams(word)) {
        say(model.trigrams, gram, l, 1);
        totals[l] = (totals[l] as number) + 1;
      }
    }
  }
  const log = (count: number, l: number): number => Math.log((count + 0.25) / ((totals[l] as number) + 1_000));
  for (const said of model.words.values()) {
    const rarity = 1 + Math.log((2 * width) / said.length) / 2;
    for (let i = 1; i < said.length; i += 2) said[i] = (said[i] as number) * rarity;
  }
  for (let l = 0; l < width; l += 1) model.floor[l] = log(0, l);
  for (const said of model.trigrams.values())
    for (let i = 1; i < said.length; i += 2) {
      const l = said[i - 1] as number;
      said[i] = log(said[i] as number, l) - (model.floor[l] as number);
    }
  for (const [letter, list] of Object.entries(letters)) {
    const written = list.split(' ');
    for (const [l, language] of languages.entries()) if (written.includes(language)) say(model.letters, letter, l, LETTER_EVIDENCE / Math.sqrt(written.length));
  }
  return model;
}

function trigrams(word: string): string[] {
  const padded = ` ${word} `;
  const grams: string[] = [];
  for (let i = 0; i + 3 <= padded.length; i += 1) grams.push(padded.slice(i, i + 3));
  return grams;
}

function score(text: string, model: Model): DetectedLanguage {
  const words = (text.match(/[\p{L}\p{M}·]+(?:['’][\p{L}]+)*/gu) ?? []).slice(0, MAX_WORDS).map((w) => w.replaceAll('’', "'"));
  const sums = Float64Array.from(model.prior);
  const add = (said: Said | undefined, weight: number): void => {
    if (said) for (let i = 0; i < said.length; i += 2) sums[said[i] as number] = (sums[said[i] as number] as number) + (said[i + 1] as number) * weight;
  };
  let unsaid = 0;
  for (const word of words) {
    add(model.words.get(word), 1);
    const grams = word.length > MAX_WORD ? [] : trigrams(word);
    const weight = TRIGRAM_WEIGHT / Math.sqrt(grams.length || 1);
    for (const gram of grams) add(model.trigrams.get(gram), weight);
    unsaid += weight * grams.length;
  }
  for (let l = 0; l < sums.length; l += 1) sums[l] = (sums[l] as number) + (model.floor[l] as number) * unsaid;
  for (const char of text) if (char > '\u007f') add(model.letters.get(char), 1);
  const vi = model.languages.indexOf('vi');
  if (vi >= 0 && vietnamese.test(text)) sums[vi] = (sums[vi] as number) + 6;
  return best(model.languages, sums, words.length);
}

function best(languages: readonly string[], sums: Float64Array, words: number): DetectedLanguage {
  let top = 0;
  for (let l = 1; l < sums.length; l += 1) if ((sums[l] as number) > (sums[top] as number)) top = l;
  const scale = TEMPERATURE * Math.max(1, Math.sqrt(words) / 1.5);
  let rest = 0;
  for (const sum of sums) rest += Math.exp((sum - (sums[top] as number)) / scale);
  return { value: languages[top] as string, confidence: words === 0 ? 0 : Math.min(0.99, 1 / rest) };
}
