import { AppError } from '../../errors.ts';
import type { SnapshotStore } from '../../ports.ts';

/** A KV value takes 25 MiB (https://developers.cloudflare.com/kv/platform/limits/). */
const MAX_PART_BYTES = 25 * 1024 * 1024;
/** A new key can be reported missing for a while, because misses are cached: asked again after these pauses. */
const RETRY_MS = [100, 400];

/** Parts under `snapshot/<installation>/<hash>/<part>`; each piece is escaped, so that no two snapshots share a key. */
export function kvSnapshotStore(kv: KVNamespace): SnapshotStore {
  const key = (installation: string, hash: string, part: number): string => `snapshot/${encodeURIComponent(installation)}/${encodeURIComponent(hash)}/${part}`;
  async function* pages(installation: string): AsyncGenerator<string[]> {
    const prefix = `snapshot/${encodeURIComponent(installation)}/`;
    let cursor: string | null = null;
    do {
      const page: KVNamespaceListResult<unknown> = await kv.list({ prefix, cursor });
      yield page.keys.map(({ name }) => name);
      cursor = page.list_complete ? null : page.cursor;
    } while (cursor !== null);
  }
  return {
    async put(installation, hash, part, bytes) {
      if (bytes.byteLength > MAX_PART_BYTES) throw new AppError('internal', 'A part of the snapshot is larger than KV takes; build smaller parts.');
      await kv.put(key(installation, hash, part), bytes);
    },
    async get(installation, hash, part) {
      for (const pause of [...RETRY_MS, null]) {
        const bytes = await kv.get(key(installation, hash, part), 'arrayBuffer');
        if (bytes || pause === null) return bytes;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      return null;
    },
    async remove(installation, hash, parts) {
      await Promise.all(Array.from({ length: parts }, (_, part) => kv.delete(key(installation, hash, part))));
    },
    async list(installation) {
      const parts = new Map<string, number>();
      for await (const names of pages(installation))
        for (const name of names) {
          const [, , hash = '', part = '0'] = name.split('/');
          const known = decodeURIComponent(hash);
          parts.set(known, Math.max(parts.get(known) ?? 0, Number(part) + 1));
        }
      return [...parts].map(([hash, count]) => ({ hash, parts: count }));
    },
    async clear(installation) {
      let removed = 0;
      for await (const names of pages(installation)) {
        await Promise.all(names.map((name) => kv.delete(name)));
        removed += names.length;
      }
      return removed;
    },
  };
}
