import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ArticleDocument } from '#shared/knowledge';
import type { Release } from '#shared/release';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { knowledgeCache } from '../../worker/knowledge/knowledge-cache.ts';
import { disagreements } from '../../worker/knowledge/review/disagreements.ts';
import { nodeView } from '../../worker/knowledge/review/node-view.ts';
import { staleArticles } from '../../worker/knowledge/review/stale.ts';
import type { Knowledge } from '../../worker/knowledge/types.ts';
import { type MemoryInstallation, memoryInstallation } from './memory-record.ts';
import { article, shopCorpus } from './support.ts';

const knowledgeOf = (shop: MemoryInstallation): Promise<Knowledge> => knowledgeCache().load(shop.deps.snapshots, shop.live() as Release);

/** Sentences that agree, contradict and deny one another, in any article. */
const said = fc.constantFrom(
  'You can return anything you bought in our online shop within 14 days of delivery.',
  'You can return anything you bought in our online shop within 30 days of delivery.',
  'You can export the shared workspace report as a spreadsheet.',
  'You cannot export the shared workspace report as a spreadsheet.',
  'Hold the button on the back of the lamp for ten seconds. The light blinks twice, and the lamp forgets every network it knew before.',
  'Quokkas carry the parcel now, on Mondays.',
);
const change = fc.record({
  place: fc.constantFrom('a', 'b', 'c', 'd', 'z'),
  texts: fc.array(said, { minLength: 1, maxLength: 3 }),
  gone: fc.boolean(),
});

test('whatever changes came one by one, learning anew gives the bytes of a build of everything at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
      const corpus = shopCorpus(6);
      const shop = memoryInstallation(corpus);
      await shop.build();
      const added = new Map<string, ArticleDocument>();
      for (const { place, texts, gone } of changes) {
        if (gone) {
          added.delete(place);
          shop.remove('article', place);
        } else {
          const document = article(place, texts.join('\n\n'));
          added.set(place, document);
          shop.put('article', document);
        }
        expect(await shop.build()).toMatchObject({ state: 'published', error: null });
      }
      const grown = disagreements(await knowledgeOf(shop)).length;
      await shop.build({ relearn: true });
      expect(shop.live()?.manifest.snapshot).toBe((await buildSnapshot({ ...corpus, articles: [...corpus.articles, ...added.values()] })).hash);
      // What contradicts what is not learned: it was told before as well.
      expect(disagreements(await knowledgeOf(shop))).toHaveLength(grown);
    }),
    { numRuns: 8 },
  );
});

test('pinned, split and deleted parts of the graph stay so when documents change, come back, and everything is learned anew', async () => {
  const shop = memoryInstallation(shopCorpus());
  await shop.build();
  shop.edit({ do: 'split_node', node: 'product:lamp', id: 'floor-lamp', label: 'Floor lamp', neighbours: ['article:pairing'] });
  shop.edit({ do: 'delete_node', node: 'feature:invoice' });
  shop.edit({ do: 'delete_edge', from: 'article:invoice', to: 'product:lamp' });
  const strongest = (k: Knowledge): number[] =>
    nodeView(k, 'article:refund')
      ?.edges.filter(({ kind, from }) => kind === 'part_of' && from === 'article:refund')
      .map(({ weight }) => weight) ?? [];
  await shop.build();
  const weak = nodeView(await knowledgeOf(shop), 'article:refund')?.edges.find(({ kind, weight }) => kind === 'part_of' && weight < 1);
  shop.edit({ do: 'pin_edge', from: weak?.from ?? '', to: weak?.to ?? '' });
  const holds = async (): Promise<void> => {
    const knowledge = await knowledgeOf(shop);
    expect(knowledge.graph.node('product:floor-lamp')).toMatchObject({ label: 'Floor lamp' });
    expect(nodeView(knowledge, 'article:pairing')?.edges.map(({ to }) => to)).toContain('product:floor-lamp');
    expect(nodeView(knowledge, 'article:pairing')?.edges.map(({ to }) => to)).not.toContain('product:lamp');
    expect(knowledge.graph.node('feature:invoice')).toBeNull();
    expect(nodeView(knowledge, 'article:invoice')?.edges.map(({ to }) => to)).not.toContain('product:lamp');
    expect(new Set(strongest(knowledge))).toEqual(new Set([1]));
  };
  await shop.build();
  await holds();
  const pairing = shopCorpus().articles.find(({ id }) => id === 'pairing') as ArticleDocument;
  shop.put('article', { ...pairing, text: `${pairing.text}\n\nHold the button longer.` } as ArticleDocument);
  await shop.build();
  await holds();
  shop.remove('article', 'pairing');
  await shop.build();
  expect(nodeView(await knowledgeOf(shop), 'article:pairing')).toBeNull();
  shop.put('article', pairing);
  await shop.build({ relearn: true });
  await holds();
});

