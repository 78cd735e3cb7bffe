/** The measured process of `bench -- build`: builds a folder, then once more with one article changed; a JSON line a step. */
import { join } from 'node:path';
import type { ArticleDocument, Corpus } from '#shared/knowledge';
import { loadFile, loadFolder } from '../evals/load-folder.ts';
import { memoryInstallation } from '../knowledge/memory-record.ts';

const [folder = '', file] = process.argv.slice(2);
const tell = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const seconds = (since: number): number => Number(((performance.now() - since) / 1_000).toFixed(2));

function load(): { installation: ReturnType<typeof memoryInstallation>; change: ArticleDocument } {
  const empty: Corpus = { articles: [], tickets: [], macros: [], policies: [], entities: [] };
  const corpus = file === undefined ? loadFolder(folder) : { ...empty, articles: loadFile('article', join(folder, file)).documents };
  const first = corpus.articles[0] as ArticleDocument;
  return { installation: memoryInstallation(corpus), change: { ...first, text: `${first.text}\n\nThis paragraph is new.` } };
}

const { installation, change } = load();
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

installation.put('article', change);
const again = performance.now();
const cpu = process.cpuUsage();
const second = await installation.build();
if (second.state !== 'published' || second.snapshot === run.snapshot) throw new Error(second.error ?? 'the changed article changed nothing');
const { user, system } = process.cpuUsage(cpu);
tell({ incremental: true, seconds: seconds(again), cpu_s: Number(((user + system) / 1e6).toFixed(2)) });
