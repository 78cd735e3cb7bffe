/** What builds leave behind: digests of the documents, intermediate results, what the vector index holds. */
import { createHash } from 'node:crypto';
import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm';
import { type DocumentKind, documentKinds } from '#shared/knowledge';
import type { Digests } from '../ports.ts';
import { type Database, rowJson } from './database.ts';
import { artifacts, knowledgeState, vectorIds } from './knowledge-tables.ts';
import { documents } from './tables.ts';

/** Results kept of one step: those of the live snapshot and of the one before. */
const KEPT_ARTIFACTS = 2;
const IDS_AT_ONCE = 45;

/** One SHA-256 a kind over ids and hashes in id order, and one over the addresses of articles. Equal digests mean equal documents. */
export function digests(db: Database): Digests {
  const kinds = Object.fromEntries(documentKinds.map((kind) => [kind, digestOf(db, kind)])) as Record<DocumentKind, string>;
  const addresses = createHash('sha256');
  const rows = db.select({ id: documents.id, url: documents.url }).from(documents).where(eq(documents.kind, 'article')).orderBy(asc(documents.id)).all();
  for (const { id, url } of rows) addresses.update(JSON.stringify([id, url]));
  return { kinds, addresses: addresses.digest('hex') };
}

function digestOf(db: Database, kind: DocumentKind): string {
  const sum = createHash('sha256');
  for (const { id, hash } of db
    .select({ id: documents.id, hash: documents.hash })
    .from(documents)
    .where(eq(documents.kind, kind))
    .orderBy(asc(documents.id))
    .all())
    sum.update(`${id}\n${hash}\n`);
  return sum.digest('hex');
}

/** Comments and ratings of these tickets, as JSON. */
export function ticketParts(db: Database, ids: readonly string[]): { comments: string[]; ratings: string[] } {
  const found = { comments: [] as string[], ratings: [] as string[] };
  for (let i = 0; i < ids.length; i += IDS_AT_ONCE * 2) {
    const rows = db
      .select({ kind: documents.kind, json: documents.json })
      .from(documents)
      .where(inArray(documents.ticketId, ids.slice(i, i + IDS_AT_ONCE * 2)))
      .all();
    for (const { kind, json } of rows) if (kind === 'comment' || kind === 'rating') found[`${kind}s`].push(json);
  }
  return found;
}

/** How many parts a stored result has; null where none was noted. */
export function artifactParts(db: Database, name: string, key: string): number | null {
  const found = db
    .select({ parts: artifacts.parts })
    .from(artifacts)
    .where(and(eq(artifacts.name, name), eq(artifacts.key, key)))
    .get();
  return found?.parts ?? null;
}

/** Notes a stored result and answers the older ones that nobody needs any more; their rows are gone, their bytes are the caller's to remove. */
export function keepArtifact(db: Database, name: string, key: string, parts: number, now: number): { key: string; parts: number }[] {
  const row = { parts, usedAt: now };
  db.insert(artifacts)
    .values({ name, key, ...row })
    .onConflictDoUpdate({ target: [artifacts.name, artifacts.key], set: row })
    .run();
  const old = db.select().from(artifacts).where(eq(artifacts.name, name)).orderBy(desc(artifacts.usedAt), desc(artifacts.key)).all().slice(KEPT_ARTIFACTS);
  for (const gone of old) {
    if (gone.key === key) continue;
    db.delete(artifacts)
      .where(and(eq(artifacts.name, name), eq(artifacts.key, gone.key)))
      .run();
  }
  return old.filter((gone) => gone.key !== key).map((gone) => ({ key: gone.key, parts: gone.parts }));
}

export function readState(db: Database, name: string): string | null {
  return db.select({ json: knowledgeState.json }).from(knowledgeState).where(eq(knowledgeState.name, name)).get()?.json ?? null;
}

export function writeState(db: Database, name: string, json: string): void {
  const row = { json: rowJson(json, 'state of the build') };
  db.insert(knowledgeState)
    .values({ name, ...row })
    .onConflictDoUpdate({ target: knowledgeState.name, set: row })
    .run();
}

/** Which of `ids` the index does not hold yet in this generation. */
export function missingVectors(db: Database, generation: string, ids: readonly string[]): string[] {
  const held = new Set(
    db
      .select({ id: vectorIds.id })
      .from(vectorIds)
      .where(eq(vectorIds.generation, generation))
      .all()
      .map((row) => row.id),
  );
  return ids.filter((id) => !held.has(id));
}

export function addVectors(db: Database, generation: string, ids: readonly string[]): void {
  for (let i = 0; i < ids.length; i += IDS_AT_ONCE)
    db.insert(vectorIds)
      .values(ids.slice(i, i + IDS_AT_ONCE).map((id) => ({ generation, id })))
      .onConflictDoNothing()
      .run();
}

/** Ids held that are not among `needed`, at most `limit`. */
export function surplusVectors(db: Database, generation: string, needed: readonly string[], limit: number): string[] {
  const keep = new Set(needed);
  const held = db.select({ id: vectorIds.id }).from(vectorIds).where(eq(vectorIds.generation, generation)).all();
  return held
    .map((row) => row.id)
    .filter((id) => !keep.has(id))
    .slice(0, limit);
}

export function dropVectors(db: Database, generation: string, ids: readonly string[]): void {
  for (let i = 0; i < ids.length; i += IDS_AT_ONCE * 2)
    db.delete(vectorIds)
      .where(and(eq(vectorIds.generation, generation), inArray(vectorIds.id, ids.slice(i, i + IDS_AT_ONCE * 2))))
      .run();
}

/** Some of what the index holds, of whatever generation but `except`. */
export function vectorsHeld(db: Database, limit: number, except = ''): { generation: string; id: string }[] {
  return db.select().from(vectorIds).where(ne(vectorIds.generation, except)).limit(limit).all();
}
