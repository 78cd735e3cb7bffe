/** Reads every connected source to where it has nothing newer. One that fails is told; the others are read all the same. */
import type { IngestRun } from '#shared/api';
import type { ConnectedSource } from '#shared/knowledge-api';
import { AppError } from '../../errors.ts';
import type { KnowledgeRecord } from '../../ports.ts';
import type { KnowledgeSource, SourceStore } from '../../source-ports.ts';
import { type PageReading, readPage } from '../collect/read-source.ts';
import type { RunStep } from './run-step.ts';

export type SourceReader = (source: ConnectedSource) => Promise<KnowledgeSource[]>;

/** Pages of one step: a step that is killed is repeated, pages and their cursors are kept together. */
const PAGES_A_STEP = 20;
const MAX_STEPS = 2_000;
const MAX_WAITS = 5;
const DEFAULT_WAIT_MS = 5_000;
const MAX_SKIPPED = 100;

/** Tells what was read, by kind of document, and why what was left out was. */
export async function readSources(
  { record, open, step, sleep }: { record: KnowledgeRecord; open: SourceReader; step: RunStep; sleep: (name: string, ms: number) => Promise<void> },
  onPage: (read: number, source: string) => Promise<void>,
): Promise<Pick<IngestRun, 'read' | 'skipped' | 'skippedCount'>> {
  const all: Pick<IngestRun, 'read' | 'skipped' | 'skippedCount'> = { read: {}, skipped: [], skippedCount: 0 };
  let total = 0;
  for (const source of await record.sources()) {
    if (source.paused) continue;
    const reading: NonNullable<ConnectedSource['lastReading']> = { state: 'done', read: 0, changed: 0, removed: 0, skipped: [], message: null };
    const streams = await open(source).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      Object.assign(reading, { state: 'failed', message: error.message });
      return [];
    });
    for (const stream of streams) {
      await readStream(stream, reading, { record, step, sleep }, (read) => onPage(total + read, source.id));
    }
    total += reading.read;
    all.read[source.id] = reading.read;
    const faults = reading.message === null ? [] : [{ where: source.id, reason: reading.message }];
    all.skippedCount += reading.skipped.length + faults.length;
    all.skipped.push(...[...faults, ...reading.skipped].map(({ where, reason }) => ({ file: `${source.id}: ${where}`, line: 0, reason })));
    reading.skipped = reading.skipped.slice(0, MAX_SKIPPED);
    await record.noteReading(source.id, reading);
  }
  return { ...all, skipped: all.skipped.slice(0, MAX_SKIPPED) };
}

type Reading = NonNullable<ConnectedSource['lastReading']>;
type Reader = { record: KnowledgeRecord; step: RunStep; sleep: (name: string, ms: number) => Promise<void> };

/** Adds what one stream gives to `reading`; waits where its source asks for it, and gives up on it after some waits. */
async function readStream(stream: KnowledgeSource, reading: Reading, { record, step, sleep }: Reader, onPage: (read: number) => Promise<void>): Promise<void> {
  let waits = 0;
  for (let n = 0; n < MAX_STEPS; n++) {
    const part = await step(`read ${stream.name} ${n}`, () => readPages(stream, record, (read) => onPage(reading.read + read)));
    reading.read += part.read;
    reading.changed += part.changed;
    reading.removed += part.removed;
    reading.skipped.push(...(JSON.parse(part.skipped) as Reading['skipped']));
    if (part.state === 'done') return;
    if (part.state === 'failed' || (part.state === 'wait' && waits++ >= MAX_WAITS)) {
      Object.assign(reading, { state: 'failed', message: part.message });
      return;
    }
    if (part.state === 'wait') await sleep(`wait for ${stream.name} ${n}`, part.waitMs || DEFAULT_WAIT_MS * waits);
  }
}

/** `skipped` as JSON: a step's result is flat. */
async function readPages(
  stream: KnowledgeSource,
  record: KnowledgeRecord,
  onPage: (read: number) => Promise<void>,
): Promise<{ state: PageReading['state']; waitMs: number; message: string; read: number; changed: number; removed: number; skipped: string }> {
  const store: SourceStore = {
    cursor: (name) => record.sourceCursor(name),
    keep: (name, page) => record.keepSourcePage(name, page),
    forget: (name) => record.forgetSource(name),
  };
  const sum = { state: 'more' as PageReading['state'], waitMs: 0, message: '', read: 0, changed: 0, removed: 0 };
  const skipped: PageReading['skipped'] = [];
  for (let n = 0; n < PAGES_A_STEP && sum.state === 'more'; n++) {
    const page = await readPage(stream, store);
    sum.read += page.read;
    sum.changed += page.changed;
    sum.removed += page.removed;
    skipped.push(...page.skipped);
    Object.assign(sum, { state: page.state, waitMs: page.waitMs, message: page.message ?? '' });
    await onPage(sum.read);
  }
  return { ...sum, skipped: JSON.stringify(skipped.slice(0, MAX_SKIPPED)) };
}
