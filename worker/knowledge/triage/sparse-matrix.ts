/**
 * Weights of many linear classifiers, by feature: for each feature the labels it tells about. A weight is a byte on a
 * square-root scale of its label's largest, so that small weights keep their precision.
 */
import type { SectionReader, Sections } from '../types.ts';
import type { SparseVector } from './features.ts';

export type SparseMatrix = {
  labels: number;
  bias: Float32Array;
  /** Place of a feature in `starts`; -1 for one that tells nothing. */
  slots: Int32Array;
  starts: Uint32Array;
  columns: Uint16Array;
  levels: Uint8Array;
  /** Largest absolute weight of each label. */
  scales: Float32Array;
};

export type WeightColumn = { ids: Uint32Array; weights: Float32Array; bias: number };

const MIDDLE = 128;
/** More than features are numbered up to; a name and a place below it are one whole number without loss. */
const PLACES = 2 ** 24;
const STEPS = 127;

/** Keeps the `limit` largest weights of a dense vector, whose last element is the bias; `names` are the features' numbers. */
export function largestWeights(dense: Float64Array, limit: number, names: Uint32Array): WeightColumn {
  const size = dense.length - 1;
  const found = new Uint32Array(size);
  let count = 0;
  for (let id = 0; id < size; id += 1) if (dense[id] !== 0) found[count++] = id;
  if (count > limit) {
    // The least weight that stays, found among plain numbers; of equal ones the first stay.
    const sizes = new Float64Array(count);
    for (let i = 0; i < count; i += 1) sizes[i] = Math.abs(dense[found[i] as number] as number);
    const least = nthLargest(sizes, limit);
    let equal = limit;
    for (let i = 0; i < count; i += 1) if (Math.abs(dense[found[i] as number] as number) > least) equal -= 1;
    let kept = 0;
    for (let i = 0; i < count; i += 1) {
      const id = found[i] as number;
      const weight = Math.abs(dense[id] as number);
      if (weight > least || (weight === least && equal-- > 0)) found[kept++] = id;
    }
    count = kept;
  }
  // By name: numbers sort many times faster than by a comparison, so each carries its place.
  const order = new Float64Array(count);
  for (let i = 0; i < count; i += 1) order[i] = (names[found[i] as number] as number) * PLACES + (found[i] as number);
  order.sort();
  const ids = new Uint32Array(count);
  const weights = new Float32Array(count);
  for (let i = 0; i < count; i += 1) {
    const place = (order[i] as number) % PLACES;
    ids[i] = names[place] as number;
    weights[i] = dense[place] as number;
  }
  return { ids, weights, bias: dense[size] as number };
}

/** The `n`-th largest of `values` (1 = the largest), by Hoare's selection; `values` are put in another order. */
function nthLargest(values: Float64Array, n: number): number {
  const wanted = values.length - n;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1] as number;
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] as number) < pivot) i += 1;
      while ((values[j] as number) > pivot) j -= 1;
      if (i > j) break;
      const kept = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = kept;
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return values[wanted] as number;
}

export function putMatrix(sections: Sections, name: string, columns: readonly WeightColumn[], bits: number): void {
  const counts = new Uint32Array(2 ** bits);
  for (const { ids } of columns) for (const id of ids) counts[id] = (counts[id] as number) + 1;
  const features: number[] = [];
  for (const [id, n] of counts.entries()) if (n > 0) features.push(id);
  const starts = new Uint32Array(features.length + 1);
  const place = new Uint32Array(2 ** bits);
  for (const [slot, id] of features.entries()) {
    place[id] = starts[slot] as number;
    starts[slot + 1] = (starts[slot] as number) + (counts[id] as number);
  }
  const total = starts[features.length] as number;
  const labels = new Uint16Array(total);
  const levels = new Uint8Array(total);
  const scales = new Float32Array(columns.length);
  for (const [label, { ids, weights }] of columns.entries()) {
    const largest = weights.reduce((max, w) => Math.max(max, Math.abs(w)), 0);
    scales[label] = largest;
    for (const [i, id] of ids.entries()) {
      const at = place[id] as number;
      place[id] = at + 1;
      const w = (weights[i] as number) / (largest || 1);
      labels[at] = label;
      levels[at] = MIDDLE + Math.round(Math.sign(w) * Math.sqrt(Math.abs(w)) * STEPS);
    }
  }
  sections.set(`${name}.features`, Uint32Array.from(features));
  sections.set(`${name}.starts`, starts);
  sections.set(`${name}.labels`, labels);
  sections.set(`${name}.levels`, levels);
  sections.set(`${name}.scales`, scales);
  sections.set(
    `${name}.bias`,
    Float32Array.from(columns, (c) => c.bias),
  );
}

export function openMatrix(reader: SectionReader, name: string, bits: number): SparseMatrix {
  const features = reader.u32(`${name}.features`);
  const slots = new Int32Array(2 ** bits).fill(-1);
  for (let slot = 0; slot < features.length; slot += 1) slots[features[slot] as number] = slot;
  const bias = reader.f32(`${name}.bias`);
  return {
    labels: bias.length,
    bias,
    slots,
    starts: reader.u32(`${name}.starts`),
    columns: reader.u16(`${name}.labels`),
    levels: reader.u8(`${name}.levels`),
    scales: reader.f32(`${name}.scales`),
  };
}

const unit = Float32Array.from({ length: 256 }, (_, level) => {
  const q = (level - MIDDLE) / STEPS;
  return Math.sign(q) * q * q;
});

/** One score a label. */
export function scoreAll(matrix: SparseMatrix, { ids, values }: SparseVector): Float32Array {
  const sums = new Float32Array(matrix.labels);
  for (let i = 0; i < ids.length; i += 1) {
    const slot = matrix.slots[ids[i] as number] as number;
    if (slot < 0) continue;
    const value = values[i] as number;
    const end = matrix.starts[slot + 1] as number;
    for (let at = matrix.starts[slot] as number; at < end; at += 1) {
      const label = matrix.columns[at] as number;
      sums[label] = (sums[label] as number) + (unit[matrix.levels[at] as number] as number) * value;
    }
  }
  for (let label = 0; label < sums.length; label += 1)
    sums[label] = (sums[label] as number) * (matrix.scales[label] as number) + (matrix.bias[label] as number);
  return sums;
}

/** Weight of one feature for one label; 0 where it tells nothing. */
export function weightOf(matrix: SparseMatrix, feature: number, label: number): number {
  const slot = matrix.slots[feature] as number;
  if (slot < 0) return 0;
  const end = matrix.starts[slot + 1] as number;
  for (let at = matrix.starts[slot] as number; at < end; at += 1)
    if (matrix.columns[at] === label) return (unit[matrix.levels[at] as number] as number) * (matrix.scales[label] as number);
  return 0;
}
