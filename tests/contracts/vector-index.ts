/** What every `VectorIndex` does, whatever searches behind it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VectorIndex } from '../../worker/ports.ts';

const unit = (...values: number[]): Float32Array => {
  const norm = Math.hypot(...values) || 1;
  return Float32Array.from(values, (v) => v / norm);
};
const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, v, i) => sum + v * (b[i] as number), 0);

/** `create` gives an empty index, another one each time. */
export function vectorIndexContract(create: () => Promise<VectorIndex>): void {
  test('finds what is nearest first, with its cosine', async () => {
    const index = await create();
    await index.upsert('a', [
      { id: 'east', values: unit(1, 0) },
      { id: 'north', values: unit(0, 1) },
      { id: 'north-east', values: unit(1, 1) },
    ]);
    const hits = await index.query('a', unit(1, 0.1), 2);
    expect(hits.map((h) => h.id)).toEqual(['east', 'north-east']);
    expect(hits[0]?.score).toBeCloseTo(cosine(unit(1, 0.1), unit(1, 0)), 5);
  });

  test('an empty namespace answers with nothing', async () => {
    expect(await (await create()).query('nobody', unit(1, 0), 5)).toEqual([]);
  });

  test('equal ids of two namespaces do not touch each other', async () => {
    const index = await create();
    await index.upsert('a', [{ id: 'p1', values: unit(1, 0) }]);
    await index.upsert('b', [{ id: 'p1', values: unit(0, 1) }]);
    expect((await index.query('a', unit(1, 0), 5))[0]?.score).toBeCloseTo(1, 5);
    expect((await index.query('b', unit(1, 0), 5))[0]?.score).toBeCloseTo(0, 5);
    await index.remove('b', ['p1']);
    expect(await index.query('a', unit(1, 0), 5)).toHaveLength(1);
    expect(await index.query('b', unit(1, 0), 5)).toEqual([]);
  });

  test('writing an id again replaces it; removing what is not there is no fault', async () => {
    const index = await create();
    await index.upsert('a', [{ id: 'p1', values: unit(1, 0) }]);
    await index.upsert('a', [{ id: 'p1', values: unit(0, 1) }]);
    const hits = await index.query('a', unit(0, 1), 5);
    expect(hits).toHaveLength(1);
    expect(hits[0]?.score).toBeCloseTo(1, 5);
    await index.remove('a', ['p2']);
    expect(await index.query('a', unit(0, 1), 5)).toHaveLength(1);
  });

  test('takes more vectors at once than its index takes in one call, and never gives more than 100', async () => {
    const index = await create();
    await index.upsert(
      'a',
      Array.from({ length: 2_300 }, (_, i) => ({ id: `p${i}`, values: unit(Math.cos(i), Math.sin(i)) })),
    );
    const hits = await index.query('a', unit(1, 0), 1_000);
    expect(hits).toHaveLength(100);
    expect(hits[0]?.id).toBe('p0');
  });

  test('agrees with a plain scan on any vectors', async () => {
    const vector = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 }).filter((v) => v.some((x) => x !== 0));
    await fc.assert(
      fc.asyncProperty(fc.array(vector, { minLength: 1, maxLength: 25 }), vector, async (rows, query) => {
        const index = await create();
        await index.upsert(
          'a',
          rows.map((row, i) => ({ id: String(i), values: unit(...row) })),
        );
        const expected = rows
          .map((row) => cosine(unit(...row), unit(...query)))
          .sort((x, y) => y - x)
          .slice(0, 5);
        const scores = (await index.query('a', unit(...query), 5)).map((h) => h.score);
        expect(scores.length).toBe(expected.length);
        for (const [i, score] of scores.entries()) expect(score).toBeCloseTo(expected[i] as number, 4);
      }),
      { numRuns: 15 },
    );
  });
}
