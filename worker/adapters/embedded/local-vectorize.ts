/**
 * Vectorize's own methods, limits and delays on this machine, so that the code that talks to the binding is the code
 * that runs in production. Limits: https://developers.cloudflare.com/vectorize/platform/limits/
 */
import { WorkerEntrypoint } from 'cloudflare:workers';
import type { ShardVector, VectorShard } from './vector-shard.ts';

const MAX_DIMENSIONS = 1_536;
const MAX_ID_BYTES = 64;
const MAX_METADATA_BYTES = 10 * 1_024;
const MAX_BATCH = 1_000;
const MAX_TOP_K = 100;
const MAX_TOP_K_WITH_CONTENT = 50;
const MAX_GET = 20;
const DEFAULT_TOP_K = 5;

const bytes = (text: string): number => new TextEncoder().encode(text).length;
/** Namespaces the directory knows already; a mere memory of this isolate. */
const announced = new Set<string>();

export class LocalVectorize extends WorkerEntrypoint<{ VECTOR_SHARD: DurableObjectNamespace<VectorShard> }> {
  async describe(): Promise<VectorizeIndexInfo> {
    const shards = await Promise.all((await this.#namespaces()).map((name) => this.#shard(name).info()));
    const waiting = shards.reduce((n, s) => n + s.waiting, 0);
    return {
      vectorCount: shards.reduce((n, s) => n + s.vectorCount, 0),
      dimensions: Math.max(0, ...shards.map((s) => s.dimensions)),
      processedUpToDatetime: waiting === 0 ? Date.now() : 0,
      processedUpToMutation: 0,
    };
  }

  async query(vector: Float32Array | Float64Array | number[], options: VectorizeQueryOptions = {}): Promise<VectorizeMatches> {
    const { topK = DEFAULT_TOP_K, namespace, filter, returnValues = false } = options;
    const metadata = options.returnMetadata === true || options.returnMetadata === 'all' || options.returnMetadata === 'indexed';
    const limit = returnValues || metadata ? MAX_TOP_K_WITH_CONTENT : MAX_TOP_K;
    if (!Number.isInteger(topK) || topK < 1 || topK > limit) throw new Error(`VECTOR_QUERY_ERROR: topK must be from 1 to ${limit}; it is ${topK}`);
    const values = toFloats(vector);
    const names = namespace === undefined ? await this.#namespaces() : [checkNamespace(namespace)];
    const found = await Promise.all(
      names.map(async (name) => {
        const matches = await this.#shard(name).query(values, { topK, values: returnValues, metadata, ...(filter ? { filter } : {}) });
        return matches.map((m) => ({ ...m, ...(name ? { namespace: name } : {}) }) as VectorizeMatch);
      }),
    );
    const matches = found
      .flat()
      .sort((a, b) => b.score - a.score)
      .slice(0, topK);
    return { matches, count: matches.length };
  }

  async queryById(vectorId: string, options: VectorizeQueryOptions = {}): Promise<VectorizeMatches> {
    const vector = (await this.getByIds([vectorId]))[0];
    if (!vector) throw new Error(`VECTOR_QUERY_ERROR: no vector has the id ${vectorId}`);
    return this.query(vector.values as Float32Array, options);
  }

  insert(vectors: VectorizeVector[]): Promise<VectorizeAsyncMutation> {
    return this.#write('insert', vectors);
  }

  upsert(vectors: VectorizeVector[]): Promise<VectorizeAsyncMutation> {
    return this.#write('upsert', vectors);
  }

  async deleteByIds(ids: string[]): Promise<VectorizeAsyncMutation> {
    await Promise.all((await this.#namespaces()).map((name) => this.#shard(name).remove(ids)));
    return { mutationId: crypto.randomUUID() };
  }

  async getByIds(ids: string[]): Promise<VectorizeVector[]> {
    if (ids.length > MAX_GET) throw new Error(`VECTOR_GET_ERROR: at most ${MAX_GET} ids at once; ${ids.length} were given`);
    const found = await Promise.all(
      (await this.#namespaces()).map(async (name) =>
        (await this.#shard(name).get(ids)).map((v) => ({ ...v, ...(name ? { namespace: name } : {}) }) as VectorizeVector),
      ),
    );
    return found.flat();
  }

  async #write(op: 'insert' | 'upsert', vectors: VectorizeVector[]): Promise<VectorizeAsyncMutation> {
    if (vectors.length > MAX_BATCH) throw new Error(`VECTOR_UPSERT_ERROR: at most ${MAX_BATCH} vectors at once; ${vectors.length} were given`);
    const byNamespace = new Map<string, ShardVector[]>();
    for (const vector of vectors) {
      const name = checkNamespace(vector.namespace ?? '');
      const list = byNamespace.get(name) ?? [];
      list.push(checkVector(vector));
      byNamespace.set(name, list);
    }
    await Promise.all(
      [...byNamespace].map(async ([name, list]) => {
        if (!announced.has(name)) {
          await this.#directory().addNamespace(name);
          announced.add(name);
        }
        await this.#shard(name).write(op, list);
      }),
    );
    return { mutationId: crypto.randomUUID() };
  }

  #shard(namespace: string): DurableObjectStub<VectorShard> {
    return this.env.VECTOR_SHARD.getByName(`namespace:${namespace}`);
  }
  #directory(): DurableObjectStub<VectorShard> {
    return this.env.VECTOR_SHARD.getByName('directory');
  }
  #namespaces(): Promise<string[]> {
    return this.#directory().namespaces();
  }
}

const toFloats = (values: ArrayLike<number>): Float32Array => (values instanceof Float32Array ? values : Float32Array.from(values));

function checkNamespace(name: string): string {
  if (bytes(name) > MAX_ID_BYTES) throw new Error(`VECTOR_UPSERT_ERROR: a namespace is at most ${MAX_ID_BYTES} bytes`);
  return name;
}

function checkVector({ id, values, metadata }: VectorizeVector): ShardVector {
  if (id === '' || bytes(id) > MAX_ID_BYTES) throw new Error(`VECTOR_UPSERT_ERROR: an id is from 1 to ${MAX_ID_BYTES} bytes; ${id.slice(0, 80)} is not`);
  if (values.length === 0 || values.length > MAX_DIMENSIONS)
    throw new Error(`VECTOR_UPSERT_ERROR: a vector has from 1 to ${MAX_DIMENSIONS} dimensions; ${id} has ${values.length}`);
  const floats = toFloats(values);
  if (floats.some((v) => !Number.isFinite(v))) throw new Error(`VECTOR_UPSERT_ERROR: vector ${id} holds a value that is not a number`);
  if (metadata && bytes(JSON.stringify(metadata)) > MAX_METADATA_BYTES)
    throw new Error(`VECTOR_UPSERT_ERROR: metadata is at most ${MAX_METADATA_BYTES} bytes; that of ${id} is larger`);
  return { id, values: floats, ...(metadata ? { metadata } : {}) };
}
