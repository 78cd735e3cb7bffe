/** Counts to a weighted vector: sublinear term frequency × inverse document frequency (Manning et al. 2008, 6.4.1). */
import type { FeatureBlocks, SparseVector } from './features.ts';

/** IDF is kept in a byte: `value / IDF_STEPS`; 0 stands for a feature no training text had. */
const IDF_STEPS = 24;

export type Idf = Uint8Array;

export function buildIdf(documents: readonly FeatureBlocks[], minimum: number, bits: number): Idf {
  const found = new Uint32Array(2 ** bits);
  for (const { ids } of documents) for (const id of ids) found[id] = (found[id] as number) + 1;
  const idf = new Uint8Array(2 ** bits);
  for (const [id, n] of found.entries()) if (n >= minimum) idf[id] = Math.min(255, Math.round((Math.log((documents.length + 1) / (n + 1)) + 1) * IDF_STEPS));
  return idf;
}

/**
 * The vector of one text, of unit length, each block of equal weight; and `known`, the share (0 to 1) of its first
 * block's weight, the words, that training texts had too.
 */
export function vectorize(blocks: FeatureBlocks, idf: Idf): SparseVector & { known: number } {
  const { ids: features, counts, ends } = blocks;
  const sums = new Map<number, number>();
  let from = 0;
  for (const end of ends) {
    let square = 0;
    for (let i = from; i < end; i += 1) square += weightOf(counts[i] as number, idf[features[i] as number] as number) ** 2;
    const scale = 1 / Math.sqrt(square || 1);
    for (let i = from; i < end; i += 1) {
      const value = weightOf(counts[i] as number, idf[features[i] as number] as number);
      if (value > 0) sums.set(features[i] as number, (sums.get(features[i] as number) ?? 0) + value * scale);
    }
    from = end;
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
  return { ids, values, known: knownShare(blocks, idf) };
}

const weightOf = (count: number, rarity: number): number => (rarity === 0 ? 0 : (1 + Math.log(count)) * (rarity / IDF_STEPS));

function knownShare({ ids, ends, words }: FeatureBlocks, idf: Idf): number {
  let known = 0;
  for (let i = 0; i < (ends[0] ?? 0); i += 1) if (idf[ids[i] as number] !== 0) known += 1;
  return words > 0 ? known / words : 0;
}
