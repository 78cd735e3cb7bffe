/** The deployed bundle with the Firefox help centre and its earlier tickets; the latest ones come in as a customer's. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Ticket } from '#shared/ticket';
import { LocalApi } from '../../scripts/local/api.ts';
import { ingestFolder } from '../../scripts/local/ingest-folder.ts';
import { freePort } from '../browser/running-deskgraph.ts';
import { incoming, loadLabelled } from '../evals/labelled-tickets.ts';
import { readMaybeGzip } from '../evals/load-folder.ts';
import { type BundledWorker, bundleWorker, startBundled } from './bundled-worker.ts';

export type BundledFirefox = {
  worker: BundledWorker;
  token: string;
  /** Later than everything that was learned from, as they come in. */
  tickets: Ticket[];
  /** Ends the Worker and starts it anew over what it has stored. */
  restart(): Promise<void>;
  /** Where the bundle and its state lie. */
  folder: string;
};

export const INSTALLATION = 'bench';

/** `data` is the folder of articles and tickets; the latest `later` tickets are kept from the build. */
export async function withBundledFirefox<T>(data: string, later: number, work: (bench: BundledFirefox) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'deskgraph-bench-'));
  const [bundle, state, documents] = ['bundle', 'state', 'documents'].map((name) => join(folder, name)) as [string, string, string];
  let worker: BundledWorker | undefined;
  try {
    bundleWorker(bundle);
    const tickets = withoutLatest(data, documents, later);
    const port = await freePort();
    worker = await startBundled(bundle, state, port);
    const api = new DesklessApi(worker.origin);
    const created = await fetch(`${worker.origin}/v1/local/installations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: INSTALLATION, name: 'Bench', helpdeskUrl: 'http://localhost:9/none' }),
    });
    if (!created.ok) throw new Error(`The installation was not made: ${await created.text()}`);
    await ingestFolder(api, { folder: documents, installation: INSTALLATION, keepOpen: 0, onProgress: () => {} });
    const bench: BundledFirefox = {
      worker,
      token: await api.token(INSTALLATION),
      tickets,
      folder,
      async restart() {
        await bench.worker.kill();
        worker = bench.worker = await startBundled(bundle, state, port);
      },
    };
    return await work(bench);
  } finally {
    await worker?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function withoutLatest(data: string, into: string, later: number): Ticket[] {
  const path = join(data, 'tickets.jsonl.gz');
  const all = loadLabelled(path).sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : 0));
  const latest = all.slice(-later);
  const left = new Set(latest.map(({ document }) => document.id));
  mkdirSync(into);
  copyFileSync(join(data, 'articles.jsonl.gz'), join(into, 'articles.jsonl.gz'));
  const kept = (readMaybeGzip(path) ?? '').split('\n').filter((line) => line !== '' && !left.has(String((JSON.parse(line) as { id: unknown }).id)));
  writeFileSync(join(into, 'tickets.jsonl.gz'), gzipSync(kept.join('\n')));
  return latest.map(incoming);
}

/** The bundle has no local helpdesk to show open tickets in. */
class DesklessApi extends LocalApi {
  override async seedDesk(): Promise<void> {}
}
