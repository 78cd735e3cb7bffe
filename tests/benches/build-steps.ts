/**
 * The measured process of `bench -- build`; a JSON line a step. `steps FOLDER [FILE]` builds a folder, then once more with
 * one article changed; `baseline FOLDER [FILE]` builds it in one piece.
 */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GCProfiler, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGunzip } from 'node:zlib';
import type { ArticleDocument, Corpus, DocumentKind, TicketDocument } from '#shared/knowledge';
import type { RunStep } from '../../worker/knowledge/build/run-step.ts';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { parseLine } from '../../worker/knowledge/collect/parse-line.ts';
import type { SnapshotStore, VectorIndex } from '../../worker/ports.ts';
import { memoryInstallation } from '../knowledge/memory-record.ts';

const [mode = '', folder = '', file] = process.argv.slice(2);
const MB = 1_048_576;
const tell = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const round = (n: number): number => Number(n.toFixed(2));

const empty = (): Corpus => ({ articles: [], tickets: [], macros: [], policies: [], entities: [] });

async function eachLine<K extends DocumentKind>(kind: K, path: string, visit: (document: K extends 'article' ? ArticleDocument : TicketDocument) => void) {
  if (!existsSync(path)) return;
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Number.POSITIVE_INFINITY })) {
    const parsed = parseLine(kind, text, { file: path, line: ++line });
    if (parsed.ok) visit(parsed.document as K extends 'article' ? ArticleDocument : TicketDocument);
  }
}

async function readFolder(article: (document: ArticleDocument) => void, ticket: (document: TicketDocument) => void): Promise<void> {
  await eachLine('article', join(folder, file ?? 'articles.jsonl.gz'), article);
  if (file === undefined) await eachLine('ticket', join(folder, 'tickets.jsonl.gz'), ticket);
}

/**
 * What an isolate would hold: heap and the bytes of typed arrays together, without `outside`, which lies elsewhere. The most
 * of the begin, the end, and the moment before every collection: garbage that nobody has collected yet counts too.
 */
async function measure<T>(outside: number, work: () => Promise<T>): Promise<{ result: T; seconds: number; cpu_s: number; peak_mb: number }> {
  const held = (): number => used() - outside;
  const profiler = new GCProfiler();
  let peak = held();
  profiler.start();
  const measured = await timed(work);
  for (const { beforeGC } of profiler.stop()?.statistics ?? []) {
    const { usedHeapSize, externalMemory } = beforeGC.heapStatistics;
    peak = Math.max(peak, usedHeapSize + externalMemory - outside);
  }
  return { ...measured, peak_mb: Math.round(Math.max(peak, held()) / MB) };
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number; cpu_s: number }> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, seconds: round((performance.now() - started) / 1_000), cpu_s: round((user + system) / 1e6) };
}

function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** A snapshot store on disk. */
function diskStore(at: string): SnapshotStore {
  const path = (hash: string, part: number): string => join(at, `${createHash('sha1').update(hash).digest('hex')}-${part}`);
  return {
    put: async (_, hash, part, bytes) => writeFileSync(path(hash, part), bytes),
    get: async (_, hash, part) => {
      if (!existsSync(path(hash, part))) return null;
      const file = openSync(path(hash, part), 'r');
      const bytes = new Uint8Array(fstatSync(file).size);
      readSync(file, bytes);
      closeSync(file);
      return bytes.buffer;
    },
    remove: async (_, hash, parts) => {
      for (let part = 0; part < parts; part++) rmSync(path(hash, part), { force: true });
    },
    list: async () => [],
    clear: async () => 0,
  };
}

/** An index that keeps its last batch alone: what it costs to search is not what is measured. */
function distantVectors(): VectorIndex {
  let last: { id: string }[] = [];
  return {
    name: 'distant',
    upsert: async (_, records) => {
      last = records;
    },
    query: async () => last.map(({ id }) => ({ id, score: 1 })),
    remove: async () => {},
  };
}

async function inSteps(scratch: string): Promise<void> {
  const installation = memoryInstallation(empty());
  Object.assign(installation.deps, { snapshots: diskStore(scratch), vectors: distantVectors() });
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
  const before = used();
  let change: ArticleDocument | null = null;
  await readFolder(
    (document) => {
      change ??= document;
      installation.put('article', document);
    },
    (document) => installation.put('ticket', document),
  );
  // An isolate reads its documents from the Durable Object's database, a page at a time.
  gc();
  const outside = used() - before;
  const steps =
    (name: 'step' | 'again'): RunStep =>
    async (step, work) => {
      const { result, ...figures } = await measure(outside, work);
      tell({ [name]: step, ...figures });
      return result;
    };
  const { result: run, ...whole } = await timed(() => installation.build({ step: steps('step') }));
  if (run.state !== 'published') throw new Error(run.error ?? run.step);
  tell({ whole: true, ...whole });

  const first = change as ArticleDocument | null;
  if (first === null) throw new Error(`${folder} holds no articles`);
  const changed: ArticleDocument = { ...first, text: `${first.text}\n\nThis paragraph is new.` };
  installation.put('article', changed);
  const { result: again, ...incremental } = await timed(() => installation.build({ step: steps('again') }));
  if (again.state !== 'published' || again.snapshot === run.snapshot) throw new Error(again.error ?? 'the change changed nothing');
  tell({ incremental: true, ...incremental });
}

async function inOnePiece(): Promise<void> {
  const corpus = empty();
  const { seconds, cpu_s, peak_mb } = await measure(0, async () => {
    await readFolder(
      (document) => corpus.articles.push(document),
      (document) => corpus.tickets.push(document),
    );
    const { hash } = await buildSnapshot(corpus);
    return hash;
  });
  tell({ baseline: true, seconds, cpu_s, peak_mb });
}

const scratch = mkdtempSync(join(tmpdir(), 'deskgraph-build-'));
try {
  await (mode === 'baseline' ? inOnePiece() : inSteps(scratch));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
