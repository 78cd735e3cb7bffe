import { AppError } from '../../errors.ts';
import type { VectorIndex, VectorRecord } from '../../ports.ts';

/** Limits: https://developers.cloudflare.com/vectorize/platform/limits/ */
const UPSERT_BATCH = 1_000;
const MAX_TOP_K = 100;
const MAX_ID_BYTES = 64;
const MAX_DIMENSIONS = 1_536;
const PREFIX_HEX = 16;

/**
 * The port over a Vectorize binding. An index knows ids only once across all its namespaces, so an id carries its
 * namespace's mark: equal passages of two installations do not overwrite each other, and a hit that a broken
 * namespace filter lets through is recognised and dropped. Vectors of different embedders never share a namespace.
 */
export function vectorizeVectors(index: Vectorize, options: { name: string; embedder: string }): VectorIndex {
  const places = new Map<string, Promise<{ namespace: string; prefix: string }>>();
  const placeOf = (namespace: string) => {
    const known =
      places.get(namespace) ??
      sha256Hex(`${namespace}\n${options.embedder}`).then((hex) => ({ namespace: hex.slice(0, 40), prefix: `${hex.slice(0, PREFIX_HEX)}:` }));
    places.set(namespace, known);
    return known;
  };
  const checkedId = (prefix: string, id: string): string => {
    if (new TextEncoder().encode(prefix + id).length > MAX_ID_BYTES)
      throw new AppError('invalid_request', `The vector id ${id.slice(0, 20)}… is longer than ${MAX_ID_BYTES - prefix.length} bytes.`);
    return prefix + id;
  };

  return {
    name: options.name,
    async query(namespace, vector, topK) {
      const place = await placeOf(namespace);
      const { matches } = await index.query(vector, { namespace: place.namespace, topK: Math.max(1, Math.min(topK, MAX_TOP_K)) });
      return matches.filter((m) => m.id.startsWith(place.prefix)).map((m) => ({ id: m.id.slice(place.prefix.length), score: m.score }));
    },
    async upsert(namespace, vectors) {
      const place = await placeOf(namespace);
      for (const batch of batches(vectors, UPSERT_BATCH)) await index.upsert(batch.map((v) => toVectorize(v, checkedId(place.prefix, v.id), place.namespace)));
    },
    async remove(namespace, ids) {
      const { prefix } = await placeOf(namespace);
      for (const batch of batches(ids, UPSERT_BATCH)) await index.deleteByIds(batch.map((id) => prefix + id));
    },
  };
}

function toVectorize(record: VectorRecord, id: string, namespace: string): VectorizeVector {
  if (record.values.length > MAX_DIMENSIONS)
    throw new AppError('invalid_request', `Vectors have at most ${MAX_DIMENSIONS} dimensions; this one has ${record.values.length}.`);
  return { id, namespace, values: record.values, ...(record.metadata ? { metadata: record.metadata } : {}) };
}

function* batches<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('');
}
