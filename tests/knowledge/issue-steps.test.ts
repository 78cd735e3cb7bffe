import { expect, test } from 'vitest';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { withSteps } from '../../worker/knowledge/graph/issue-steps.ts';
import { replySteps } from '../../worker/knowledge/link/reply-steps.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import type { SolvedTicket } from '../../worker/knowledge/types.ts';
import { shopCorpus } from './support.ts';

test.each([
  [
    'a numbered list',
    'Hello!\n1. Open the settings.\n2) Choose Network.\n3. It restarts now.\nBye',
    ['Open the settings.', 'Choose Network.', 'It restarts now.'],
  ],
  ['sentences', 'Sorry to hear that. Open the settings. Then it blinks. Restart the lamp.', ['Open the settings.', 'Restart the lamp.']],
  ['German', 'Guten Tag. Öffnen Sie die Einstellungen. Starten Sie die Lampe neu.', ['Öffnen Sie die Einstellungen.', 'Starten Sie die Lampe neu.']],
  ['a list that is no instruction', '- red lamps\n- blue lamps', []],
  ['one step alone', 'Restart the lamp.', []],
  [
    'what is for one person, and bare links',
    '- Open the box\n- Send it to ⟦ADDRESS⟧\n- https://x.example/open\n- Close the box',
    ['Open the box', 'Close the box'],
  ],
  ['nothing', '', []],
])('steps of a reply: %s', (_, text, steps) => expect(replySteps(text)).toEqual(steps));

const ticket = (id: string, resolution: string, issue = 0): SolvedTicket => ({
  id,
  subject: '',
  excerpt: '',
  resolution,
  articles: [],
  macroId: null,
  solvedBy: null,
  group: null,
  solvedAt: null,
  tags: [],
  product: null,
  issue,
});
const issue = { id: 'i', name: 'Lamp', terms: [], tickets: 3, articles: [] };

test('an issue’s steps are those of the reply that others repeat, each with its tickets; what only one says is left out', () => {
  const tickets = [
    ticket('t1', '1. Hold the button on the lamp for ten seconds.\n2. Open the app and add the lamp again.\n3. Buy my brother’s lamp.'),
    ticket('t2', 'Hold the button on the lamp ten seconds. Then open the app again and add the lamp, please.'),
    ticket('t3', 'Nothing of the kind.'),
    ticket('t4', '1. Hold the button on the lamp for ten seconds.\n2. Open the app and add the lamp again.', -1),
  ];
  expect(withSteps([issue], tickets)[0]?.steps).toEqual({
    ticket: 't1',
    language: 'en',
    steps: [
      { text: 'Hold the button on the lamp for ten seconds.', tickets: ['t1', 't2'] },
      { text: 'Open the app and add the lamp again.', tickets: ['t1', 't2'] },
    ],
  });
  expect(withSteps([issue], tickets.slice(2))[0]).not.toHaveProperty('steps');
});

test('steps are a resolution of the graph, with the tickets they were given in', async () => {
  const corpus = shopCorpus();
  const reply = (n: number) =>
    `Try this:\n1. Hold the silver button for ten seconds.\n2. Open the app and choose Add a device.\n3. Wait until light ${n} is green.`;
  for (const [i, each] of corpus.tickets.entries()) for (const answer of each.replies) if (answer.role === 'agent') answer.text = reply(i);
  const { bytes, hash } = await buildSnapshot(corpus);
  const knowledge = loadSnapshot(Uint8Array.from(bytes).buffer, hash);
  const found = Array.from({ length: knowledge.issues.length }, (_, i) => knowledge.issues.get(i)).filter(({ steps }) => steps !== undefined);
  expect(found.length).toBeGreaterThan(0);
  for (const { id, steps } of found) {
    const graph = knowledge.graph.ego([`resolution:${id}/steps`], { hops: 1, limit: 50 });
    expect(graph.getEdgeAttribute(`resolution:${id}/steps`, `issue:${id}`, 'kind')).toBe('resolves');
    expect(graph.hasEdge(`resolution:${id}/steps`, `ticket:${steps?.ticket}`)).toBe(true);
    expect(steps?.steps.map(({ text }) => text)).toContain('Hold the silver button for ten seconds.');
  }
});
