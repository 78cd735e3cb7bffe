import { expect, test } from 'vitest';
import type { IngestRun } from '#shared/api';
import { policySchema } from '#shared/policy';
import type { Release } from '#shared/release';
import { createRelease } from '../../worker/governance/release.ts';
import type { RunStep } from '../../worker/knowledge/build/run-step.ts';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { knowledgeCache } from '../../worker/knowledge/knowledge-cache.ts';
import { readVocabulary } from '../../worker/knowledge/rank/vocabulary.ts';
import { mergeCandidates } from '../../worker/knowledge/review/merges.ts';
import { nodeView, pathsBetween } from '../../worker/knowledge/review/node-view.ts';
import { staleArticles } from '../../worker/knowledge/review/stale.ts';
import type { Knowledge } from '../../worker/knowledge/types.ts';
import { type MemoryInstallation, memoryInstallation } from './memory-record.ts';
import { article, document, shopCorpus } from './support.ts';

const knowledgeOf = (shop: MemoryInstallation, release: Release | null = shop.live()): Promise<Knowledge> =>
  knowledgeCache().load(shop.deps.snapshots, release as Release);

test('steps give what one build gives, and a run that reads nothing new publishes nothing', async () => {
  const corpus = shopCorpus();
  const shop = memoryInstallation(corpus);
  const run = await shop.build();
  expect(run).toMatchObject({ state: 'published', progress: 1, snapshot: (await buildSnapshot(corpus)).hash });
  const steps: string[] = [];
  const again = await shop.build({
    step: (name, work) => {
      steps.push(name);
      return work();
    },
  });
  expect(again).toMatchObject({ state: 'published', snapshot: run.snapshot, releaseId: run.releaseId });
  expect(again.step).toContain('nothing new');
  expect(steps).toEqual(['plan']);
  expect(shop.releases).toHaveLength(1);
});

test('a reworded article is found by its new words, with what was learned before; learning anew gives the whole build’s bytes', async () => {
  const corpus = shopCorpus(60);
  const shop = memoryInstallation(corpus);
  await shop.build();
  const before = await knowledgeOf(shop);
  const changed = { ...(corpus.articles[0] as (typeof corpus.articles)[number]), text: 'Quokkas carry the parcel now. They arrive on Mondays.' };
  shop.put('article', changed);
  await shop.build();
  const after = await knowledgeOf(shop);
  expect(readVocabulary(before.sections).find('quokka')).toBe(-1);
  const word = readVocabulary(after.sections).find('quokka');
  expect(word).toBeGreaterThan(0);
  const offsets = after.sections.u32('rank.text.offsets');
  const rows = after.sections.u16('rank.text.rows').slice(offsets[word], offsets[word + 1]);
  expect([...rows].map((row) => after.articles.get(row).id)).toEqual([changed.id]);
  expect([...after.sections.u8('rank.linear.values')]).toEqual([...before.sections.u8('rank.linear.values')]);
  const relearnt = await shop.build({ relearn: true });
  const whole = await buildSnapshot({ ...corpus, articles: corpus.articles.map((a) => (a.id === changed.id ? changed : a)) });
  expect(relearnt.snapshot).toBe(whole.hash);
});

test('a policy that people decided on outlives the next build; one that its document changes follows the document', async () => {
  const policy = (id: string, keyword: string) => ({
    id,
    title: id,
    text: 'Decided by billing.',
    when: { keywords: [keyword] },
    then: { escalate: { reason: 'Billing decides.' } },
  });
  const shop = memoryInstallation({ ...shopCorpus(), policies: [policySchema.parse(policy('written', 'refund'))] });
  await shop.build();
  const live = shop.live() as Release;
  const decided = policySchema.parse(policy('decided', 'money back'));
  shop.releases.push(createRelease({ ...live.manifest, policies: [decided], linkHosts: [] }));
  shop.put('article', { ...(shopCorpus().articles[0] as object), id: 'fresh', title: 'Fresh' } as { id: string });
  await shop.build();
  // The written one was taken out by a person, and its document did not change since.
  expect(shop.live()?.manifest.policies.map(({ id }) => id)).toEqual(['decided']);
  expect(shop.live()?.manifest.linkHosts).toEqual([]);
  shop.put('policy', policySchema.parse(policy('written', 'chargeback')));
  await shop.build();
  expect(shop.live()?.manifest.policies.map(({ id }) => id)).toEqual(['decided', 'written']);
  shop.remove('policy', 'written');
  await shop.build();
  expect(shop.live()?.manifest.policies.map(({ id }) => id)).toEqual(['decided']);
});

