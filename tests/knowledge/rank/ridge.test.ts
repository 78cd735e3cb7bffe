import { expect, test } from 'vitest';
import { ridge } from '../../../worker/knowledge/train/rank/ridge.ts';
import { cosineRows as cosine, countRows } from '../../../worker/knowledge/train/rank/sparse-rows.ts';

const cosineRows = (bags: Map<number, number>[], weight: () => number) =>
  cosine(
    countRows(bags.length, (row) => bags[row] ?? new Map()),
    weight,
  );

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
  ridge(
    x,
    5,
    2,
    (c) => [{ row: c, value: 1 }],
    { lambda: 0.5, iterations: 30 },
    (_, weights) => found.push([...weights]),
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
  ridge(
    x,
    3,
    1,
    () => [
      { row: 0, value: 1 },
      { row: 2, value: -0.5 },
    ],
    { lambda: 2, iterations: 50 },
    (_, w) => {
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
