/**
 * Secrets of one installation: AES-256-GCM under a data key of its own, which the environment's master key wraps.
 * The additional data binds a ciphertext to installation, table, column and key version: moved elsewhere it does not open.
 */
import { desc, eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { dataKeys, secrets } from './tables.ts';

/** `masterKey` is base64 of 32 bytes. */
export class SecretBox {
  readonly #db: Database;
  readonly #installation: string;
  readonly #masterKey: string;
  readonly #keys = new Map<number, CryptoKey>();

  constructor(db: Database, installation: string, masterKey: string) {
    this.#db = db;
    this.#installation = installation;
    this.#masterKey = masterKey;
  }

  async put(name: string, value: string): Promise<void> {
    const version = await this.#currentVersion();
    const sealed = await seal(await this.#dataKey(version), new TextEncoder().encode(value), this.#context('secrets', name, version));
    const row = { keyVersion: version, sealed };
    this.#db
      .insert(secrets)
      .values({ name, ...row })
      .onConflictDoUpdate({ target: secrets.name, set: row })
      .run();
  }

  /** Null when there is no such secret; throws when it was moved, altered, or the master key is another. */
  async get(name: string): Promise<string | null> {
    const row = this.#db.select().from(secrets).where(eq(secrets.name, name)).get();
    if (!row) return null;
    const bytes = await open(await this.#dataKey(row.keyVersion), row.sealed, this.#context('secrets', name, row.keyVersion));
    return new TextDecoder().decode(bytes);
  }

  #context(table: string, column: string, version: number): Uint8Array {
    return new TextEncoder().encode(`${this.#installation}|${table}|${column}|${version}`);
  }

  async #currentVersion(): Promise<number> {
    const newest = this.#db.select({ version: dataKeys.version }).from(dataKeys).orderBy(desc(dataKeys.version)).limit(1).get();
    if (newest) return newest.version;
    const wrapped = await seal(await this.#master(), crypto.getRandomValues(new Uint8Array(32)), this.#context('data_keys', 'wrapped', 1));
    this.#db.insert(dataKeys).values({ version: 1, wrapped }).onConflictDoNothing().run();
    return 1;
  }

  async #dataKey(version: number): Promise<CryptoKey> {
    const kept = this.#keys.get(version);
    if (kept) return kept;
    const row = this.#db.select().from(dataKeys).where(eq(dataKeys.version, version)).get();
    if (!row) throw new Error(`data key ${version} is missing`);
    const key = await importKey(await open(await this.#master(), row.wrapped, this.#context('data_keys', 'wrapped', version)));
    this.#keys.set(version, key);
    return key;
  }

  #master(): Promise<CryptoKey> {
    return importKey(Uint8Array.from(atob(this.#masterKey), (c) => c.charCodeAt(0)));
  }
}

const importKey = (raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

async function seal(key: CryptoKey, plain: Uint8Array, context: Uint8Array): Promise<string> {
  // 96 random bits: NIST SP 800-38D, section 8.2.2.
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: context }, key, plain);
  return `${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`;
}

async function open(key: CryptoKey, sealed: string, context: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const [iv = '', body = ''] = sealed.split('.');
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(iv), additionalData: context }, key, fromBase64(body)));
}

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
