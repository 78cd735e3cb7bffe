import { asc, desc, eq, gte } from 'drizzle-orm';
import type { IngestRun } from '#shared/api';
import type { ConnectedSource, Overlay } from '#shared/knowledge-api';
import { type Database, rowJson } from './database.ts';
import { overlays, sources } from './knowledge-tables.ts';
import { runs } from './tables.ts';

/** Keeps the source; one that is there keeps its date and what was read of it. */
export function saveSource(db: Database, source: Pick<ConnectedSource, 'id' | 'kind' | 'config' | 'paused'>, now: number): void {
  const row = { kind: source.kind, config: rowJson(source.config, 'source'), paused: source.paused };
  db.insert(sources)
    .values({ id: source.id, ...row, connectedAt: now })
    .onConflictDoUpdate({ target: sources.id, set: row })
    .run();
}

export function listSources(db: Database): ConnectedSource[] {
  return db
    .select()
    .from(sources)
    .orderBy(asc(sources.id))
    .all()
    .map((row) => ({
      id: row.id,
      kind: row.kind as ConnectedSource['kind'],
      config: JSON.parse(row.config) as ConnectedSource['config'],
      paused: row.paused,
      connectedAt: new Date(row.connectedAt).toISOString(),
      lastReadAt: row.lastReadAt === null ? null : new Date(row.lastReadAt).toISOString(),
      lastReading: row.lastReading === null ? null : (JSON.parse(row.lastReading) as ConnectedSource['lastReading']),
    }));
}

export function noteReading(db: Database, id: string, reading: ConnectedSource['lastReading'], now: number): void {
  db.update(sources)
    .set({ lastReadAt: now, lastReading: JSON.stringify(reading) })
    .where(eq(sources.id, id))
    .run();
}

export const removeSource = (db: Database, id: string): boolean => db.delete(sources).where(eq(sources.id, id)).returning({ id: sources.id }).all().length > 0;

/** Newest first: ids of runs grow with time. */
export function listRuns(db: Database, limit: number, offset: number): IngestRun[] {
  const rows = db.select({ json: runs.json }).from(runs).orderBy(desc(runs.heartbeatAt), desc(runs.id)).limit(limit).offset(offset).all();
  return rows.map((row) => JSON.parse(row.json) as IngestRun);
}

export function listOverlays(db: Database): Overlay[] {
  return db
    .select()
    .from(overlays)
    .orderBy(asc(overlays.sequence))
    .all()
    .map((row) => ({
      id: row.id,
      edit: JSON.parse(row.json) as Overlay['edit'],
      editedBy: row.editedBy,
      editedAt: new Date(row.editedAt).toISOString(),
    }));
}

/** The same id again changes nothing. */
export function addOverlay(db: Database, { id, edit, editedBy }: Pick<Overlay, 'id' | 'edit' | 'editedBy'>, now: number): void {
  db.insert(overlays)
    .values({ id, json: rowJson(edit, 'edit'), editedBy, editedAt: now })
    .onConflictDoNothing()
    .run();
}

export const removeOverlay = (db: Database, id: string): boolean =>
  db.delete(overlays).where(eq(overlays.id, id)).returning({ id: overlays.id }).all().length > 0;

/** Who edited the graph since, in ms. */
export const editorsSince = (db: Database, since: number): string[] => [
  ...new Set(
    db
      .select({ by: overlays.editedBy })
      .from(overlays)
      .where(gte(overlays.editedAt, since))
      .all()
      .map((row) => row.by),
  ),
];
