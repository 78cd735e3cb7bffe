import { createHash } from 'node:crypto';
import { and, asc, desc, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import type { DocumentKind } from '#shared/knowledge';
import type { SearchRow } from '#shared/knowledge-api';
import { isHeldBack } from '../governance/held-back.ts';
import { type Database, rowJson } from './database.ts';
import { documents } from './tables.ts';

/** A statement takes 100 bound values (https://developers.cloudflare.com/durable-objects/platform/limits/); a row has 10. */
const ROWS_PER_STATEMENT = 10;
const IDS_PER_STATEMENT = 90;
const PAGE_ROWS = 1_000;
const PAGE_BYTES = 3_000_000;

export type GivenDocument = { id: string; json: string; source?: string; version?: string; pass?: string };

export function saveDocuments(db: Database, kind: DocumentKind, given: GivenDocument[]): void {
  // Within one statement a row may be written once: of equal ids the last one holds.
  const rows = [...new Map(given.map((d) => [d.id, rowOf(kind, d)])).values()];
  for (let i = 0; i < rows.length; i += ROWS_PER_STATEMENT)
    db.insert(documents)
      .values(rows.slice(i, i + ROWS_PER_STATEMENT))
      .onConflictDoUpdate({ target: [documents.kind, documents.id], set: everyColumn })
      .run();
}

const columns = ['json', 'bytes', 'source', 'hash', 'version', 'pass', 'url', 'ticket_id'] as const;
const everyColumn = Object.fromEntries(columns.map((name) => [name === 'ticket_id' ? 'ticketId' : name, sql.raw(`excluded.${name}`)]));

function rowOf(kind: DocumentKind, { id, json, source = 'files', version = '', pass = '' }: GivenDocument) {
  const named = kind === 'article' || kind === 'comment' || kind === 'rating' ? (JSON.parse(json) as { url?: string | null; ticketId?: string }) : {};
  return {
    kind,
    id,
    bytes: json.length,
    json: rowJson(json, 'document'),
    source,
    hash: createHash('sha256').update(json).digest('hex'),
    version,
    pass,
    url: kind === 'article' ? (named.url ?? null) : null,
    ticketId: named.ticketId ?? null,
  };
}

/** One page in id order. Sizes are read first, so that no page costs more memory than its own documents. */
export function readDocuments(db: Database, kind: DocumentKind, after: string | null): { documents: string[]; hashes: string[]; next: string | null } {
  const ofKind = after === null ? eq(documents.kind, kind) : and(eq(documents.kind, kind), gt(documents.id, after));
  const sizes = db.select({ id: documents.id, bytes: documents.bytes }).from(documents).where(ofKind).orderBy(asc(documents.id)).limit(PAGE_ROWS).all();
  let bytes = 0;
  let count = 0;
  while (count < sizes.length && (count === 0 || bytes + (sizes[count]?.bytes ?? 0) <= PAGE_BYTES)) bytes += sizes[count++]?.bytes ?? 0;
  const last = sizes[count - 1]?.id;
  if (last === undefined) return { documents: [], hashes: [], next: null };
  const page = db
    .select({ json: documents.json, hash: documents.hash })
    .from(documents)
    .where(and(ofKind, lte(documents.id, last)))
    .orderBy(asc(documents.id))
    .all();
  return {
    documents: page.map((row) => row.json),
    hashes: page.map((row) => row.hash),
    next: count < sizes.length || sizes.length === PAGE_ROWS ? last : null,
  };
}

/** Rows with where they came from, in id order after `after`. */
export function documentRows(db: Database, kind: DocumentKind, after: string | null, limit: number) {
  const ofKind = after === null ? eq(documents.kind, kind) : and(eq(documents.kind, kind), gt(documents.id, after));
  return db
    .select({ id: documents.id, source: documents.source, version: documents.version, hash: documents.hash, json: documents.json })
    .from(documents)
    .where(ofKind)
    .orderBy(asc(documents.id))
    .limit(limit)
    .all();
}

/** Tickets that no snapshot learns from, as JSON; the newest last. */
export function heldBackTickets(db: Database): string[] {
  const ids = db.select({ id: documents.id }).from(documents).where(eq(documents.kind, 'ticket')).orderBy(asc(documents.id)).all();
  const held = ids.flatMap(({ id }) => (isHeldBack(id) ? [id] : []));
  const found: string[] = [];
  for (let i = 0; i < held.length; i += IDS_PER_STATEMENT)
    for (const { json } of db
      .select({ json: documents.json })
      .from(documents)
      .where(and(eq(documents.kind, 'ticket'), inArray(documents.id, held.slice(i, i + IDS_PER_STATEMENT))))
      .orderBy(asc(documents.id))
      .all())
      found.push(json);
  return found;
}

export function countDocuments(db: Database, kind: DocumentKind): number {
  return db.select({ n: sql<number>`count(*)` }).from(documents).where(eq(documents.kind, kind)).get()?.n ?? 0;
}

/** Searches in visitors' words, those that most often led nowhere first; a search by one visitor alone is left out. */
export function searches(db: Database, limit: number, offset: number): SearchRow[] {
  const field = (name: string) => sql`json_extract(${documents.json}, ${`$.${name}`})`;
  const query = sql<string>`lower(trim(${field('query')}))`;
  const unclicked = sql<number>`sum(json_array_length(${documents.json}, '$.clicked') = 0)`;
  const tickets = sql<number>`sum(coalesce(${field('ticket')}, 0) OR ${field('ticketId')} IS NOT NULL)`;
  return db
    .select({ query, times: sql<number>`count(*)`, unclicked, tickets })
    .from(documents)
    .where(sql`${documents.kind} = 'visit' AND ${query} <> ''`)
    .groupBy(query)
    .having(sql`count(*) > 1`)
    .orderBy(desc(unclicked), desc(tickets), asc(query))
    .limit(limit)
    .offset(offset)
    .all();
}
