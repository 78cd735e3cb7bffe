/** Sets of words that differ by a word or two, found without comparing every two of them. */
import { less } from './fact-table.ts';

type Words = { words: readonly number[]; sum: number };

/** Sums over a set of words, and over the set without one of them: sets that differ by a word or two meet in one of these. */
export const nearSums = ({ sum, words }: Words): number[] => [sum, ...words.map((n) => less(sum, n))];

/** Sums are looked up by their lower bits. */
const SHELVES = 2 ** 30;
const shelfOf = (sum: number): number => sum - Math.floor(sum / SHELVES) * SHELVES;
/** Places of denials that fit beside a shelf in a whole number. */
const PLACES = 2 ** 22;
const BITS = 2 ** 23;

/**
 * Denials that share a near sum with what is said, each once. What is looked up lies in sorted numbers, for a map of a large help
 * centre's would fill an isolate; before it stands a bit for every few shelves, as most statements are denied by none.
 */
export function denialFinder<T extends Words>(denials: readonly T[]): (said: Words) => T[] {
  if (denials.length >= PLACES) throw new RangeError(`At most ${PLACES} sentences that deny something can be compared.`);
  const entries = new Float64Array(denials.reduce((sum, { words }) => sum + words.length + 1, 0));
  const bits = new Uint8Array(BITS / 8);
  let end = 0;
  for (const [place, denial] of denials.entries())
    for (const sum of nearSums(denial)) {
      const shelf = shelfOf(sum);
      const byte = (shelf % BITS) >> 3;
      entries[end++] = shelf * PLACES + place;
      bits[byte] = (bits[byte] as number) | (1 << (shelf & 7));
    }
  entries.sort();
  const onShelf = (shelf: number): T[] => {
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((entries[middle] as number) < shelf * PLACES) low = middle + 1;
      else high = middle;
    }
    const found: T[] = [];
    for (; low < entries.length && (entries[low] as number) < (shelf + 1) * PLACES; low++) found.push(denials[(entries[low] as number) % PLACES] as T);
    return found;
  };
  return (said) => {
    let found: T[] = [];
    for (let i = -1; i < said.words.length; i++) {
      const sum = i < 0 ? said.sum : less(said.sum, said.words[i] as number);
      const shelf = shelfOf(sum);
      if (((bits[(shelf % BITS) >> 3] as number) & (1 << (shelf & 7))) === 0) continue;
      const near = onShelf(shelf).filter((denial) => nearSums(denial).includes(sum));
      if (near.length > 0) found = [...new Set([...found, ...near])];
    }
    return found;
  };
}
