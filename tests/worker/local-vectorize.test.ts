import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { vectorizeVectors } from '../../worker/adapters/cloudflare/vectorize-vectors.ts';
import { vectorIndexContract } from '../contracts/vector-index.ts';
import type { TestBindings } from './support/bindings.ts';

const { VECTORIZE } = env as unknown as TestBindings;
let count = 0;
/** A call's promise answers to any property, so a matcher must be given a plain one. */
const plain = async (call: () => Promise<unknown>): Promise<unknown> => await call();
const vector = (...values: number[]) => Float32Array.from(values);

describe('the Vectorize adapter over LocalVectorize', () => {
  // Another embedder name is another set of namespaces: an empty index.
  vectorIndexContract(async () => vectorizeVectors(VECTORIZE, { name: 'local', embedder: `test-${count++}` }));

  test('a hit of a foreign namespace is dropped even when the index lets it through', async () => {
    const written: VectorizeVector[] = [];
    const leaky = {
      upsert: async (vectors: VectorizeVector[]) => void written.push(...vectors),
      query: async () => ({ matches: written.map(({ id }) => ({ id, score: 1 })), count: written.length }),
    } as unknown as Vectorize;
    const index = vectorizeVectors(leaky, { name: 'leaky', embedder: 'any' });
    await index.upsert('zendesk:a', [{ id: 'canary', values: vector(1, 0) }]);
    await index.upsert('zendesk:b', [{ id: 'own', values: vector(1, 0) }]);
    expect((await index.query('zendesk:b', vector(1, 0), 100)).map((h) => h.id)).toEqual(['own']);
  });
});