test('words of unchanged articles that are taken over, over several changes, give the bytes that reading all of them again gives', async () => {
  const snapshots = await Promise.all(
    [true, false].map(async (kept) => {
      const shop = memoryInstallation(shopCorpus(6));
      await shop.build();
      const refund = shopCorpus(6).articles.find(({ id }) => id === 'refund') as ArticleDocument;
      for (const words of ['Quokkas carry the parcel now.', 'Wombats carry it, on 2024-01-01 and by 4711-4711-4711.']) {
        const there = [...shop.snapshots.keys()].filter((key) => key.startsWith('work-words-'));
        expect(there.length).toBeGreaterThan(0);
        if (!kept) for (const key of there) shop.snapshots.set(key, new Uint8Array(40));
        shop.put('article', { ...refund, text: `${refund.text}\n\n${words}` } as ArticleDocument);
        expect(await shop.build()).toMatchObject({ state: 'published', error: null });
      }
      return shop.live()?.manifest.snapshot;
    }),
  );
  expect(snapshots[0]).toBe(snapshots[1]);
});

test('release notes make the articles about their product stale, those of another product not', async () => {
  const corpus = shopCorpus();
  const shop = memoryInstallation(corpus);
  await shop.build();
  expect(staleArticles(await knowledgeOf(shop), [])).toEqual([]);
  shop.put('article', article('kettle', 'The kettle boils water in two minutes.', { products: ['Kettle'], updatedAt: '2024-01-01' }));
  shop.put(
    'article',
    article('notes', 'The lamp is brighter now.', { title: 'Release notes', products: ['lamp'], versions: ['Lamp 3'], updatedAt: '2024-02-15' }),
  );
  await shop.build();
  const stale = staleArticles(await knowledgeOf(shop), []);
  expect(stale.map(({ articleId }) => articleId)).toEqual(['refund', 'pairing']);
  expect(stale[0]).toMatchObject({
    because: 'Lamp 3 came out on 2024-02-15, after its last change.',
    evidence: [expect.stringMatching(/^notes@[0-9a-f]{12}$/)],
  });
});

test('an isolate keeps what its byte budget allows: the least recently used snapshot leaves first, the newest never', async () => {
  const shop = memoryInstallation(shopCorpus(6));
  const releases: Release[] = [];
  for (const word of ['one', 'two', 'three']) {
    shop.put('article', article('changing', `This article says ${word}.`));
    await shop.build();
    releases.push(shop.live() as Release);
  }
  const read: string[] = [];
  const store = {
    ...shop.deps.snapshots,
    get: (installation: string, hash: string, part: number) => {
      read.push(hash);
      return shop.deps.snapshots.get(installation, hash, part);
    },
  };
  const sizes = releases.map(({ manifest }) => shop.snapshots.get(`${manifest.snapshot}/0`)?.length ?? 0);
  const [a, b, c] = releases as [Release, Release, Release];
  const cache = knowledgeCache((sizes[0] ?? 0) + (sizes[1] ?? 0) + (sizes[2] ?? 0) - 1);
  for (const release of [a, b, a, c]) await cache.load(store, release);
  expect(read).toEqual([a, b, c].map(({ manifest }) => manifest.snapshot));
  // `b` was asked for longest ago, so it made room for `c`.
  for (const release of [a, c, b]) await cache.load(store, release);
  expect(read.slice(3)).toEqual([b.manifest.snapshot]);
  const small = knowledgeCache(1);
  await small.load(store, a);
  await small.load(store, a);
  expect(read.slice(4)).toEqual([a.manifest.snapshot]);
  await small.load(store, b);
  await small.load(store, a);
  expect(read.slice(5)).toEqual([b.manifest.snapshot, a.manifest.snapshot]);
});
