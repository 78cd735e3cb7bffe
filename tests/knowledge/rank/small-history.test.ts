/** A team with few solved tickets: what they teach, and how sure it makes the ranking of itself. */
import { expect, test } from 'vitest';
import { buildSnapshot } from '../../../worker/knowledge/build.ts';
import { rankModels } from '../../../worker/knowledge/rank/models.ts';
import { loadSnapshot } from '../../../worker/knowledge/snapshot/load-snapshot.ts';
import { PRIOR_PLATT } from '../../../worker/knowledge/train/rank/settle-fusion.ts';
import { loadFolder } from '../../evals/load-folder.ts';

const sample = loadFolder(new URL('../../../apps/desk/sample-data', import.meta.url).pathname);

test('the confidence of the sample company’s hundred tickets is what their later ones bear out', async () => {
  const { bytes, hash } = await buildSnapshot({ ...sample, tickets: sample.tickets.filter((ticket) => ticket.status === 'solved') });
  const { fusion } = rankModels(loadSnapshot(bytes.slice().buffer, hash));
  const { n = 0, ece = 1, bins = [] } = fusion.reliability ?? {};
  expect(n).toBeGreaterThan(60);
  expect(fusion.top).not.toEqual(PRIOR_PLATT);
  const [said, right] = [bins.reduce((sum, b) => sum + b.n * b.confidence, 0) / n, bins.reduce((sum, b) => sum + b.n * b.observed, 0) / n];
  expect(Math.abs(said - right)).toBeLessThan(0.05);
  expect(ece).toBeLessThan(0.15);
});
