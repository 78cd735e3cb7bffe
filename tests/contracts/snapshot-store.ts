/** What every `SnapshotStore` does. */
import { expect, test } from 'vitest';
import type { SnapshotStore } from '../../worker/ports.ts';

/** `create` gives an empty store, another one each time. */
export function snapshotStoreContract(create: () => Promise<SnapshotStore>): void {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

  test('gives back the very bytes, part by part', async () => {
    const store = await create();
    await store.put('zendesk:acme', 'h1', 0, bytes(0, 255, 1));
    await store.put('zendesk:acme', 'h1', 1, bytes());
    expect(new Uint8Array((await store.get('zendesk:acme', 'h1', 0)) ?? new ArrayBuffer(9))).toEqual(bytes(0, 255, 1));
    expect((await store.get('zendesk:acme', 'h1', 1))?.byteLength).toBe(0);
    expect(await store.get('zendesk:acme', 'h1', 2)).toBeNull();
  });

  test('a view on a larger buffer is stored as the view', async () => {
    const store = await create();
    await store.put('zendesk:acme', 'h1', 0, bytes(9, 1, 2, 9).subarray(1, 3));
    expect(new Uint8Array((await store.get('zendesk:acme', 'h1', 0)) ?? new ArrayBuffer(9))).toEqual(bytes(1, 2));
  });

  test('no two installations or hashes share a key, however they are written', async () => {
    const store = await create();
    const places: [string, string][] = [
      ['zendesk:a', 'b/c'],
      ['zendesk:a/b', 'c'],
      ['zendesk:a%2Fb', 'c'],
    ];
    for (const [i, [installation, hash]] of places.entries()) await store.put(installation, hash, 0, bytes(i));
    for (const [i, [installation, hash]] of places.entries()) {
      expect(new Uint8Array((await store.get(installation, hash, 0)) ?? new ArrayBuffer(9))).toEqual(bytes(i));
    }
  });

  test('removes all parts of one snapshot and nothing else', async () => {
    const store = await create();
    for (const part of [0, 1]) await store.put('zendesk:acme', 'h1', part, bytes(1));
    await store.put('zendesk:acme', 'h2', 0, bytes(2));
    await store.remove('zendesk:acme', 'h1', 2);
    expect(await store.get('zendesk:acme', 'h1', 0)).toBeNull();
    expect(await store.get('zendesk:acme', 'h1', 1)).toBeNull();
    expect(await store.get('zendesk:acme', 'h2', 0)).not.toBeNull();
  });

  test('lists what is kept for one installation, with the parts of each', async () => {
    const store = await create();
    for (const part of [0, 1, 2]) await store.put('zendesk:acme', 'a/b', part, bytes(1));
    await store.put('zendesk:acme', 'h2', 0, bytes(2));
    await store.put('zendesk:other', 'h3', 0, bytes(3));
    expect((await store.list('zendesk:acme')).toSorted((x, y) => x.hash.localeCompare(y.hash))).toEqual([
      { hash: 'a/b', parts: 3 },
      { hash: 'h2', parts: 1 },
    ]);
    await store.clear('zendesk:acme');
    expect(await store.list('zendesk:acme')).toEqual([]);
    expect(await store.list('zendesk:other')).toHaveLength(1);
  });
}
