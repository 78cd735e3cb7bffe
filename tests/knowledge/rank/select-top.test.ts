import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectTop } from '../../../worker/knowledge/rank/select-top.ts';

test('gives what sorting everything would give', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 6 }), { maxLength: 60 }), fc.integer({ min: 1, max: 12 }), fc.boolean(), (list, k, odd) => {
      const values = Float32Array.from(list);
      const allowed = (row: number): boolean => !odd || row % 2 === 1;
      const expected = [...values.keys()].filter((row) => (values[row] ?? 0) > 0 && allowed(row)).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
      expect(selectTop(values, k, 0, allowed)).toEqual(expected.slice(0, k));
    }),
  );
});
