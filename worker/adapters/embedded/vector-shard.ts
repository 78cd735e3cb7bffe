/**
 * One namespace of the local vector index: SQLite is the truth, a Float32Array beside it is what a query scans. A
 * change waits in a log until it becomes visible, as in Vectorize.
 */
import { DurableObject } from 'cloudflare:workers';
import { nearest, normalizeInto } from './flat-scan.ts';
import { compileFilter } from './metadata-filter.ts';

export type ShardMetadata = Record<string, VectorizeVectorMetadata>;
export type ShardVector = { id: string; values: Float32Array; metadata?: ShardMetadata };
export type ShardMatch = { id: string; score: number; values?: Float32Array; metadata?: ShardMetadata };
export type ShardQuery = { topK: number; filter?: VectorizeVectorMetadataFilter; values: boolean; metadata: boolean };

type Row = { id: string; data: ArrayBuffer; metadata: string | null };
type Change = { seq: number; op: 'insert' | 'upsert' | 'delete'; id: string; data: ArrayBuffer | null; metadata: string | null };

export class VectorShard extends DurableObject<{ VECTOR_VISIBILITY_MS?: string }> {
  #ids: string[] = [];
  #rowOf = new Map<string, number>();
  #metadata: (ShardMetadata | undefined)[] = [];
  #matrix = new Float32Array(0);
  #dimensions = 0;
  /** When the earliest waiting change becomes visible. */
  #nextVisibleAt = Number.POSITIVE_INFINITY;