describe('LocalVectorize has the limits of Vectorize', () => {
  const one = (change: Partial<VectorizeVector>): VectorizeVector[] => [{ id: 'x', namespace: 'limits', values: vector(1, 0), ...change }];
  test.each([
    ['an id above 64 bytes', () => VECTORIZE.upsert(one({ id: 'é'.repeat(33) }))],
    ['an empty id', () => VECTORIZE.upsert(one({ id: '' }))],
    ['a namespace above 64 bytes', () => VECTORIZE.upsert(one({ namespace: 'n'.repeat(65) }))],
    ['more than 1,536 dimensions', () => VECTORIZE.upsert(one({ values: new Float32Array(1_537) }))],
    ['a value that is no number', () => VECTORIZE.upsert(one({ values: [Number.NaN, 1] }))],
    ['metadata above 10 KiB', () => VECTORIZE.upsert(one({ metadata: { text: 'x'.repeat(10_240) } }))],
    ['more than 1,000 vectors', () => VECTORIZE.upsert(Array.from({ length: 1_001 }, (_, i) => ({ id: `${i}`, values: [1, 0] })))],
    ['topK above 100', () => VECTORIZE.query(vector(1, 0), { topK: 101 })],
    ['topK above 50 with values', () => VECTORIZE.query(vector(1, 0), { topK: 51, returnValues: true })],
    ['topK above 50 with metadata', () => VECTORIZE.query(vector(1, 0), { topK: 51, returnMetadata: 'all' })],
    ['topK of 0', () => VECTORIZE.query(vector(1, 0), { topK: 0 })],
  ])('%s is refused', async (_, call) => {
    await expect(plain(call)).rejects.toThrow(/VECTOR_/);
  });

  test('vectors of another length are refused by an index that has some', async () => {
    await VECTORIZE.upsert([{ id: 'a', namespace: 'lengths', values: [1, 0] }]);
    await expect(plain(() => VECTORIZE.upsert([{ id: 'b', namespace: 'lengths', values: [1, 0, 0] }]))).rejects.toThrow(/dimensions/);
    await expect(plain(() => VECTORIZE.query([1, 0, 0], { namespace: 'lengths' }))).rejects.toThrow(/dimensions/);
  });

  test('insert keeps what is there, upsert replaces it', async () => {
    await VECTORIZE.insert([{ id: 'a', namespace: 'writes', values: [1, 0] }]);
    await VECTORIZE.insert([{ id: 'a', namespace: 'writes', values: [0, 1] }]);
    expect((await VECTORIZE.query([1, 0], { namespace: 'writes' })).matches[0]?.score).toBeCloseTo(1);
    await VECTORIZE.upsert([{ id: 'a', namespace: 'writes', values: [0, 1] }]);
    expect((await VECTORIZE.query([1, 0], { namespace: 'writes' })).matches[0]?.score).toBeCloseTo(0);
  });

  test('gives values and metadata only when asked, and by id', async () => {
    await VECTORIZE.upsert([{ id: 'm1', namespace: 'content', values: [3, 4], metadata: { lang: 'en' } }]);
    const bare = (await VECTORIZE.query([3, 4], { namespace: 'content' })).matches[0];
    expect(bare).toEqual({ id: 'm1', namespace: 'content', score: expect.closeTo(1, 5) });
    const full = (await VECTORIZE.query([3, 4], { namespace: 'content', returnValues: true, returnMetadata: 'all' })).matches[0];
    expect(full?.metadata).toEqual({ lang: 'en' });
    const stored = (await VECTORIZE.getByIds(['m1', 'm2']))[0];
    expect(Array.from(stored?.values ?? [])).toEqual([3, 4]);
    expect((await VECTORIZE.queryById('m1', { namespace: 'content' })).matches[0]?.id).toBe('m1');
  });

  test.each([
    [{ lang: 'en' }, ['a', 'c']],
    [{ lang: { $eq: 'de' } }, ['b']],
    [{ lang: { $ne: 'en' } }, ['b', 'd']],
    [{ lang: { $in: ['en', 'de'] } }, ['a', 'b', 'c']],
    [{ lang: { $nin: ['en'] } }, ['b', 'd']],
    [{ year: { $gte: 2020, $lt: 2022 } }, ['a', 'b']],
    [{ year: { $gt: 2021 } }, ['c']],
    [{ year: { $lte: 2020 } }, ['a']],
    [{ lang: 'en', year: { $gt: 2020 } }, ['c']],
  ] as [VectorizeVectorMetadataFilter, string[]][])('filter %j', async (filter, expected) => {
    await VECTORIZE.upsert([
      { id: 'a', namespace: 'filters', values: [1, 0], metadata: { lang: 'en', year: 2020 } },
      { id: 'b', namespace: 'filters', values: [1, 0.1], metadata: { lang: 'de', year: 2021 } },
      { id: 'c', namespace: 'filters', values: [1, 0.2], metadata: { lang: 'en', year: 2022 } },
      { id: 'd', namespace: 'filters', values: [1, 0.3] },
    ]);
    const { matches } = await VECTORIZE.query([1, 0], { namespace: 'filters', filter, topK: 10 });
    expect(matches.map((m) => m.id)).toEqual(expected);
  });

  test('an operator that Vectorize does not have is refused', async () => {
    await VECTORIZE.upsert([{ id: 'a', namespace: 'operators', values: [1, 0] }]);
    await expect(
      plain(() => VECTORIZE.query([1, 0], { namespace: 'operators', filter: { lang: { $like: 'e' } } as unknown as VectorizeVectorMetadataFilter })),
    ).rejects.toThrow(/\$like/);
  });
});

test('a change becomes visible after its delay, survives until then, and is announced by describe', async () => {
  const stub = (env as unknown as TestBindings).VECTOR_SHARD.getByName('delayed');
  await runInDurableObject(stub, async (shard) => {
    const slow = Object.assign(shard, { env: { VECTOR_VISIBILITY_MS: '3600000' } });
    await slow.write('upsert', [{ id: 'a', values: vector(1, 0) }]);
    expect(await slow.query(vector(1, 0), { topK: 5, values: false, metadata: false })).toEqual([]);
    expect(await slow.info()).toMatchObject({ vectorCount: 0, waiting: 1 });
  });
  await runInDurableObject(stub, async (_, state) => {
    state.storage.sql.exec('UPDATE changes SET visible_at = 1');
    await state.storage.sync();
    state.abort('restart');
  }).catch(() => undefined);
  expect(
    (await (env as unknown as TestBindings).VECTOR_SHARD.getByName('delayed').query(vector(1, 0), { topK: 5, values: false, metadata: false })).map(
      (m) => m.id,
    ),
  ).toEqual(['a']);
});
