import { AppError } from '../../errors.ts';
import type { SnapshotStore } from '../../ports.ts';

/** A KV value takes 25 MiB (https://developers.cloudflare.com/kv/platform/limits/). */
const MAX_PART_BYTES = 25 * 1024 * 1024;
/** A new key can be reported missing for a while, because misses are cached: asked again after these pauses. */
const RETRY_MS = [100, 400];

/** Parts under `snapshot/<installation>/<hash>/<part>`; each piece is escaped, so that no two snapshots share a key. */
export function kvSnapshotStore(kv: KVNamespace): SnapshotStore {
  const key = (installation: string, hash: string, part: number): string => `snapshot/${encodeURIComponent(installation)}/${encodeURIComponent(hash)}/${part}`;
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
    async clear(installation) {
      const prefix = `snapshot/${encodeURIComponent(installation)}/`;
      let removed = 0;
      let cursor: string | null = null;
      do {
        const page: KVNamespaceListResult<unknown> = await kv.list({ prefix, cursor });
        await Promise.all(page.keys.map(({ name }) => kv.delete(name)));
        removed += page.keys.length;
        cursor = page.list_complete ? null : page.cursor;
      } while (cursor !== null);
      return removed;
    },
  };
}