test('a new product with three articles is in the next snapshot; deleted articles and their vectors are gone', async () => {
  const shop = memoryInstallation(shopCorpus());
  await shop.build();
  for (const n of [1, 2, 3])
    shop.put('article', article(`kettle-${n}`, `The kettle boils water. Part ${n} tells how to clean it every month.`, { products: ['Kettle'] }));
  await shop.build();
  const grown = await knowledgeOf(shop);
  expect(grown.articles.length).toBe(6);
  expect(grown.graph.link(['kettle']).map(({ key }) => key)).toContain('product:kettle');
  for (const n of [1, 2, 3]) shop.remove('article', `kettle-${n}`);
  await shop.build();
  await shop.build({ relearn: true });
  expect((await knowledgeOf(shop)).articleIndex('kettle-1')).toBeNull();
  shop.put('article', article('last', 'One more article, so that the kettle’s release is two releases ago.'));
  await shop.build();
  const held = new Map(shop.dump().held).get(shop.deps.embedder.name) ?? [];
  const kettles = Array.from({ length: grown.passages.length }, (_, i) => grown.passages.get(i)).filter((p) =>
    grown.articles.get(p.article).id.startsWith('kettle'),
  );
  expect(kettles.length).toBeGreaterThan(0);
  expect(held.filter((id) => kettles.some((p) => p.id === id))).toEqual([]);
});

test('an admin’s edits are in the graph, survive rebuilds, and every node and edge says why it is here', async () => {
  const shop = memoryInstallation(shopCorpus());
  await shop.build();
  shop.edit({ do: 'rename_node', node: 'product:lamp', label: 'Table lamp' });
  shop.edit({ do: 'add_node', kind: 'feature', id: 'dimmer', label: 'Dimmer', aliases: ['fader'] });
  shop.edit({ do: 'add_edge', kind: 'part_of', from: 'feature:dimmer', to: 'product:lamp', weight: 1 });
  shop.edit({ do: 'merge_nodes', from: 'feature:refund', into: 'feature:help' });
  shop.edit({ do: 'delete_node', node: 'feature:invoice' });
  shop.edit({ do: 'release_version', product: 'product:lamp', version: 'Lamp 2', at: '2024-02-15' });
  await shop.build();
  shop.put('article', article('other', 'Something else entirely, to build once more.'));
  await shop.build();
  const knowledge = await knowledgeOf(shop);
  expect(knowledge.graph.node('product:lamp')).toMatchObject({ label: 'Table lamp', aliases: ['lamp'] });
  expect(knowledge.graph.link(['fader']).map(({ key }) => key)).toEqual(['feature:dimmer']);
  expect(knowledge.graph.node('feature:refund')).toBeNull();
  expect(knowledge.graph.node('feature:invoice')).toBeNull();
  expect(nodeView(knowledge, 'feature:dimmer')?.why).toEqual([{ because: expect.stringContaining('Table lamp'), evidence: ['edit:o2'] }]);
  const view = nodeView(knowledge, 'article:pairing');
  expect(view?.why.length).toBeGreaterThan(1);
  expect(view?.edges.every(({ evidence }) => evidence.length > 0)).toBe(true);
  expect(pathsBetween(knowledge, 'article:pairing', 'product:lamp')[0]?.every(({ evidence }) => evidence.length > 0)).toBe(true);
  expect(staleArticles(knowledge, await shop.deps.record.overlays()).map(({ articleId }) => articleId)).toEqual(['refund', 'pairing']);
});

