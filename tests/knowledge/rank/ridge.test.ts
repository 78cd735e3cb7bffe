import { expect, test } from 'vitest';
import { ridge } from '../../../worker/knowledge/train/rank/ridge.ts';
import { COLUMNS, type Compact, compact } from '../../../worker/knowledge/train/rank/sparse-product.ts';
import { cosineRows as cosine, countRows } from '../../../worker/knowledge/train/rank/sparse-rows.ts';

const cosineRows = (bags: Map<number, number>[], weight: () => number) =>
  cosine(
    countRows(bags.length, 20, (bag, row) => {
      for (const [term, count] of bags[row] ?? []) bag.add(term, count);
    }),
    weight,
  );

/** The weights of target `c` of a block by term; nothing for a term that no row has. */
const byTerm = ({ places }: Compact, weights: Float64Array, c: number): number[] =>
  Array.from(places, (place) => (place < 0 ? 0 : (weights[place * COLUMNS + c] as number)));

test('words that stand in the examples of a target get its weight, the others the opposite', () => {
  const x = cosineRows(
    [
      new Map([
        [0, 1],
        [1, 1],
      ]),
      new Map([
        [0, 1],
        [2, 1],
      ]),
      new Map([
        [0, 1],
        [3, 1],
      ]),
    ],
    () => 1,
  );
  const found: number[][] = [];
  const rows = compact(x, 5);
  ridge(
    rows,
    2,
    (c) => [{ row: c, value: 1 }],
    { lambda: 0.5, iterations: 30 },
    (_, count, weights) => {
      for (let c = 0; c < count; c++) found.push(byTerm(rows, weights, c));
    },
  );
  const [first = [], second = []] = found;
  expect(first[1]).toBeGreaterThan(0.3);
  expect(first[2]).toBeLessThan(0.1);
  expect(second[2]).toBeCloseTo(first[1] ?? 0, 6);
  expect(first[4]).toBe(0);
});

test('solves the normal equations: X·w + λ·α = y', () => {
  const x = cosineRows(
    [
      new Map([
        [0, 2],
        [1, 1],
      ]),
      new Map([[1, 3]]),
      new Map([
        [0, 1],
        [2, 1],
      ]),
    ],
    () => 1,
  );
  const rows = compact(x, 3);
  ridge(
    rows,
    1,
    () => [
      { row: 0, value: 1 },
      { row: 2, value: -0.5 },
    ],
    { lambda: 2, iterations: 50 },
    (_first, _count, weights) => {
      const w = byTerm(rows, weights, 0);
      // With α = (y − X·w) / λ, w must be Xᵀ·α.
      const y = [1, 0, -0.5];
      const back = new Float64Array(3);
      for (const [i, target] of y.entries()) {
        const places = Array.from({ length: (x.offsets[i + 1] as number) - (x.offsets[i] as number) }, (_, k) => (x.offsets[i] as number) + k);
        const dot = places.reduce((sum, k) => sum + (w[x.terms[k] as number] as number) * (x.values[k] as number), 0);
        for (const k of places) back[x.terms[k] as number] = (back[x.terms[k] as number] as number) + ((target - dot) / 2) * (x.values[k] as number);
      }
      for (const [t, weight] of w.entries()) expect(weight).toBeCloseTo(back[t] as number, 5);
    },
  );
});

test('many targets are solved as each alone: blocks do not mix, and the last may be short', () => {
  const bags = Array.from(
    { length: 30 },
    (_, i) =>
      new Map([
        [i % 7, 1],
        [7 + (i % 5), 2],
        [12 + (i % 3), 1],
      ]),
  );
  const rows = compact(
    cosineRows(bags, () => 1),
    20,
  );
  const target = (c: number) => [
    { row: c, value: 1 },
    { row: (c * 3 + 1) % 30, value: 0.5 },
  ];
  const solved = (from: number, targets: number): number[][] => {
    const all: number[][] = [];
    ridge(
      rows,
      targets,
      (c) => target(from + c),
      { lambda: 1, iterations: 40 },
      (_, count, weights) => {
        for (let c = 0; c < count; c++) all.push(byTerm(rows, weights, c));
      },
    );
    return all;
  };
  const together = solved(0, 19);
  expect(together).toHaveLength(19);
  for (const [c, weights] of together.entries()) {
    const [alone = []] = solved(c, 1);
    for (const [term, weight] of weights.entries()) expect(weight).toBeCloseTo(alone[term] as number, 1);
    expect(weights.some((w) => Math.abs(w) > 0.05)).toBe(true);
  }
});
