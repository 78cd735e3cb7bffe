import type { SparseVector } from '../triage/features.ts';

/** What classifiers are trained on, in one set of arrays: hundreds of trainings go over them. */
export type Examples = {
  /** Row `i` is `[offsets[i], offsets[i + 1])` of `ids` and `values`. */
  offsets: Uint32Array;
  ids: Uint32Array;
  values: Float32Array;
  /** 1 + the squared length of each row: the 1 is the bias's feature. */
  squares: Float64Array;
  count: number;
  /** Hashed number of each feature: `ids` are places in here. */
  names: Uint32Array;
};

/**
 * Packs vectors with features below 2 to the power of `bits`. Features are renumbered by how often they occur, most
 * frequent first: the weights that training touches all the time then lie together in the cache.
 */
export function packExamples(count: number, bits: number, vectorAt: (row: number) => SparseVector): Examples {
  const offsets = new Uint32Array(count + 1);
  let ids = new Uint32Array(1_024);
  let values = new Float32Array(1_024);
  const squares = new Float64Array(count);
  const counts = new Uint32Array(2 ** bits);
  for (let row = 0; row < count; row += 1) {
    const vector = vectorAt(row);
    const from = offsets[row] as number;
    const end = from + vector.ids.length;
    if (end > ids.length) {
      const size = Math.max(end, Math.ceil(ids.length * 1.3));
      const [longerIds, longerValues] = [new Uint32Array(size), new Float32Array(size)];
      longerIds.set(ids.subarray(0, from));
      longerValues.set(values.subarray(0, from));
      [ids, values] = [longerIds, longerValues];
    }
    ids.set(vector.ids, from);
    values.set(vector.values, from);
    let square = 1;
    for (const v of vector.values) square += v * v;
    squares[row] = square;
    for (const id of vector.ids) counts[id] = (counts[id] as number) + 1;
    offsets[row + 1] = end;
  }
  const names = byFrequency(counts);
  const place = new Uint32Array(2 ** bits);
  for (const [i, id] of names.entries()) place[id] = i;
  for (let i = 0; i < (offsets[count] as number); i += 1) ids[i] = place[ids[i] as number] as number;
  return { offsets, ids, values, squares, count, names };
}

function byFrequency(counts: Uint32Array): Uint32Array {
  const found: number[] = [];
  for (const [id, n] of counts.entries()) if (n > 0) found.push(id);
  return Uint32Array.from(found.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b));
}

/** All rows, to choose from. */
export const everyRow = ({ count }: Examples): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);
