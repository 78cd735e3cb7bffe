/** The measured process of `bench -- build`: builds a folder, then once more with one article changed; a JSON line a step. */
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { ArticleDocument, Corpus, DocumentKind } from '#shared/knowledge';
import { parseLine } from '../../worker/knowledge/collect/parse-line.ts';
import { memoryInstallation } from '../knowledge/memory-record.ts';

const [folder = '', file] = process.argv.slice(2);
const tell = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const seconds = (since: number): number => Number(((performance.now() - since) / 1_000).toFixed(2));

const empty: Corpus = { articles: [], tickets: [], macros: [], policies: [], entities: [] };
const installation = memoryInstallation(empty);

/** Line by line: the documents lie outside the measured heap, so reading them must not fill it either. */
async function load(kind: DocumentKind, path: string): Promise<void> {
  if (!existsSync(path)) return;
  const input = createReadStream(path).pipe(createGunzip());
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const parsed = parseLine(kind, text, { file: path, line: ++line });
    if (!parsed.ok) continue;
    if (kind === 'article') change ??= parsed.document as ArticleDocument;
    installation.put(kind, parsed.document);
  }
}

let change: ArticleDocument | null = null;
if (file === undefined) {
  await load('article', join(folder, 'articles.jsonl.gz'));
  await load('ticket', join(folder, 'tickets.jsonl.gz'));
} else await load('article', join(folder, file));
const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  tell({ begin: true });
  const started = performance.now();
  const cpu = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  tell({ step: name, seconds: seconds(started), cpu_s: Number(((user + system) / 1e6).toFixed(2)), used_mb: process.memoryUsage().heapUsed / 1_048_576 });
  return result;
};
const began = performance.now();
const run = await installation.build({ step });
if (run.state !== 'published') throw new Error(run.error ?? run.step);
tell({ whole: true, seconds: seconds(began) });

const first = change as ArticleDocument | null;
if (first === null) throw new Error(`${folder} holds no articles`);
const changed: ArticleDocument = { ...first, text: `${first.text}\n\nThis paragraph is new.` };
installation.put('article', changed);
const again = performance.now();
const cpu = process.cpuUsage();
const second = await installation.build();
if (second.state !== 'published' || second.snapshot === run.snapshot) throw new Error(second.error ?? 'the changed article changed nothing');
const { user, system } = process.cpuUsage(cpu);
tell({ incremental: true, seconds: seconds(again), cpu_s: Number(((user + system) / 1e6).toFixed(2)) });
