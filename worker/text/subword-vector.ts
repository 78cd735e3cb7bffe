/**
 * A vector of a text without a model: words and their letter n-grams, hashed to signed places (Weinberger et al. 2009;
 * subwords as in fastText, Bojanowski et al. 2017), each weighed by what it tells in the tenant's own corpus. Its cosine
 * stands near that of TF-IDF vectors, and bears typos, joined words and unknown endings.
 */
import { fold } from './fold.ts';
import { stemmer } from './stem.ts';
import { tokens } from './tokens.ts';

export const SUBWORD_DIMENSIONS = 256;
/** Places a word, or an n-gram, is spread over: more lessen collisions, and cost time. */
const WORD_PLACES = 4;
const GRAM_PLACES = 2;
const GRAM = 4;
/** Share of a word's energy that its n-grams carry. */
const GRAM_SHARE = 0.3;
/** Words the corpus has never seen may be misspelt ones it has. */
const UNKNOWN = 2;
const MAX_WORDS = 400;
const MAX_CHARS = 6_000;

/** Unit length; a text without words gives a zero vector. `weight` is a term's IDF, 0 where it is unknown. */
export function subwordVector(text: string, weight: (term: string) => number): Float32Array {
  const stem = stemmer('en');
  const counts = new Map<string, number>();
  let read = 0;
  for (const token of tokens(text.slice(0, MAX_CHARS))) {
    if (read++ === MAX_WORDS) break;
    const word = fold(token).replace(/[-'’]/g, '');
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const vector = new Float32Array(SUBWORD_DIMENSIONS);
  for (const [word, tf] of counts) {
    const stemmed = stem(word);
    const told = weight(stemmed) || weight(word) || (word.length > 3 ? UNKNOWN : 0);
    if (told === 0) continue;
    const amount = (1 + Math.log(tf)) * told;
    spread(vector, hash(stemmed, 0, stemmed.length, 0), WORD_PLACES, amount * Math.sqrt(1 - GRAM_SHARE));
    const grams = stemmed.length - GRAM + 3;
    if (grams > 1 && stemmed.length < 25) {
      const padded = `<${stemmed}>`;
      const part = amount * Math.sqrt(GRAM_SHARE / grams);
      for (let i = 0; i + GRAM <= padded.length; i++) spread(vector, hash(padded, i, i + GRAM, 1), GRAM_PLACES, part);
    }
  }
  return unit(vector);
}

function hash(text: string, start: number, end: number, salt: number): number {
  let h = 0x811c9dc5 ^ salt;
  for (let i = start; i < end; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function spread(vector: Float32Array, seed: number, places: number, amount: number): void {
  const part = amount / Math.sqrt(places);
  let h = seed;
  for (let i = 0; i < places; i++) {
    const at = h % SUBWORD_DIMENSIONS;
    vector[at] = (vector[at] as number) + (h & 0x80000000 ? part : -part);
    h = mix(h + 0x9e3779b9);
  }
}

function unit(vector: Float32Array): Float32Array {
  let square = 0;
  for (const v of vector) square += v * v;
  if (square > 0) for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / Math.sqrt(square);
  return vector;
}
