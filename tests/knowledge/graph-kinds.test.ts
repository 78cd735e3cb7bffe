/** Every kind of node and edge that the graph knows is built from documents a team has, and each edge says what it rests on. */
import { expect, test } from 'vitest';
import { nodeKinds } from '#shared/graph';
import { buildTables } from '../../worker/knowledge/build.ts';
import { edgeKinds } from '../../worker/knowledge/types.ts';
import { loadFolder } from '../evals/load-folder.ts';
import { article, document } from './support.ts';

const WIRING = 'Connect the blue wire to the left clamp and the brown wire to the right clamp before you close the cover of the box again.';

test('the sample company, with one article replaced and one that disagrees, has every kind', async () => {
  const corpus = loadFolder(new URL('../../apps/desk/sample-data', import.meta.url).pathname);
  const { graph } = await buildTables({
    ...corpus,
    articles: [
      ...corpus.articles,
      article('old-hub', 'The old Hub.', {
        brand: 'Loom',
        regions: ['EU'],
        plans: ['Plus'],
        versions: ['App 5'],
        owner: 'Docs',
        labels: ['hub'],
        products: ['Loom Hub'],
      }),
      article('new-hub', 'The new Hub. Read [the old page](old-hub) too.', { supersedes: ['old-hub'] }),
      article('same-a', `# Wiring\n\n${WIRING}`),
      article('same-b', `# Cabling\n\n${WIRING}`),
      article('yes', 'You can export the shared workspace report as a spreadsheet.'),
      article('no', 'You cannot export the shared workspace report as a spreadsheet.'),
    ],
    entities: [
      ...corpus.entities,
      document('entity', { id: 'zz-relay', kind: 'feature', name: 'Relay of the tests' }),
      document('entity', { id: 'zz-scene', kind: 'feature', name: 'Scene of the tests', dependsOn: ['zz-relay'] }),
    ],
  });
  const nodes = new Set(graph.mapNodes((_, { kind }) => kind));
  const edges = new Set(graph.mapEdges((_, { kind }) => kind));
  expect(nodeKinds.filter((kind) => !nodes.has(kind))).toEqual([]);
  expect(edgeKinds.filter((kind) => !edges.has(kind))).toEqual([]);
  expect(graph.filterEdges((_, { evidence }) => evidence.length === 0)).toEqual([]);
});
