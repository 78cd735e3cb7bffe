import { and, eq, lt } from 'drizzle-orm';
import type { IngestRun } from '#shared/api';
import type { DocumentKind } from '#shared/knowledge';
import { AppError } from '../errors.ts';
import { type Database, rowJson } from './database.ts';
import { chunks, runs } from './tables.ts';

/** A build without a sign of life for this long has lost its isolate. */
const SILENT_MS = 90_000;
/** `RUN_SILENT_MS` sets it otherwise, in milliseconds: tests that kill a build do not wait so long. */
export const silenceOf = (env: { RUN_SILENT_MS?: string | undefined }): number => Number(env.RUN_SILENT_MS ?? SILENT_MS);

/** Every write is a sign of life. A run that has ended is not reopened by a step that finishes late. */
export function saveRun(db: Database, run: IngestRun, now: number): void {
  const before = db.select({ state: runs.state }).from(runs).where(eq(runs.id, run.id)).get();
  if (before && (before.state === 'published' || before.state === 'held' || before.state === 'failed') && run.state !== before.state) return;
  const row = { state: run.state, heartbeatAt: now, json: rowJson(run, 'run') };
  db.insert(runs)
    .values({ id: run.id, ...row })
    .onConflictDoUpdate({ target: runs.id, set: row })
    .run();
}

/** A run that builds from what the installation holds, without being sent anything first. */
export function beginBuild(db: Database, id: string, now: number): void {
  const counted = { read: {}, skipped: [], skippedCount: 0, seconds: 0, releaseId: null, snapshot: null, error: null };
  saveRun(db, { ...counted, id, state: 'building', step: 'starting', progress: 0.01 }, now);
}

export function findRun(db: Database, id: string): IngestRun | null {
  const row = db.select({ json: runs.json }).from(runs).where(eq(runs.id, id)).get();
  return row ? (JSON.parse(row.json) as IngestRun) : null;
}

/** Builds that went silent; each is given a fresh heartbeat, so that it is resumed once per silence. */
export function takeSilentRuns(db: Database, now: number, silentMs: number): IngestRun[] {
  const silent = and(eq(runs.state, 'building'), lt(runs.heartbeatAt, now - silentMs));
  const found = db.select({ json: runs.json }).from(runs).where(silent).all();
  if (found.length > 0) db.update(runs).set({ heartbeatAt: now }).where(silent).run();
  return found.map(({ json }) => JSON.parse(json) as IngestRun);
}

export function building(db: Database): boolean {
  return db.select({ id: runs.id }).from(runs).where(eq(runs.state, 'building')).limit(1).get() !== undefined;
}

export type Chunk = { runId: string; kind: DocumentKind; sequence: number; skipped: IngestRun['skipped'] };

/** Faults that are told one by one; the rest are counted. */
const MAX_SKIPPED = 100;

/** Counts what a chunk brought. Throws `not_found` for a run that is not there, `conflict` for one that receives no more. */
export function countChunk(db: Database, chunk: Chunk, read: number, now: number): IngestRun {
  const run = findRun(db, chunk.runId);
  if (!run) throw new AppError('not_found', 'There is no such ingest run. Start one first.');
  if (run.state !== 'receiving') throw new AppError('conflict', `This ingest run is ${run.state} and takes no more documents. Start another.`);
  const row = { read, skippedCount: chunk.skipped.length, skipped: JSON.stringify(chunk.skipped.slice(0, MAX_SKIPPED)) };
  db.insert(chunks)
    .values({ runId: chunk.runId, kind: chunk.kind, sequence: chunk.sequence, ...row })
    .onConflictDoUpdate({ target: [chunks.runId, chunks.kind, chunks.sequence], set: row })
    .run();
  const all = db.select().from(chunks).where(eq(chunks.runId, chunk.runId)).all();
  const counted: IngestRun = {
    ...run,
    read: {},
    skippedCount: all.reduce((n, c) => n + c.skippedCount, 0),
    skipped: all.flatMap((c) => JSON.parse(c.skipped) as IngestRun['skipped']).slice(0, MAX_SKIPPED),
  };
  for (const c of all) counted.read[c.kind] = (counted.read[c.kind] ?? 0) + c.read;
  saveRun(db, counted, now);
  return counted;
}
