/** Documents of connected sources: the Durable Object's side of the `SourceStore` port. Each function is one atomic step. */
import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { SourceDocument, SourceSkip } from '#shared/source-document';
import type { DocumentRef, SourcePage } from '../source-ports.ts';
import type { Database } from './database.ts';
import { saveDocuments } from './documents.ts';
import { sourceCursors } from './knowledge-tables.ts';
import { documents } from './tables.ts';

const IDS_AT_ONCE = 90;

export const readCursor = (db: Database, source: string): string | null =>
  db.select({ cursor: sourceCursors.cursor }).from(sourceCursors).where(eq(sourceCursors.source, source)).get()?.cursor ?? null;

export function keepPage(db: Database, source: string, page: SourcePage): { changed: number; removed: number; skipped: SourceSkip[] } {
  const pass = page.listing?.pass ?? '';
  const skipped: SourceSkip[] = [];
  let changed = 0;
  let removed = 0;
  for (const ref of page.deleted) removed += remove(db, source, ref);
  for (const document of page.documents) {
    const other = holder(db, source, document);
    if (other) skipped.push({ where: `${document.kind} ${document.document.id}`, reason: other });
    else if (keep(db, source, document, pass)) changed++;
  }
  if (page.listing) {
    mark(db, source, page.listing.present, pass);
    if (page.listing.complete) removed += removeUnseen(db, source, page.listing.kinds, pass);
  }
  db.insert(sourceCursors)
    .values({ source, cursor: page.cursor })
    .onConflictDoUpdate({ target: sourceCursors.source, set: { cursor: page.cursor } })
    .run();
  return { changed, removed, skipped };
}

/** Removes everything that came from the source or its streams (`<source>/<stream>`), and their cursors. */
export function forgetSource(db: Database, source: string): number {
  const streams = `${source}/`;
  const of = (column: AnySQLiteColumn) => or(eq(column, source), sql`substr(${column}, 1, ${streams.length}) = ${streams}`);
  db.delete(sourceCursors).where(of(sourceCursors.source)).run();
  return db.delete(documents).where(of(documents.source)).returning({ id: documents.id }).all().length;
}

/** Why this document is not taken; null when it is. */
function holder(db: Database, source: string, { kind, document }: SourceDocument): string | null {
  const own = db
    .select({ source: documents.source })
    .from(documents)
    .where(and(eq(documents.kind, kind), eq(documents.id, document.id)))
    .get();
  if (own && own.source !== source) return `${own.source} already brought a document with this id; that one is kept.`;
  const url = kind === 'article' ? document.url : null;
  if (url === null) return null;
  const there = db
    .select({ source: documents.source })
    .from(documents)
    .where(and(eq(documents.url, url), ne(documents.id, document.id)))
    .get();
  return there ? `${there.source} already brought this address (${url}); that one is kept.` : null;
}

function keep(db: Database, source: string, { kind, document, version }: SourceDocument, pass: string): boolean {
  const at = and(eq(documents.kind, kind), eq(documents.id, document.id));
  const json = JSON.stringify(document);
  const before = db.select({ json: documents.json }).from(documents).where(at).get();
  if (before?.json === json) {
    db.update(documents).set({ pass, version }).where(at).run();
    return false;
  }
  saveDocuments(db, kind, [{ id: document.id, json, source, version, pass }]);
  return true;
}

/** A ticket goes with its comments and ratings, whichever source of the account brought them. */
function remove(db: Database, source: string, { kind, id }: DocumentRef): number {
  const own = and(eq(documents.kind, kind), eq(documents.id, id));
  const gone = kind === 'ticket' ? or(own, eq(documents.ticketId, id)) : and(own, eq(documents.source, source));
  return db.delete(documents).where(gone).returning({ id: documents.id }).all().length;
}

function mark(db: Database, source: string, present: readonly DocumentRef[], pass: string): void {
  for (const kind of new Set(present.map((ref) => ref.kind))) {
    const ids = present.filter((ref) => ref.kind === kind).map((ref) => ref.id);
    for (let i = 0; i < ids.length; i += IDS_AT_ONCE)
      db.update(documents)
        .set({ pass })
        .where(and(eq(documents.kind, kind), eq(documents.source, source), inArray(documents.id, ids.slice(i, i + IDS_AT_ONCE))))
        .run();
  }
}

function removeUnseen(db: Database, source: string, kinds: SourcePage['deleted'][number]['kind'][], pass: string): number {
  const unseen = and(eq(documents.source, source), inArray(documents.kind, kinds), ne(documents.pass, pass));
  return db.delete(documents).where(unseen).returning({ id: documents.id }).all().length;
}
