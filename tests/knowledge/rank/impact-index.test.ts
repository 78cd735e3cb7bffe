import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accumulate, buildImpactIndex, impactOf, putImpactIndex, readImpactIndex } from '../../../worker/knowledge/rank/impact-index.ts';
import { Postings } from '../../../worker/knowledge/rank/postings.ts';
import { openContainer, writeContainer } from '../../../worker/knowledge/snapshot/container.ts';
import type { Sections } from '../../../worker/knowledge/types.ts';

const TERMS = 6;
const ROWS = 9;
const posting = fc.record({
  term: fc.integer({ min: 0, max: TERMS - 1 }),
  row: fc.integer({ min: 0, max: ROWS - 1 }),
  value: fc.float({ min: -8, max: 8, noNaN: true }),
});

test('scores are those of the postings, within what a byte can tell, before and after it was stored', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(posting, { maxLength: 40, selector: (p) => `${p.term} ${p.row}` }),
      fc.array(fc.float({ min: 0, max: 3, noNaN: true }), { minLength: TERMS, maxLength: TERMS }),
      (list, weights) => {
        const postings = new Postings();
        for (const { term, row, value } of [...list].sort((a, b) => a.row - b.row)) postings.add(term, row, value);
        const index = buildImpactIndex(TERMS, ROWS, postings);
        const terms = Uint32Array.from({ length: TERMS }, (_, i) => i);
        const scores = new Float32Array(ROWS);
        accumulate(index, terms, Float32Array.from(weights), TERMS, scores);
        for (let row = 0; row < ROWS; row++) {
          const expected = list.filter((p) => p.row === row).reduce((sum, p) => sum + p.value * Math.fround(weights[p.term] ?? 0), 0);
          expect(Math.abs((scores[row] ?? 0) - expected)).toBeLessThanOrEqual(index.scale * 0.5 * 3 * TERMS + 1e-3);
        }
        for (const { term, row, value } of list) expect(Math.abs(impactOf(index, term, row) - value)).toBeLessThanOrEqual(index.scale * 0.5 + 1e-6);

        const sections: Sections = new Map();
        putImpactIndex(sections, 'x', index);
        const again = new Float32Array(ROWS);
        accumulate(readImpactIndex(openContainer(writeContainer(sections).slice().buffer), 'x'), terms, Float32Array.from(weights), TERMS, again);
        expect(again).toEqual(scores);
      },
    ),
  );
});
