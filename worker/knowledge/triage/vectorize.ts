/** Counts to a weighted vector: sublinear term frequency × inverse document frequency (Manning et al. 2008, 6.4.1). */
import type { FeatureBlocks, SparseVector } from './features.ts';

/** IDF is kept in a byte: `value / IDF_STEPS`; 0 stands for a feature no training text had. */
const IDF_STEPS = 24;

export type Idf = Uint8Array;

export function buildIdf(documents: readonly FeatureBlocks[], minimum: number, bits: number): Idf {
  const found = new Uint32Array(2 ** bits);
  for (const blocks of documents) for (const block of blocks) for (const id of block.keys()) found[id] = (found[id] ?? 0) + 1;
  const idf = new Uint8Array(2 ** bits);
  for (const [id, n] of found.entries()) if (n >= minimum) idf[id] = Math.min(255, Math.round((Math.log((documents.length + 1) / (n + 1)) + 1) * IDF_STEPS));
  return idf;
}

/**
 * The vector of one text, of unit length, each block of equal weight; and `known`, the share (0 to 1) of its first
 * block's weight, the words, that training texts had too.
 */
export function vectorize(blocks: FeatureBlocks, idf: Idf): SparseVector & { known: number } {
  const sums = new Map<number, number>();
  for (const block of blocks) {
    let square = 0;
    const weighted: [number, number][] = [];
    for (const [id, count] of block) {
      const rarity = idf[id] as number;
      if (rarity === 0) continue;
      const value = (1 + Math.log(count)) * (rarity / IDF_STEPS);
      weighted.push([id, value]);
      square += value * value;
    }
    const scale = 1 / Math.sqrt(square || 1);
    for (const [id, value] of weighted) sums.set(id, (sums.get(id) ?? 0) + value * scale);
  }
  let square = 0;
  for (const value of sums.values()) square += value * value;
  const scale = 1 / Math.sqrt(square || 1);
  const ids = new Uint32Array(sums.size);
  const values = new Float32Array(sums.size);
  let i = 0;
  for (const [id, value] of sums) {
    ids[i] = id;
    values[i] = value * scale;
    i += 1;
  }
  return { ids, values, known: knownShare(blocks[0], idf) };
}

function knownShare(words: Map<number, number> | undefined, idf: Idf): number {
  let known = 0;
  for (const id of words?.keys() ?? []) if (idf[id] !== 0) known += 1;
  return words && words.size > 0 ? known / words.size : 0;
}
