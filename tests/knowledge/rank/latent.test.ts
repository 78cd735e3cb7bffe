import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LATENT, packedRows, unitRows } from '../../../worker/knowledge/rank/latent.ts';

test('rows packed to bytes keep their direction, and packing what was unpacked changes nothing', () => {
  const value = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: LATENT, maxLength: LATENT }), (values) => {
      const row = Float32Array.from(values);
      const packed = packedRows(row);
      const back = unitRows(packed);
      expect(packedRows(back)).toEqual(packed);
      const length = Math.hypot(...row);
      if (length === 0) expect(Math.hypot(...back)).toBe(0);
      else expect(row.reduce((sum, v, c) => sum + (v / length) * (back[c] as number), 0)).toBeGreaterThan(0.99);
    }),
  );
  expect(unitRows(packedRows(new Float32Array(0)))).toHaveLength(0);
});
