/**
 * Sparse features of a ticket for the linear models: words, word pairs and letter n-grams, hashed (Weinberger et al.
 * 2009). The same code runs at build and on a request.
 */
import { analyze, fold } from '../../text/analyze.ts';
import { tokens } from '../../text/tokens.ts';
import { surfaceFeatures } from './surface.ts';

export type FeatureOptions = {
  /** Features are numbered below 2 to this power: pairs and letters of short texts need more room. */
  bits: number;
  /** Letter n-grams and pairs of words that merely stand in the same text: worth their cost on short texts only. */
  short: boolean;
  /** What the text looks like: length, links, capitals, language. */
  surface: boolean;
  /** Terms of a text that are read. */
  maxTerms: number;
};

/** Feature numbers, each once, with their weights; unit length. */
export type SparseVector = { ids: Uint32Array; values: Float32Array };

/**
 * Counts by feature, in blocks that are normalised apart: words, neighbours, near pairs, letters, surface. Block `b` ends
 * before `ends[b]` and begins where the one before ends.
 */
export type FeatureBlocks = {
  ids: Uint32Array;
  counts: Uint16Array;
  ends: readonly number[];
  /** Distinct words of the text, those that were left out since included. */
  words: number;
};

const seeds = { words: 0x9e3779b1, pairs: 0x85ebca6b, near: 0x27d4eb2f, letters: 0xc2b2ae35, surface: 0x165667b1 };
const LETTER_GRAMS = [3, 4, 5];
/** Unordered pairs grow with the square of the words. */
const NEAR_TERMS = 24;
const MAX_LETTER_TOKENS = 120;

/** FNV-1a over UTF-16 units with a finaliser, so that low bits are well mixed. */
export function hashTerm(text: string, seed: number, start = 0, end = text.length): number {
  let h = seed ^ 0x811c9dc5;
  for (let i = start; i < end; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3ca5);
  h ^= h >>> 13;
  return h >>> 0;
}

export const wordFeature = (term: string): number => hashTerm(term, seeds.words);
export const pairFeature = (left: string, right: string): number => hashTerm(`${left} ${right}`, seeds.pairs);

export function countFeatures(text: string, language: string, options: FeatureOptions): FeatureBlocks {
  const terms = analyze(text.slice(0, options.maxTerms * 12), language).slice(0, options.maxTerms);
  const mask = 2 ** options.bits - 1;
  const words: Counts = new Map();
  const pairs: Counts = new Map();
  for (const [i, term] of terms.entries()) {
    bump(words, wordFeature(term) & mask);
    bump(pairs, pairFeature(terms[i - 1] ?? '^', term) & mask);
  }
  if (terms.length > 0) bump(pairs, pairFeature(terms[terms.length - 1] as string, '$') & mask);
  const blocks = [words, pairs];
  if (options.short) blocks.push(nearPairs(terms, mask), letterGrams(text, options.maxTerms, mask));
  if (options.surface) {
    const surface: Counts = new Map();
    for (const feature of surfaceFeatures(text, language)) bump(surface, hashTerm(feature, seeds.surface) & mask);
    blocks.push(surface);
  }
  return packed(blocks);
}

type Counts = Map<number, number>;

/** Thousands of texts in maps would not fit an isolate. */
function packed(blocks: readonly Counts[]): FeatureBlocks {
  const size = blocks.reduce((sum, block) => sum + block.size, 0);
  const ids = new Uint32Array(size);
  const counts = new Uint16Array(size);
  const ends: number[] = [];
  let at = 0;
  for (const block of blocks) {
    for (const [id, n] of block) {
      ids[at] = id;
      counts[at++] = n;
    }
    ends.push(at);
  }
  return { ids, counts, ends, words: blocks[0]?.size ?? 0 };
}

/** Without the features for which `keep` says no. */
export function withoutFeatures({ ids, counts, ends, words }: FeatureBlocks, keep: (id: number) => boolean): FeatureBlocks {
  const places = new Uint32Array(ids.length);
  const left: number[] = [];
  let kept = 0;
  let at = 0;
  for (const end of ends) {
    for (; at < end; at += 1) if (keep(ids[at] as number)) places[kept++] = at;
    left.push(kept);
  }
  const chosen = places.subarray(0, kept);
  const [keptIds, keptCounts] = [new Uint32Array(kept), new Uint16Array(kept)];
  for (const [i, place] of chosen.entries()) {
    keptIds[i] = ids[place] as number;
    keptCounts[i] = counts[place] as number;
  }
  return { ids: keptIds, counts: keptCounts, ends: left, words };
}

function nearPairs(terms: readonly string[], mask: number): Counts {
  const found: Counts = new Map();
  const distinct = [...new Set(terms)].slice(0, NEAR_TERMS).sort();
  for (const [i, left] of distinct.entries())
    for (let j = i + 1; j < distinct.length; j += 1) bump(found, hashTerm(`${left}&${distinct[j]}`, seeds.near) & mask);
  return found;
}

function letterGrams(text: string, maxTerms: number, mask: number): Counts {
  const found: Counts = new Map();
  for (const token of tokens(text.slice(0, maxTerms * 12)).slice(0, MAX_LETTER_TOKENS)) {
    const padded = ` ${fold(token)} `;
    for (const n of LETTER_GRAMS) for (let i = 0; i + n <= padded.length; i += 1) bump(found, hashTerm(padded, seeds.letters + n, i, i + n) & mask);
  }
  return found;
}

function bump(counts: Counts, id: number): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}
