import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { kvSnapshotStore } from '../../worker/adapters/cloudflare/kv-snapshot-store.ts';
import { snapshotStoreContract } from '../contracts/snapshot-store.ts';
import type { TestBindings } from './support/bindings.ts';

const { SNAPSHOTS } = env as unknown as TestBindings;

describe('snapshots in KV', () => {
  let count = 0;
  // A prefix of its own is an empty store.
  snapshotStoreContract(async () => {
    const store = kvSnapshotStore(SNAPSHOTS);
    const mark = `${count++}-`;
    return {
      put: (installation, hash, part, bytes) => store.put(mark + installation, hash, part, bytes),
      get: (installation, hash, part) => store.get(mark + installation, hash, part),
      remove: (installation, hash, parts) => store.remove(mark + installation, hash, parts),
      list: (installation) => store.list(mark + installation),
      clear: (installation) => store.clear(mark + installation),
    };
  });

  test('whatever an installation or a snapshot is called, no two share a key', async () => {
    const keys = new Map<string, string>();
    const kv = { put: async (key: string) => void keys.set(key, named) } as unknown as KVNamespace;
    const store = kvSnapshotStore(kv);
    let named = '';
    const names = ['a', 'a:b', 'b', 'a/b', '/', 'a%2Fb', '..', 'é', '', '0', 'a/b/0', ':b'];
    for (const installation of names)
      for (const hash of names)
        for (const part of [0, 10]) {
          named = JSON.stringify([installation, hash, part]);
          await store.put(installation, hash, part, new Uint8Array(1));
        }
    expect(keys.size).toBe(names.length ** 2 * 2);
    expect(Math.max(...[...keys.keys()].map((key) => key.length))).toBeLessThanOrEqual(512);
  });

  test('a part larger than KV takes is refused before it is sent', async () => {
    await expect(kvSnapshotStore(SNAPSHOTS).put('zendesk:acme', 'h', 0, new Uint8Array(25 * 1024 * 1024 + 1))).rejects.toMatchObject({ code: 'internal' });
  });
});
