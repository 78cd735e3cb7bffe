import { expect, test } from 'vitest';
import { buildSnapshot, buildTables, canonical } from '../../worker/knowledge/build.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import type { KnowledgeGraph } from '../../worker/knowledge/types.ts';
import { corpus, document, shopCorpus } from './support.ts';

test('the same documents give the same snapshot in any order; a changed word gives another', async () => {
  const shop = shopCorpus();
  const shuffled = { ...shop, articles: shop.articles.toReversed(), tickets: [...shop.tickets.slice(9), ...shop.tickets.slice(0, 9)] };
  const [first, second] = [await buildSnapshot(shop), await buildSnapshot(structuredClone(shuffled))];
  expect(second.hash).toBe(first.hash);
  const changed = { ...shop, articles: shop.articles.map((article, i) => (i === 0 ? { ...article, text: `${article.text} More.` } : article)) };
  expect((await buildSnapshot(changed)).hash).not.toBe(first.hash);
});

test('of documents with one id the last one counts, and the newest moment is the build’s', async () => {
  const old = document('article', { id: 'a', title: 'Old', text: 'Old words.', updatedAt: '2020-01-01' });
  const { bytes, hash, stats } = await buildSnapshot(corpus({ articles: [old, { ...old, title: 'New', updatedAt: '2021-01-01T00:00:00.000Z' }] }));
  const knowledge = loadSnapshot(Uint8Array.from(bytes).buffer, hash);
  expect(stats.articles).toBe(1);
  expect(knowledge.articles.get(0)).toMatchObject({ title: 'New', language: 'en', firstPassage: 0, passageCount: 1 });
  expect(knowledge.builtAt).toBe('2021-01-01T00:00:00.000Z');
});

test('an empty corpus builds, and tells its steps in order', async () => {
  const steps: string[] = [];
  const { bytes, hash, stats } = await buildSnapshot(corpus({}), { onStep: (step, progress) => void steps.push(`${step} ${progress}`) });
  const knowledge = loadSnapshot(Uint8Array.from(bytes).buffer, hash);
  expect(stats).toMatchObject({ articles: 0, passages: 0, solved: 0, issues: 0, nodes: 0 });
  expect([knowledge.articles.length, knowledge.graph.link(['anything']).length, knowledge.graph.ego(['article:x'], { hops: 2, limit: 9 }).order]).toEqual([
    0, 0, 0,
  ]);
  expect(steps.map((step) => Number(step.split(' ')[1]))).toEqual(steps.map((step) => Number(step.split(' ')[1])).toSorted((a, b) => a - b));
});

test('tickets alone, and articles alone, build as well', async () => {
  const shop = shopCorpus();
  expect((await buildSnapshot({ ...shop, articles: [] })).stats).toMatchObject({ articles: 0, linked: 0 });
  expect((await buildSnapshot({ ...shop, tickets: [] })).stats).toMatchObject({ articles: 3, solved: 0, issues: 0 });
});

test('issues are the problems customers have, named in their words, with what solved them', async () => {
  const { issues, tickets, articles } = await buildTables(canonical(shopCorpus(60)));
  expect(issues).toHaveLength(3);
  for (const topic of ['refund', 'pairing', 'invoice']) {
    const place = issues.findIndex(({ articles: proven }) => articles[proven[0] ?? -1]?.id === topic);
    expect(issues[place]?.name.toLowerCase()).toContain(topic === 'pairing' ? 'bridge' : topic);
    expect(tickets.filter(({ issue, articles: named }) => issue === place && articles[named[0] ?? -1]?.id === topic).length).toBeGreaterThanOrEqual(15);
  }
  const ids = issues.map(({ id }) => id);
  const { issues: later } = await buildTables(canonical(shopCorpus(66)));
  expect(later.filter(({ id }) => ids.includes(id)).length).toBeGreaterThanOrEqual(2);
});

/** The kinds of nodes and edges along the strongest way the evidence takes. */
const hop = (graph: KnowledgeGraph, from: string, edge: string): string[] =>
  graph.reduceEdges(from, (found: string[], _key, { kind }, source, target) => (kind === edge ? [...found, source === from ? target : source] : found), []);

test('a ticket leads to its issue, the issue to its resolution, the resolution to the article, each with evidence', async () => {
  const { graph, issues } = await buildTables(canonical(shopCorpus(60)));
  const issue = hop(graph, 'ticket:t0', 'part_of')[0] ?? '';
  expect(issue).toBe(`issue:${issues.find(({ name }) => /refund/i.test(name))?.id}`);
  const resolution = hop(graph, issue, 'resolves')[0] ?? '';
  expect(hop(graph, resolution, 'describes')).toEqual(['article:refund']);
  expect(hop(graph, 'article:refund', 'governed_by')).toEqual(['policy:p1']);
  expect(hop(graph, 'ticket:t0', 'solved_by')).toEqual(['agent:Kim']);
  graph.forEachEdge((_edge, { evidence, weight }) => {
    expect(evidence.length).toBeGreaterThan(0);
    expect(weight).toBeGreaterThan(0);
  });
});

test('what a snapshot keeps of a solved ticket holds no personal data', async () => {
  const ticket = document('ticket', {
    id: 'p',
    subject: 'Call me: +1 415 555 0132',
    body: 'My card 4111 1111 1111 1111 was charged. Write to eva.larsson@mail.example.',
    replies: [{ role: 'agent', text: 'We wrote to eva.larsson@mail.example and sent the money back to your card today.' }],
  });
  const { tickets, graph } = await buildTables(corpus({ tickets: [ticket] }));
  const kept = JSON.stringify([tickets, graph.export()]);
  for (const secret of ['555 0132', '4111 1111', 'eva.larsson']) expect(kept).not.toContain(secret);
  expect(tickets[0]?.resolution).toContain('sent the money back');
});
