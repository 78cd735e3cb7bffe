/**
 * Lookup from a string to its positions without a Map in memory: FNV-1a hashes sorted beside their positions, found by
 * binary search. Equal hashes are told apart by the caller, who has the strings.
 */
const encoder = new TextEncoder();

/** 32-bit FNV-1a over UTF-8 (draft-eastlake-fnv). */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return fnvBytes(encoder.encode(text));
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return hash >>> 0;
}

function fnvBytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

export type HashIndex = { hashes: Uint32Array; values: Uint32Array };

/** Values that fit beside a hash of 32 bits in a whole number. */
const VALUES = 2 ** 21;

/** Entries in hash order, then in value order, so that equal content gives equal bytes. */
export function buildHashIndex(count: number, entryAt: (entry: number) => { key: string; value: number }): HashIndex {
  const both = Float64Array.from({ length: count }, (_, entry) => {
    const { key, value } = entryAt(entry);
    if (value >= VALUES) throw new RangeError(`A snapshot indexes at most ${VALUES} rows of a kind.`);
    return fnv1a(key) * VALUES + value;
  }).sort();
  return { hashes: Uint32Array.from(both, (entry) => Math.floor(entry / VALUES)), values: Uint32Array.from(both, (entry) => entry % VALUES) };
}

/** Calls `visit` with each value stored under the key's hash until it answers true. */
export function visitHash({ hashes, values }: HashIndex, key: string, visit: (value: number) => boolean): void {
  const hash = fnv1a(key);
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hashes[middle] as number) < hash) low = middle + 1;
    else high = middle;
  }
  for (; low < hashes.length && hashes[low] === hash; low++) if (visit(values[low] as number)) return;
}
