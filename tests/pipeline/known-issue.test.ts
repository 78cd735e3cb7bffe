import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pileAround, upperTail } from '../../worker/pipeline/known-issue.ts';

const about = [{ node: 'issue:i1', usual: 0.03, label: 'E-503' }];

test('three tickets of a rare subject among eight are a pile, two are not, and a usual subject needs more', () => {
  const recent = (tickets: string[], total = 8) => ({ total, nodes: [{ node: 'issue:i1', usual: 0.03, tickets }] });
  expect(pileAround('3', about, recent(['1', '2']))).toMatchObject({ node: 'issue:i1', tickets: ['1', '2', '3'] });
  // The same ticket again does not count twice.
  expect(pileAround('2', about, recent(['1', '2']))).toBeNull();
  expect(pileAround('3', [{ node: 'issue:i1', usual: 0.3, label: '' }], recent(['1', '2']))).toBeNull();
  expect(pileAround('3', about, recent(['1', '2'], 200))).toBeNull();
  expect(pileAround('3', [{ node: 'issue:other', usual: 0.01, label: '' }], recent(['1', '2', '4']))).toBeNull();
  expect(pileAround('3', about, undefined)).toBeNull();
});

test('the upper tail is a probability, one for none, and falls with every further ticket', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), (n, p) => {
      expect(upperTail(0, n, p)).toBe(1);
      let before = 1;
      for (let k = 1; k <= n; k++) {
        const now = upperTail(k, n, p);
        expect(now).toBeLessThanOrEqual(before + 1e-9);
        before = now;
      }
    }),
    { numRuns: 60 },
  );
  // 1 - 0.9^3, and 0.1^3.
  expect(upperTail(1, 3, 0.1)).toBeCloseTo(0.271, 9);
  expect(upperTail(3, 3, 0.1)).toBeCloseTo(0.001, 9);
});