test('names that may be one thing are asked about until someone decides', async () => {
  const corpus = shopCorpus();
  const shop = memoryInstallation({
    ...corpus,
    articles: [
      ...corpus.articles,
      article('x', 'About the thing.', { products: ['Lampp Stand', 'Virtual Private Network', 'VPN'] }),
      article('y', 'More.', { products: ['Lamp Stand', 'lamp-stand', 'Save Passwords', 'Security Privacy'] }),
    ],
  });
  await shop.build();
  const asked = async () => mergeCandidates(await knowledgeOf(shop), await shop.deps.record.overlays()).map(({ a, b }) => [a.label, b.label].sort());
  expect(await asked()).toEqual(
    expect.arrayContaining([
      ['Lamp Stand', 'Lampp Stand'],
      ['VPN', 'Virtual Private Network'],
    ]),
  );
  // The same initials make two long names no abbreviation of each other.
  expect(await asked()).not.toContainEqual(['Save Passwords', 'Security Privacy']);
  shop.edit({ do: 'keep_apart', a: 'product:vpn', b: 'product:virtual-private-network' });
  expect(await asked()).not.toContainEqual(['VPN', 'Virtual Private Network']);
});

test('an issue keeps its id when its tickets mostly stay', async () => {
  const shop = memoryInstallation(shopCorpus(60));
  await shop.build();
  const issues = (k: Knowledge): Map<string, string[]> => {
    const found = new Map(Array.from({ length: k.issues.length }, (_, i): [string, string[]] => [k.issues.get(i).id, []]));
    for (let i = 0; i < k.tickets.length; i++) if (k.tickets.get(i).issue >= 0) found.get(k.issues.get(k.tickets.get(i).issue).id)?.push(k.tickets.get(i).id);
    return found;
  };
  const before = issues(await knowledgeOf(shop));
  for (let i = 0; i < 15; i++)
    shop.put(
      'ticket',
      document('ticket', {
        id: `n${i}`,
        title: `zebra striped refund number words ${i % 3}`,
        body: 'refund money zebra stripes',
        answers: [{ role: 'helper', author: 'Kim', text: 'See https://help.example/articles/refund for what to do in your case, step by step.' }],
      }),
    );
  await shop.build();
  const after = issues(await knowledgeOf(shop));
  // New tickets split one of the three and dissolve another; the larger half keeps the name by which it is known.
  const stayed = [...before].filter(([, tickets]) => [...after.values()].some((now) => tickets.filter((t) => now.includes(t)).length > tickets.length / 2));
  expect(stayed.length).toBeGreaterThanOrEqual(2);
  for (const [id, tickets] of stayed) expect(tickets.filter((t) => after.get(id)?.includes(t)).length).toBeGreaterThan(tickets.length / 2);
});

test('damaged intermediate results are made again, never used', async () => {
  const corpus = shopCorpus();
  const shop = memoryInstallation(corpus);
  await shop.build();
  for (const [key, bytes] of shop.snapshots)
    if (key.startsWith('work-')) bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] as number) ^ 1;
  shop.put('macro', document('macro', { id: 'm2', title: 'Another', text: 'Another macro.' }));
  const run = await shop.build();
  expect(run).toMatchObject({
    state: 'published',
    snapshot: (await buildSnapshot({ ...corpus, macros: [...corpus.macros, document('macro', { id: 'm2', title: 'Another', text: 'Another macro.' })] })).hash,
  });
});

const retrying: RunStep = async (_, work) => {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
};

