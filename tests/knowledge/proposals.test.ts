/** What a model proposes for the graph: over a real socket, checked against the passages, off unless someone switches it on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOpenAiProposer } from '../../worker/adapters/openai/openai-proposer.ts';
import { keptProposals } from '../../worker/knowledge/build/propose.ts';
import { mergeCandidates } from '../../worker/knowledge/review/merges.ts';
import { nameProposals } from '../../worker/knowledge/review/names.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import { joinParts } from '../../worker/knowledge/snapshot/parts.ts';
import { type OpenAiServer, startOpenAiServer } from '../openai-server.ts';
import { type MemoryInstallation, memoryInstallation } from './memory-record.ts';
import { article, document, shopCorpus } from './support.ts';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());

const SENTENCE = 'The Lumio lamp, which many call the glow stick, needs the Nimbus hub.';
const entities = [
  document('entity', { id: 'lumio', kind: 'product', name: 'Lumio lamp' }),
  document('entity', { id: 'nimbus', kind: 'product', name: 'Nimbus hub' }),
];
const shop = (proposing: boolean): MemoryInstallation => {
  const corpus = shopCorpus();
  const made = memoryInstallation({
    ...corpus,
    articles: [...corpus.articles, article('lumio', SENTENCE)],
    entities: [...corpus.entities, ...entities],
  });
  if (proposing) made.deps.proposer = createOpenAiProposer({ baseUrl: server.url, apiKey: 'none', model: 'scripted' });
  return made;
};
const knowledgeOf = async (from: MemoryInstallation) => {
  const { snapshot, snapshotParts } = from.live()?.manifest ?? { snapshot: null, snapshotParts: 0 };
  const parts = await Promise.all(Array.from({ length: snapshotParts }, (_, part) => from.deps.snapshots.get('zendesk:test', snapshot ?? '', part)));
  return loadSnapshot(joinParts(parts), snapshot ?? '');
};
/** Answers about the passage that holds the sentence, and invents the rest. */
const answer = (passages: { id: string; text: string }[]) => {
  const passage = passages.find(({ text }) => text.includes('glow stick'))?.id ?? 'none';
  const relation = { from: 'product:lumio', kind: 'depends_on', to: 'product:nimbus', passage, quote: SENTENCE };
  const name = { entity: 'product:lumio', name: 'glow stick', passage, quote: SENTENCE };
  return {
    names: [
      name,
      { ...name, name: 'moon' },
      { ...name, quote: 'It is also called the glow stick.' },
      { ...name, entity: 'product:nobody' },
      { ...name, name: 'nimbus hub' },
      { ...name, passage: 'made-up' },
    ],
    relations: [
      relation,
      { ...relation, kind: 'part_of', from: 'product:nimbus', to: 'product:nobody' },
      { ...relation, from: 'product:nimbus', to: 'product:lumio', quote: 'The Nimbus hub needs the Lumio lamp.' },
    ],
  };
};

test('what the passage says becomes a marked edge and a name to decide about; what it does not say is dropped', async () => {
  server.play({ do: 'answer', answer: (prompt) => answer(prompt.data.passages as { id: string; text: string }[]) });
  const made = shop(true);
  expect((await made.build()).state).toBe('published');
  const asked = server.requests.length;
  const knowledge = await knowledgeOf(made);
  const graph = knowledge.graph.ego(['product:lumio'], { hops: 1, limit: 50 });
  expect(graph.getEdgeAttributes('product:lumio', 'product:nimbus')).toMatchObject({ kind: 'depends_on', evidence: ['model:scripted', expect.any(String)] });
  expect(graph.hasEdge('product:nimbus', 'product:lumio')).toBe(false);
  expect(knowledge.passageIndex(graph.getEdgeAttribute('product:lumio', 'product:nimbus', 'evidence')[1] ?? '')).not.toBeNull();
  const kept = await keptProposals(made.deps.record, 'scripted');
  const names = nameProposals(knowledge, kept, []);
  expect(names).toMatchObject([{ alias: 'glow stick', node: { key: 'product:lumio' }, by: 'scripted', quote: SENTENCE }]);
  // A name is used once a person has taken it, and is off the list whichever way they decide.
  expect(knowledge.graph.link(['glow stick'])).toEqual([]);
  made.edit({ do: 'add_alias', node: 'product:lumio', alias: 'glow stick' });
  expect(nameProposals(knowledge, kept, await made.deps.record.overlays())).toEqual([]);
  made.put('article', article('more', 'Nothing of the catalogue is named here at all.'));
  await made.build();
  expect((await knowledgeOf(made)).graph.link(['glow stick']).map(({ key }) => key)).toEqual(['product:lumio']);
  expect(server.requests.length, 'passages are asked about once').toBe(asked);
  expect(mergeCandidates(await knowledgeOf(made), []).some(({ a, b }) => [a.key, b.key].includes('product:lumio'))).toBe(false);
});

test('a model that answers nonsense, refuses or is down costs the build nothing, and is told', async () => {
  const plain = shop(false);
  await plain.build();
  for (const script of [
    { do: 'say', content: 'no' },
    { do: 'refuse' },
    { do: 'status', status: 500 },
    { do: 'reset' },
    { do: 'answer', answer: { names: 7 } },
  ] as const) {
    server.play(script);
    const made = shop(true);
    const run = await made.build();
    expect(run).toMatchObject({ state: 'published', snapshot: plain.live()?.manifest.snapshot });
    expect(run.skipped.map(({ reason }) => reason).join()).toContain('proposed nothing more for the graph');
  }
});

test('without it nothing is asked, and equal documents give equal bytes', async () => {
  const before = server.requests.length;
  const [one, two] = [shop(false), shop(false)];
  expect((await one.build()).snapshot).toBe((await two.build()).snapshot);
  expect(server.requests.length).toBe(before);
});
