/** Loaded snapshots of this isolate, by hash. Immutable, so sharing them between requests mixes nothing. */
import type { Release } from '#shared/release';
import { AppError } from '../errors.ts';
import type { SnapshotStore } from '../ports.ts';
import { loadSnapshot } from './snapshot/load-snapshot.ts';
import { joinParts } from './snapshot/parts.ts';
import type { Knowledge } from './types.ts';

/** Half of an isolate's 128 MB: the other half belongs to requests and to what models decode lazily. */
const BUDGET_BYTES = 64 * 1024 * 1024;

export type KnowledgeCache = {
  /** Throws `AppError('snapshot_missing')` when a part is gone or the bytes are not what their hash says. */
  load(store: SnapshotStore, release: Release): Promise<Knowledge>;
};

/** The least recently used snapshots leave first; the newest stays even when it alone is over the budget. */
export function knowledgeCache(budget = BUDGET_BYTES): KnowledgeCache {
  const kept = new Map<string, { bytes: number; knowledge: Knowledge }>();
  const loading = new Map<string, Promise<Knowledge>>();

  function keep(key: string, bytes: number, knowledge: Knowledge): void {
    kept.set(key, { bytes, knowledge });
    let total = [...kept.values()].reduce((sum, e) => sum + e.bytes, 0);
    for (const [oldest, entry] of kept) {
      if (total <= budget || kept.size === 1 || oldest === key) break;
      kept.delete(oldest);
      total -= entry.bytes;
    }
  }

  async function fetchParts(store: SnapshotStore, release: Release, hash: string, key: string): Promise<Knowledge> {
    const { installation, snapshotParts } = release.manifest;
    const parts = await Promise.all(Array.from({ length: snapshotParts }, (_, part) => store.get(installation, hash, part)));
    const buffer = joinParts(parts);
    const knowledge = loadSnapshot(buffer, hash);
    keep(key, buffer.byteLength, knowledge);
    return knowledge;
  }

  return {
    async load(store, release) {
      const { snapshot: hash, installation } = release.manifest;
      if (hash === null) throw new AppError('no_knowledge', 'Nothing has been ingested for this installation yet. Ingest its articles first.');
      // With the installation in the key a release cannot reach another's snapshot, whatever hash it names.
      const key = `${installation}\n${hash}`;
      const entry = kept.get(key);
      if (entry) {
        kept.delete(key);
        kept.set(key, entry);
        return entry.knowledge;
      }
      const pending = loading.get(key) ?? fetchParts(store, release, hash, key).finally(() => loading.delete(key));
      loading.set(key, pending);
      return pending;
    },
  };
}
