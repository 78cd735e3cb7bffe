/// <reference path="./wink-porter2-stemmer.d.ts" />
/** Snowball stemmers by language, with the stems of common words kept: stemming a word costs 6 µs, looking it up none. */
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as irish } from '@orama/stemmers/irish';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import english from 'wink-porter2-stemmer';
import { fold } from './fold.ts';

const algorithms: Record<string, (word: string) => string> = {
  da: danish,
  de: german,
  en: english,
  es: spanish,
  fi: finnish,
  fr: french,
  ga: irish,
  hu: hungarian,
  it: italian,
  nb: norwegian,
  nl: dutch,
  nn: norwegian,
  no: norwegian,
  pt: portuguese,
  ro: romanian,
  ru: russian,
  sv: swedish,
  tr: turkish,
};

const DIGIT = /\d/;
/** Inflected languages without an algorithm here: a word's beginning serves nearly as well (McNamee and Mayfield 2004, trunc-n). */
const BY_BEGINNING = new Set(['bg', 'bs', 'ca', 'cs', 'et', 'eu', 'hr', 'lt', 'lv', 'pl', 'sk', 'sl', 'sr', 'uk']);
const BEGINNING = 6;
const beginning = (word: string): string => (DIGIT.test(word) ? word : word.slice(0, BEGINNING));

/** Words of each of two generations: when the younger is full, the older goes, without what was asked for since. */
const KEPT = 15_000;
const stemmers = new Map<string, (word: string) => string>();
const same = (word: string): string => word;

/** A function from a folded word to its folded stem; identity for languages that hardly inflect or are not known. Words with digits stay. */
export function stemmer(language: string): (word: string) => string {
  const code = language.slice(0, 2).toLowerCase();
  const known = stemmers.get(code);
  if (known) return known;
  const algorithm = algorithms[code];
  const made = algorithm ? remembering(algorithm) : BY_BEGINNING.has(code) ? beginning : same;
  stemmers.set(code, made);
  return made;
}

function remembering(algorithm: (word: string) => string): (word: string) => string {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  return (word) => {
    if (word.length < 3) return word;
    const known = young.get(word);
    if (known !== undefined) return known;
    if (DIGIT.test(word)) return word;
    const stem = old.get(word) ?? fold(algorithm(word));
    if (young.size >= KEPT) [old, young] = [young, new Map()];
    young.set(word, stem);
    return stem;
  };
}
