/** Fusion weights from few and from many examples. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FEATURES, featureNames } from '../../../worker/knowledge/rank/features.ts';
import { fuse, priorWeights, weightsFor } from '../../../worker/knowledge/rank/fusion.ts';
import { type Example, fitFusion, scaledPrior } from '../../../worker/knowledge/train/rank/fit-fusion.ts';

const STRENGTH = 30;
const every = (): boolean => true;

/** What a fit makes as small as it can: −Σ log P(right) and the pull to the prior, both in the fit's own units. */
function cost(examples: readonly Example[], weights: readonly number[], prior: readonly number[]): number {
  const used = examples.filter((e) => e.right.some((v) => v > 0));
  const rows = used.flatMap((e) => Array.from({ length: e.rows }, (_, r) => e.features.subarray(r * FEATURES, (r + 1) * FEATURES)));
  const pull = weights.map((w, f) => {
    const mean = rows.reduce((sum, row) => sum + (row[f] as number), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[f] as number) - mean) ** 2, 0) / rows.length;
    return variance * (w - (prior[f] as number)) ** 2;
  });
  const likelihood = used.reduce((sum, { features, rows: n, right }) => {
    const mass = right.reduce((a, b) => a + b, 0);
    return sum - fuse(features, n, weights).reduce((part, p, i) => part + ((right[i] as number) / mass) * Math.log(p + 1e-300), 0);
  }, 0);
  return likelihood + (STRENGTH / 2) * pull.reduce((a, b) => a + b, 0);
}

/** Examples of 2 to 12 candidates; features as real ones are: shares, and logarithms up to a few units. */
const example = fc
  .integer({ min: 2, max: 12 })
  .chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      features: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: rows * FEATURES, maxLength: rows * FEATURES }),
      right: fc.nat({ max: rows - 1 }),
    }),
  )
  .map(
    ({ rows, features, right }): Example => ({
      rows,
      features: Float64Array.from(features, (v, i) => (i % FEATURES < featureNames.length / 2 ? v / 400 : v / 100)),
      right: Float64Array.from({ length: rows }, (_, i) => (i === right ? 1 : 0)),
    }),
  );

test('a fit is finite, and never worse by its own measure than where it began', () => {
  fc.assert(
    fc.property(fc.array(example, { minLength: 1, maxLength: 40 }), (examples) => {
      const prior = scaledPrior(examples, priorWeights);
      const weights = fitFusion(examples, prior, STRENGTH, every);
      expect(weights.every(Number.isFinite)).toBe(true);
      expect(cost(examples, weights, prior)).toBeLessThanOrEqual(cost(examples, prior, prior) + 1e-6);
    }),
    { numRuns: 40 },
  );
});

test('examples in which the prior is sure and wrong make it less sure, and keep its order', () => {
  const examples = Array.from({ length: 30 }, (_, i): Example => {
    const features = new Float64Array(2 * FEATURES);
    features.set(
      featureNames.map(() => 1),
      i % 2 === 0 ? 0 : FEATURES,
    );
    return { rows: 2, features, right: Float64Array.of(i % 3 === 0 ? 0 : 1, i % 3 === 0 ? 1 : 0) };
  });
  const scaled = scaledPrior(examples, priorWeights);
  const scale = (scaled[0] as number) / (priorWeights[0] as number);
  expect(scale).toBeLessThan(0.2);
  expect(scaled).toEqual(priorWeights.map((w) => w * scale));
});

test('a snapshot that knows fewer features than this version is ranked by those it knows', () => {
  const known = [1, 2, 3];
  const weights = weightsFor(
    { weights: { all: known }, top: [1, 0], any: [1, 0], examples: 1, reliability: null },
    new Set(['text', 'tickets', 'models', 'graph', 'vectors', 'freshness']),
  );
  // What new words tell is not learned, and holds for any snapshot.
  expect(weights).toEqual(featureNames.map((name, f) => (name === 'unheard' ? 2 : (known[f] ?? 0))));
});
