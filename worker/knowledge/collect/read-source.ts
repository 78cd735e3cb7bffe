/** Reads a source to where it has nothing newer, in steps that may each be run again: a page and its cursor are kept together. */
import type { SourceSkip } from '#shared/source-document';
import { SourceError, type SourceFault } from '../../errors.ts';
import type { KnowledgeSource, SourceStore } from '../../source-ports.ts';

/** What one page brought; plain JSON, as a workflow step hands it on. */
export type PageReading = {
  /** `wait`: the same page again after `waitMs`. `failed`: not without help, or not in this run. */
  state: 'more' | 'done' | 'wait' | 'failed';
  waitMs: number;
  fault: SourceFault | null;
  message: string | null;
  read: number;
  /** New, or with another hash: none means that nothing needs a build. */
  changed: number;
  removed: number;
  skipped: SourceSkip[];
};

const nothing = { waitMs: 0, fault: null, message: null, read: 0, changed: 0, removed: 0, skipped: [] };

/** One page. Never throws for a fault of the source; a fault of the store is thrown. */
export async function readPage(source: KnowledgeSource, store: SourceStore): Promise<PageReading> {
  const before = await store.cursor(source.name);
  let page: Awaited<ReturnType<KnowledgeSource['changes']>>;
  try {
    page = await source.changes(before);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const state = error.retryable ? 'wait' : 'failed';
    return { ...nothing, state, waitMs: error.retryAfterMs, fault: error.fault, message: error.message };
  }
  const kept = await store.keep(source.name, page);
  const found = { read: page.documents.length, changed: kept.changed, removed: kept.removed, skipped: [...page.skipped, ...kept.skipped] };
  // A page that leads to itself would be read for ever.
  if (!page.done && page.cursor === before)
    return { ...nothing, ...found, state: 'failed', fault: 'malformed', message: `${source.name} does not get on from where it is.` };
  return { ...nothing, ...found, state: page.done ? 'done' : 'more' };
}

/** Waits at one place before a run gives up and leaves the rest to the next one. */
const MAX_WAITS = 5;
const DEFAULT_WAIT_MS = 5_000;
const MAX_PAGES = 100_000;
const MAX_SKIPS = 1_000;

export type SourceReading = Omit<PageReading, 'state' | 'waitMs'> & { source: string; state: 'done' | 'failed'; pages: number; skippedCount: number };

/** All pages; `sleep` waits between tries, `onPage` is told what has come so far. */
export async function readSource(
  source: KnowledgeSource,
  store: SourceStore,
  { sleep, onPage }: { sleep: (ms: number) => Promise<void>; onPage?: (soFar: SourceReading) => void | Promise<void> },
): Promise<SourceReading> {
  const all: SourceReading = {
    source: source.name,
    state: 'done',
    fault: null,
    message: null,
    pages: 0,
    read: 0,
    changed: 0,
    removed: 0,
    skipped: [],
    skippedCount: 0,
  };
  let waits = 0;
  while (all.pages < MAX_PAGES) {
    const page = await readPage(source, store);
    if (page.state === 'wait' && waits++ < MAX_WAITS) {
      await sleep(page.waitMs || DEFAULT_WAIT_MS * waits);
      continue;
    }
    if (page.state !== 'wait') waits = 0;
    all.pages++;
    all.read += page.read;
    all.changed += page.changed;
    all.removed += page.removed;
    all.skippedCount += page.skipped.length;
    all.skipped.push(...page.skipped.slice(0, Math.max(0, MAX_SKIPS - all.skipped.length)));
    const ended = page.state !== 'more';
    if (ended) Object.assign(all, { state: page.state === 'done' ? 'done' : 'failed', fault: page.fault, message: page.message });
    await onPage?.(all);
    if (ended) break;
  }
  return all;
}
