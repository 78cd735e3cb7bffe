/** What every `Embedder` does, whatever computes behind it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Embedder } from '../../worker/ports.ts';

const equally = (): number => 1;
const norm = (v: Float32Array): number => Math.hypot(...v);
const cosine = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
  (a ?? new Float32Array(0)).reduce((sum, v, i) => sum + v * (b?.[i] ?? 0), 0);

/** `create` gives an embedder that is ready to use. */
export function embedderContract(create: () => Promise<Embedder>): void {
  test('one vector a text, in order, of the length it names', async () => {
    const embedder = await create();
    const texts = ['Sync does not connect', 'The printer is on fire', 'Sync does not connect'];
    const vectors = await embedder.embed(texts, equally);
    expect(vectors).toHaveLength(3);
    for (const vector of vectors) expect(vector).toHaveLength(embedder.dimensions);
    expect(cosine(vectors[0], vectors[2])).toBeCloseTo(1, 4);
    expect(cosine(vectors[0], vectors[1])).toBeLessThan(0.9);
  });

  test('texts about the same thing are nearer than texts about others', async () => {
    const embedder = await create();
    const [question, right, wrong] = await embedder.embed(
      [
        'I forgot my password and cannot log in',
        'Reset a forgotten password so that you can log in again',
        'Export an invoice as a PDF file at the end of the month',
      ],
      equally,
    );
    expect(cosine(question, right)).toBeGreaterThan(cosine(question, wrong));
  });

  test('nothing to embed gives nothing', async () => {
    expect(await (await create()).embed([], equally)).toEqual([]);
  });

  test('any text gives finite numbers of unit or zero length', async () => {
    const embedder = await create();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
        const [vector = new Float32Array(0)] = await embedder.embed([text], equally);
        expect(vector.every(Number.isFinite)).toBe(true);
        const length = norm(vector);
        expect(length === 0 || Math.abs(length - 1) < 1e-3).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
}
