/** A product that no solved ticket speaks of yet: its articles are found by its own words at once. */
import { expect, test } from 'vitest';
import type { Release } from '#shared/release';
import { knowledgeCache } from '../../../worker/knowledge/knowledge-cache.ts';
import { rankArticles } from '../../../worker/knowledge/rank/rank-articles.ts';
import { type MemoryInstallation, memoryInstallation } from '../memory-record.ts';
import { article, shopCorpus } from '../support.ts';

/** Ids of the articles for a message, best first, with the likest by latent topics, and the articles that hold words which no ticket held. */
async function ranked(shop: MemoryInstallation, newest: string) {
  const knowledge = await knowledgeCache().load(shop.deps.snapshots, shop.live() as Release);
  const scope = { language: 'en', brand: null, reader: 'agent' } as const;
  const { articles, scores } = rankArticles(knowledge, { question: { subject: '', newest, older: '' }, scope, vectors: null });
  const unheard = [...scores.unheard].flatMap((share, a) => (share > 0 ? [{ id: knowledge.articles.get(a).id, share }] : []));
  return { ids: articles.map((a) => knowledge.articles.get(a.article).id), latent: Math.max(...scores.latent), unheard };
}

test('three articles of a new product stand above what history favours, when they came and when they were reworded', async () => {
  const shop = memoryInstallation(shopCorpus(240));
  await shop.build();
  const known = 'Pairing with the phone fails';
  const before = await ranked(shop, known);
  expect(before.ids[0]).toBe('pairing');
  for (const [n, name] of ['Zorblax', 'Quimbert'].entries()) {
    for (const part of ['cover', 'cable', 'remote'])
      shop.put('article', article(`new-${part}`, `How pairing of the ${name} ${part} with a phone works.`, { title: `${name} ${part}` }));
    await shop.build();
    for (const part of ['cover', 'cable', 'remote']) {
      const found = await ranked(shop, `${known}: ${name} ${part}`);
      expect(found.ids[0], `round ${n}, ${part}`).toBe(`new-${part}`);
      expect(found.unheard.find(({ id }) => id === `new-${part}`)?.share).toBe(1);
      expect(found.unheard.every(({ id }) => id.startsWith('new-'))).toBe(true);
      expect(found.latent).toBeGreaterThan(0);
    }
    // A ticket that does not name it is answered as before.
    const usual = await ranked(shop, known);
    expect(usual.ids[0]).toBe('pairing');
    expect(usual.unheard).toEqual([]);
  }
  // Where tickets are few, a word that none of them holds is no news.
  const small = memoryInstallation(shopCorpus(36));
  await small.build();
  expect((await ranked(small, 'It takes some days, write to customers')).unheard).toEqual([]);
});
