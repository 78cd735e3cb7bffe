/** Texts as sparse unit vectors of their terms, in flat arrays: 10,000 tickets take some megabytes. */
import { analyze } from '../text/analyze.ts';
import { functionStems } from '../text/function-words.ts';

export type TermVectors = {
  count: number;
  /** Row `i` is `[offsets[i], offsets[i + 1])` of `terms` and `weights`; terms ascend. */
  offsets: Uint32Array;
  terms: Uint32Array;
  weights: Float32Array;
};

export type TextParts = { parts: readonly { text: string; weight: number }[]; language: string };

/** More terms of one text tell nothing new; logs and pasted pages have thousands. */
const MAX_TERMS = 60;
/** A term in more texts than this share tells nothing about any of them. */
const MAX_SHARE = 0.12;

/** Cosine of two rows. */
export function cosine(vectors: TermVectors, a: number, b: number): number {
  let i = vectors.offsets[a] as number;
  let j = vectors.offsets[b] as number;
  let sum = 0;
  while (i < (vectors.offsets[a + 1] as number) && j < (vectors.offsets[b + 1] as number)) {
    const difference = (vectors.terms[i] as number) - (vectors.terms[j] as number);
    if (difference === 0) sum += (vectors.weights[i] as number) * (vectors.weights[j] as number);
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return sum;
}

/**
 * TF-IDF with `(1 + ln tf) · ln(N / df)`, unit length, the 60 heaviest terms a text. Terms in a single text are left out:
 * they connect nothing. Parts of one text count by their weight (a subject tells more than a body).
 */
export function termVectors(texts: readonly TextParts[]): TermVectors {
  const builder = termVectorBuilder();
  for (const [i, text] of texts.entries()) builder.add(i, text);
  return builder.build(texts.length);
}

/** Takes texts one at a time, in any order, each with its place among all of them: nothing of a text itself is kept. */
export function termVectorBuilder(): { add(key: number, text: TextParts): void; build(count: number, keyAt?: (row: number) => number): TermVectors } {
  const vocabulary = new Map<string, number>();
  const byKey = new Map<number, Frequencies>();
  return {
    add(key, text) {
      byKey.set(key, termFrequencies(text, vocabulary));
    },
    /** Once, as it lets go of what was added. Row `i` is the text added as `keyAt(i)`. The same rows give the same vectors, whatever order they were added in. */
    build(count, keyAt = (row) => row) {
      const rows = Array.from({ length: count }, (_, row) => byKey.get(keyAt(row)) ?? { ids: new Uint32Array(0), counts: new Float32Array(0) });
      byKey.clear();
      return weighted(renumbered(rows, vocabulary.size), vocabulary.size);
    },
  };
}

type Frequencies = { ids: Uint32Array; counts: Float32Array };

/** Terms by their first appearance in the rows, as if they had been read in this order. */
function renumbered(rows: readonly Frequencies[], terms: number): Frequencies[] {
  const numbers = new Int32Array(terms).fill(-1);
  let next = 0;
  return rows.map(({ ids, counts }) => ({
    counts,
    ids: ids.map((id) => {
      if (numbers[id] === -1) numbers[id] = next++;
      return numbers[id] as number;
    }),
  }));
}

function weighted(frequencies: readonly Frequencies[], vocabularySize: number): TermVectors {
  const documents = new Uint32Array(vocabularySize);
  for (const { ids } of frequencies) for (const id of ids) documents[id] = (documents[id] as number) + 1;

  const most = Math.max(3, frequencies.length * MAX_SHARE);
  const idf = Float64Array.from(documents, (count) => (count > 1 && count <= most ? Math.log(frequencies.length / count) : 0));
  const offsets = new Uint32Array(frequencies.length + 1);
  const terms = new Uint32Array(frequencies.length * MAX_TERMS);
  const weights = new Float32Array(terms.length);
  let end = 0;
  for (const [i, { ids, counts }] of frequencies.entries()) {
    const scored = Array.from(ids, (id, at) => ({ id, score: (1 + Math.log(counts[at] as number)) * (idf[id] as number) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, MAX_TERMS)
      .sort((a, b) => a.id - b.id);
    const norm = Math.hypot(...scored.map(({ score }) => score)) || 1;
    for (const { id, score } of scored) {
      terms[end] = id;
      weights[end++] = score / norm;
    }
    offsets[i + 1] = end;
  }
  return { count: frequencies.length, offsets, terms: terms.slice(0, end), weights: weights.slice(0, end) };
}

/** Typed arrays: a help desk's tickets hold a million of these pairs. */
function termFrequencies({ parts, language }: TextParts, vocabulary: Map<string, number>): Frequencies {
  const found = new Map<number, number>();
  const filler = functionStems(language);
  for (const { text, weight } of parts) {
    for (const term of analyze(text, language)) {
      let id = vocabulary.get(term);
      if (id === undefined) {
        if (term.length < 2 || /^\d+$/.test(term) || filler.has(term)) continue;
        id = vocabulary.size;
        vocabulary.set(term, id);
      } else if (filler.has(term)) continue;
      found.set(id, (found.get(id) ?? 0) + weight);
    }
  }
  return { ids: Uint32Array.from(found.keys()), counts: Float32Array.from(found.values()) };
}

/** Sum of the rows, by term. */
export function sumOf(vectors: TermVectors, rows: readonly number[]): Map<number, number> {
  const sum = new Map<number, number>();
  for (const row of rows) {
    for (let at = vectors.offsets[row] as number; at < (vectors.offsets[row + 1] as number); at++) {
      const term = vectors.terms[at] as number;
      sum.set(term, (sum.get(term) ?? 0) + (vectors.weights[at] as number));
    }
  }
  return sum;
}

/** Cosine of a row to the sum of other rows, in which its own part does not count. */
export function likenessToRest(vectors: TermVectors, row: number, sum: ReadonlyMap<number, number>, sumLength: number): number {
  let product = 0;
  for (let at = vectors.offsets[row] as number; at < (vectors.offsets[row + 1] as number); at++) {
    const weight = vectors.weights[at] as number;
    product += weight * ((sum.get(vectors.terms[at] as number) ?? 0) - weight);
  }
  return sumLength > 0 ? product / sumLength : 0;
}

export function lengthOf(sum: ReadonlyMap<number, number>): number {
  let squared = 0;
  for (const value of sum.values()) squared += value * value;
  return Math.sqrt(squared);
}

/** Mean cosine over all pairs of `members`, from the length of their sum; 0 for fewer than two. */
export function coherence(vectors: TermVectors, members: readonly number[]): number {
  if (members.length < 2) return 0;
  let own = 0;
  for (const member of members)
    for (let at = vectors.offsets[member] as number; at < (vectors.offsets[member + 1] as number); at++) own += (vectors.weights[at] as number) ** 2;
  return (lengthOf(sumOf(vectors, members)) ** 2 - own) / (members.length * (members.length - 1));
}
