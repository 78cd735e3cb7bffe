import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LATENT } from '../../../worker/knowledge/rank/latent.ts';
import { orthonormalise } from '../../../worker/knowledge/train/rank/panels.ts';
import { COLUMNS } from '../../../worker/knowledge/train/rank/sparse-product.ts';
import { countRows, type SparseRows } from '../../../worker/knowledge/train/rank/sparse-rows.ts';
import { findTopics, type Topics } from '../../../worker/knowledge/train/rank/topics.ts';

const column = (panels: readonly Float64Array[], c: number): number[] =>
  [...(panels[Math.floor(c / COLUMNS)] as Float64Array)].filter((_, i) => i % COLUMNS === c % COLUMNS);
const product = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * (b[i] as number), 0);

test('columns become orthonormal in their order, and one that others explain becomes zero', () => {
  const value = fc.double({ min: -1, max: 1, noNaN: true });
  const rows = 30;
  fc.assert(
    fc.property(fc.array(value, { minLength: rows * 2 * COLUMNS, maxLength: rows * 2 * COLUMNS }), (values) => {
      const panels = [0, 1].map((p) => Float64Array.from(values.slice(p * rows * COLUMNS, (p + 1) * rows * COLUMNS)));
      // Well apart whatever was drawn, but for the fourth, which is the sum of the second and the third.
      for (let c = 0; c < 2 * COLUMNS; c++) {
        const panel = panels[Math.floor(c / COLUMNS)] as Float64Array;
        panel[c * COLUMNS + (c % COLUMNS)] = 20 + c;
      }
      const [first] = panels as [Float64Array];
      for (let i = 0; i < first.length; i += COLUMNS) first[i + 3] = (first[i + 1] as number) + (first[i + 2] as number);
      const before = panels.map((panel) => panel.slice());
      orthonormalise(panels);
      const made = Array.from({ length: 2 * COLUMNS }, (_, c) => column(panels, c));
      for (let a = 0; a < 2 * COLUMNS; a++) {
        for (let b = 0; b <= a; b++) expect(product(made[a] as number[], made[b] as number[])).toBeCloseTo(a === b && a !== 3 ? 1 : 0, 6);
        const own = column(before, a);
        const told = Array.from({ length: a + 1 }, (_, b) => product(own, made[b] as number[]) ** 2).reduce((sum, v) => sum + v, 0);
        expect(told / product(own, own)).toBeCloseTo(1, 6);
      }
    }),
  );
});

/** Group `g` has 9 to the power of `g` rows times `each`, of one term that is its own: its singular value is 3 to that power, times the root. */
const GROUPS = 4;
const grouped = (each: number): SparseRows => {
  const of = Array.from({ length: GROUPS }, (_, g) => new Array<number>(9 ** g * each).fill(g)).flat();
  return countRows(of.length, GROUPS, (bag, row) => bag.add(of[row] as number, 1));
};

/** What all topics together say of a term: its singular value where it has one of its own. */
const told = ({ values, places, columns }: Topics, term: number): number => {
  let sum = 0;
  for (let c = 0; c < LATENT; c++) sum += (values[(Math.floor(c / COLUMNS) * columns + (places[term] as number)) * COLUMNS + (c % COLUMNS)] as number) ** 2;
  return sum;
};

test('topics are singular vectors by the roots of their values, begun anywhere or where fewer rows ended', () => {
  const few = findTopics(grouped(1), GROUPS + 2, null);
  for (let term = 0; term < GROUPS; term++) expect(told(few, term) / 3 ** term).toBeCloseTo(1, 1);
  expect([...few.places]).toEqual([0, 1, 2, 3, -1, -1]);
  const more = findTopics(grouped(4), GROUPS + 2, few);
  for (let term = 0; term < GROUPS; term++) expect(told(more, term) / (2 * 3 ** term)).toBeCloseTo(1, 1);
});
