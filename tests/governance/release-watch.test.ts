import fc from 'fast-check';
import { expect, test } from 'vitest';
import { controlSettingsSchema } from '../../shared/governance.ts';
import { harmOf, type ReleaseHealth } from '../../worker/governance/release-watch.ts';

const bounds = controlSettingsSchema.parse({}).watch;
const well = (change: Partial<ReleaseHealth> = {}): ReleaseHealth => ({
  suggestions: 100,
  failures: 0,
  judged: 50,
  accepted: 40,
  violations: 2,
  p95Ms: 300,
  ...change,
});

test.each([
  ['failures', { failures: 20 }, '17 % of suggestions failed'],
  ['failures alone', { suggestions: 0, failures: 40, judged: 0, accepted: 0, violations: 0, p95Ms: 0 }, '100 % of suggestions failed'],
  ['latency', { p95Ms: 12_000 }, 'took longer than 12000 ms'],
  ['violations', { violations: 40 }, '40 % of drafts held something forbidden, 2 % before'],
  ['acceptance', { accepted: 20 }, 'agents used 40 % of what they judged, 80 % before'],
])('harm is told: %s', (_, change, words) => {
  expect(harmOf(well(change), well(), bounds)).toContain(words);
});

test('what is well stays, and so does what nobody has judged yet', () => {
  expect(harmOf(well(), well(), bounds)).toBeNull();
  expect(harmOf(well({ accepted: 0, judged: 5 }), well(), bounds)).toBeNull();
  expect(harmOf(well({ accepted: 0 }), null, bounds)).toBeNull();
});

test('below the minimum nothing is concluded, whatever was seen', () => {
  const few = fc.integer({ min: 0, max: bounds.minimum - 1 });
  fc.assert(
    fc.property(few, few, fc.integer({ min: 0, max: 60_000 }), (suggestions, accepted, p95Ms) => {
      const seen = { suggestions, failures: 0, judged: suggestions, accepted: Math.min(accepted, suggestions), violations: suggestions, p95Ms };
      expect(harmOf(seen, well(), bounds)).toBeNull();
    }),
  );
});
