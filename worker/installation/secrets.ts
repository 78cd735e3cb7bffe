/**
 * Secrets of one installation: AES-256-GCM under a data key of its own, which the environment's master key wraps.
 * The additional data binds a ciphertext to installation, table, column and key version: moved elsewhere it does not open.
 */
import { createHmac } from 'node:crypto';
import { desc, eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { newKey, open, seal } from './sealed.ts';
import { dataKeys, secrets } from './tables.ts';

/** `masterKey` is base64 of 32 bytes. Everything is synchronous, so that it can be part of one atomic step. */
export class SecretBox {
  readonly #db: Database;
  readonly #installation: string;
  readonly #masterKey: string;
  readonly #keys = new Map<number, Buffer>();

  constructor(db: Database, installation: string, masterKey: string) {
    this.#db = db;
    this.#installation = installation;
    this.#masterKey = masterKey;
  }

  put(name: string, value: string): void {
    const version = this.#currentVersion();
    const row = { keyVersion: version, sealed: this.wrap(version, value, 'secrets', name) };
    this.#db
      .insert(secrets)
      .values({ name, ...row })
      .onConflictDoUpdate({ target: secrets.name, set: row })
      .run();
  }

  /** Several in one go: whoever reads sees all of them or none. Null removes a secret. */
  putAll(values: Record<string, string | null>): void {
    for (const [name, value] of Object.entries(values))
      if (value === null) this.#db.delete(secrets).where(eq(secrets.name, name)).run();
      else this.put(name, value);
  }

  /** Null when there is no such secret; throws when it was moved, altered, or the master key is another. */
  get(name: string): string | null {
    const row = this.#db.select().from(secrets).where(eq(secrets.name, name)).get();
    return row ? this.unwrap(row.keyVersion, row.sealed, 'secrets', name).toString('utf8') : null;
  }

  /** Seals under the installation's data key of this version, bound to a table and a place in it. */
  wrap(version: number, value: Buffer | string, table: string, place: string): string {
    return seal(this.#dataKey(version), value, this.#context(table, place, version));
  }

  unwrap(version: number, sealed: string, table: string, place: string): Buffer {
    return open(this.#dataKey(version), sealed, this.#context(table, place, version));
  }

  /** A name under which something personal can be found again, and which tells nothing without the data key. */
  pseudonym(value: string): string {
    return createHmac('sha256', this.#dataKey(1)).update(value).digest('hex');
  }

  /** The data key new things are sealed with. */
  currentVersion(): number {
    return this.#currentVersion();
  }

  #context(table: string, column: string, version: number): string {
    return `${this.#installation}|${table}|${column}|${version}`;
  }

  #currentVersion(): number {
    const newest = this.#db.select({ version: dataKeys.version }).from(dataKeys).orderBy(desc(dataKeys.version)).limit(1).get();
    if (newest) return newest.version;
    const wrapped = seal(this.#master(), newKey(), this.#context('data_keys', 'wrapped', 1));
    this.#db.insert(dataKeys).values({ version: 1, wrapped }).onConflictDoNothing().run();
    return 1;
  }

  /** Data keys that the master key before this one wrapped are wrapped by this one. What neither opens stays as it is. */
  rewrap(previous: string): void {
    for (const { version, wrapped } of this.#db.select().from(dataKeys).all()) {
      const context = this.#context('data_keys', 'wrapped', version);
      const opened = (masterKey: Buffer): Buffer | null => {
        try {
          return open(masterKey, wrapped, context);
        } catch {
          return null;
        }
      };
      const key = opened(this.#master()) === null ? opened(Buffer.from(previous, 'base64')) : null;
      if (key)
        this.#db
          .update(dataKeys)
          .set({ wrapped: seal(this.#master(), key, context) })
          .where(eq(dataKeys.version, version))
          .run();
    }
  }

  #dataKey(version: number): Buffer {
    const kept = this.#keys.get(version);
    if (kept) return kept;
    this.#currentVersion();
    const row = this.#db.select().from(dataKeys).where(eq(dataKeys.version, version)).get();
    if (!row) throw new Error(`data key ${version} is missing`);
    const key = open(this.#master(), row.wrapped, this.#context('data_keys', 'wrapped', version));
    this.#keys.set(version, key);
    return key;
  }

  #master(): Buffer {
    return Buffer.from(this.#masterKey, 'base64');
  }
}