  constructor(ctx: DurableObjectState, env: { VECTOR_VISIBILITY_MS?: string }) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec('CREATE TABLE IF NOT EXISTS vectors (id TEXT PRIMARY KEY, data BLOB NOT NULL, metadata TEXT)');
    sql.exec('CREATE TABLE IF NOT EXISTS changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, visible_at INTEGER, op TEXT, id TEXT, data BLOB, metadata TEXT)');
    sql.exec('CREATE TABLE IF NOT EXISTS namespaces (name TEXT PRIMARY KEY)');
    for (const row of sql.exec<Row>('SELECT id, data, metadata FROM vectors ORDER BY id')) this.#set(row.id, new Float32Array(row.data), row.metadata);
    this.#nextVisibleAt = Number(sql.exec('SELECT min(visible_at) AS at FROM changes').one().at ?? Number.POSITIVE_INFINITY);
  }

  async write(op: 'insert' | 'upsert', vectors: ShardVector[]): Promise<void> {
    const visibleAt = this.#visibleAt();
    const dimensions = this.#dimensions || vectors[0]?.values.length || 0;
    for (const v of vectors)
      if (v.values.length !== dimensions) throw new Error(`this index has ${dimensions} dimensions; vector ${v.id} has ${v.values.length}`);
    for (const v of vectors) {
      const data = v.values.buffer.slice(v.values.byteOffset, v.values.byteOffset + v.values.byteLength);
      this.#log(visibleAt, op, v.id, data as ArrayBuffer, v.metadata ? JSON.stringify(v.metadata) : null);
    }
    this.#applyVisible();
  }

  async remove(ids: string[]): Promise<void> {
    const visibleAt = this.#visibleAt();
    for (const id of ids) this.#log(visibleAt, 'delete', id, null, null);
    this.#applyVisible();
  }

  async query(vector: Float32Array, options: ShardQuery): Promise<ShardMatch[]> {
    this.#applyVisible();
    if (this.#ids.length === 0) return [];
    if (vector.length !== this.#dimensions) throw new Error(`this index has ${this.#dimensions} dimensions; the query has ${vector.length}`);
    const unit = new Float32Array(vector.length);
    normalizeInto(vector, unit, 0);
    const filter = options.filter ? compileFilter(options.filter) : undefined;
    const hits = nearest(this.#matrix, this.#ids.length, unit, options.topK, filter && ((row) => filter(this.#metadata[row] ?? {})));
    return hits.map(({ row, score }) => ({
      id: this.#ids[row] as string,
      score,
      ...(options.values ? { values: this.#matrix.slice(row * this.#dimensions, (row + 1) * this.#dimensions) } : {}),
      ...(options.metadata && this.#metadata[row] ? { metadata: this.#metadata[row] } : {}),
    }));
  }

  async get(ids: string[]): Promise<ShardVector[]> {
    this.#applyVisible();
    return ids.flatMap((id) => {
      const row = this.ctx.storage.sql.exec<Row>('SELECT id, data, metadata FROM vectors WHERE id = ?', id).toArray()[0];
      if (!row) return [];
      return [{ id, values: new Float32Array(row.data), ...(row.metadata ? { metadata: JSON.parse(row.metadata) as ShardMetadata } : {}) }];
    });
  }

  async info(): Promise<{ vectorCount: number; dimensions: number; waiting: number }> {
    this.#applyVisible();
    const waiting = Number(this.ctx.storage.sql.exec('SELECT count(*) AS n FROM changes').one().n);
    return { vectorCount: this.#ids.length, dimensions: this.#dimensions, waiting };
  }

  /** Of the directory shard alone: which namespaces there are. */
  async addNamespace(name: string): Promise<void> {
    this.ctx.storage.sql.exec('INSERT OR IGNORE INTO namespaces VALUES (?)', name);
  }
  async namespaces(): Promise<string[]> {
    return this.ctx.storage.sql
      .exec<{ name: string }>('SELECT name FROM namespaces ORDER BY name')
      .toArray()
      .map((r) => r.name);
  }

  #visibleAt(): number {
    return Date.now() + Number(this.env.VECTOR_VISIBILITY_MS ?? 0);
  }

  #log(visibleAt: number, op: Change['op'], id: string, data: ArrayBuffer | null, metadata: string | null): void {
    this.ctx.storage.sql.exec('INSERT INTO changes (visible_at, op, id, data, metadata) VALUES (?, ?, ?, ?, ?)', visibleAt, op, id, data, metadata);
    this.#nextVisibleAt = Math.min(this.#nextVisibleAt, visibleAt);
  }

  #applyVisible(): void {
    const now = Date.now();
    if (this.#nextVisibleAt > now) return;
    const { sql } = this.ctx.storage;
    for (const change of sql.exec<Change>('SELECT seq, op, id, data, metadata FROM changes WHERE visible_at <= ? ORDER BY seq', now).toArray())
      this.#apply(change);
    sql.exec('DELETE FROM changes WHERE visible_at <= ?', now);
    this.#nextVisibleAt = Number(sql.exec('SELECT min(visible_at) AS at FROM changes').one().at ?? Number.POSITIVE_INFINITY);
  }

  #apply({ op, id, data, metadata }: Change): void {
    const { sql } = this.ctx.storage;
    if (op === 'delete') {
      sql.exec('DELETE FROM vectors WHERE id = ?', id);
      this.#drop(id);
    } else if (data && !(op === 'insert' && this.#rowOf.has(id))) {
      sql.exec('INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)', id, data, metadata);
      this.#set(id, new Float32Array(data), metadata);
    }
  }

  #set(id: string, values: Float32Array, metadata: string | null): void {
    this.#dimensions ||= values.length;
    let row = this.#rowOf.get(id);
    if (row === undefined) {
      row = this.#ids.length;
      this.#ids.push(id);
      this.#rowOf.set(id, row);
      if ((row + 1) * this.#dimensions > this.#matrix.length) {
        const grown = new Float32Array(Math.max(256, 2 * (row + 1)) * this.#dimensions);
        grown.set(this.#matrix);
        this.#matrix = grown;
      }
    }
    normalizeInto(values, this.#matrix, row * this.#dimensions);
    this.#metadata[row] = metadata ? (JSON.parse(metadata) as ShardMetadata) : undefined;
  }

  /** The last row takes the place of the one that goes. */
  #drop(id: string): void {
    const row = this.#rowOf.get(id);
    if (row === undefined) return;
    const last = this.#ids.length - 1;
    const lastId = this.#ids[last] as string;
    this.#matrix.copyWithin(row * this.#dimensions, last * this.#dimensions, (last + 1) * this.#dimensions);
    this.#ids[row] = lastId;
    this.#metadata[row] = this.#metadata[last];
    this.#rowOf.set(lastId, row);
    this.#ids.pop();
    this.#metadata.pop();
    this.#rowOf.delete(id);
  }
}