test('a store that refuses a write, and an index that takes half a batch, leave live what was live; the next try is whole', async () => {
  const shop = memoryInstallation(shopCorpus());
  const first: IngestRun = await shop.build();
  shop.put('article', article('new', 'Something new to build for.'));
  const put = shop.deps.snapshots.put;
  shop.deps.snapshots.put = async () => {
    throw new Error('KV PUT failed: 429');
  };
  expect(await shop.build({ step: retrying })).toMatchObject({ state: 'failed', error: expect.stringContaining('what was live stays live') });
  expect(shop.live()?.manifest.snapshot).toBe(first.snapshot);
  shop.deps.snapshots.put = put;

  const { upsert } = shop.deps.vectors;
  let failures = 1;
  shop.deps.vectors.upsert = async (namespace, records) => {
    if (failures-- > 0) {
      await upsert(namespace, records.slice(0, 1));
      throw new Error('VECTOR_UPSERT_ERROR');
    }
    await upsert(namespace, records);
  };
  const run = await shop.build({ step: retrying });
  expect(run.state).toBe('published');
  const knowledge = await knowledgeOf(shop);
  const held = new Set(new Map(shop.dump().held).get(shop.deps.embedder.name));
  for (let i = 0; i < knowledge.passages.length; i++) expect(held.has(knowledge.passages.get(i).id)).toBe(true);
});

test('without any article a run fails in words, and nothing is published', async () => {
  const shop = memoryInstallation({ ...shopCorpus(), articles: [] });
  expect(await shop.build()).toMatchObject({ state: 'failed', error: expect.stringContaining('no articles') });
  expect(shop.releases).toEqual([]);
});

test('a build that is held keeps its vectors for the person who lets it go live', async () => {
  const shop = memoryInstallation(shopCorpus());
  await shop.build();
  const { publishRelease } = shop.deps.record;
  shop.deps.record.publishRelease = async () => ({ held: 'a second person must approve' });
  const text = 'Kettles of 2027 whistle in three tones.';
  shop.put('article', article('new', text));
  expect((await shop.build()).state).toBe('held');
  shop.deps.record.publishRelease = publishRelease;
  const { embedder, vectors } = shop.deps;
  const [values = new Float32Array()] = await embedder.embed([text], () => 1);
  const [hit] = await vectors.query('zendesk:test', values, 1);
  const held = new Set(new Map(shop.dump().held).get(embedder.name));
  const knowledge = await knowledgeOf(shop);
  const known = new Set(Array.from({ length: knowledge.passages.length }, (_, i) => knowledge.passages.get(i).id));
  expect(held.size).toBeGreaterThan(known.size);
  expect(held.has(hit?.id ?? '') && !known.has(hit?.id ?? '')).toBe(true);
});

test('a snapshot that no release names is swept by the next build; what releases name and what builds reuse stays', async () => {
  const shop = memoryInstallation(shopCorpus());
  await shop.build();
  await shop.deps.snapshots.put('zendesk:test', 'orphan', 0, new Uint8Array(8));
  shop.put('article', article('new', 'Something new to build for.'));
  await shop.build();
  const kept = (await shop.deps.snapshots.list('zendesk:test')).map(({ hash }) => hash);
  expect(kept).not.toContain('orphan');
  for (const { manifest } of shop.releases) expect(kept).toContain(manifest.snapshot);
  expect(kept.filter((name) => name.startsWith('work-')).length).toBeGreaterThan(0);
});

test('another embedder makes a new generation of vectors: every passage again, and none of the old ones counts', async () => {
  const shop = memoryInstallation(shopCorpus());
  await shop.build();
  const first = shop.deps.embedder.name;
  const before = new Map(shop.dump().held).get(first) ?? [];
  Object.assign(shop.deps, { embedder: { ...shop.deps.embedder, name: 'another-1' }, models: { ...shop.deps.models, embedder: 'another-1' } });
  shop.put('article', article('new', 'Something new to build for.'));
  expect((await shop.build()).state).toBe('published');
  const knowledge = await knowledgeOf(shop);
  const held = new Set(new Map(shop.dump().held).get('another-1'));
  for (let i = 0; i < knowledge.passages.length; i++) expect(held.has(knowledge.passages.get(i).id)).toBe(true);
  expect(held.size).toBeGreaterThan(before.length);
  expect(new Map(shop.dump().held).get(first)).toEqual([]);
});
