/** The product with the sample company, and its API as a bench speaks to it: as `npm start` runs it, or as it is deployed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TicketDocument, ticketDocumentSchema } from '#shared/knowledge';
import type { Suggestion } from '#shared/suggestion';
import { type Ticket, ticketSchema } from '#shared/ticket';
import { LocalApi } from '../../scripts/local/api.ts';
import { ingestFolder } from '../../scripts/local/ingest-folder.ts';
import { sampleDir } from '../../scripts/local/paths.ts';
import { freePort, startDeskgraph } from '../browser/running-deskgraph.ts';
import { bundleWorker, startBundled } from './bundled-worker.ts';

export type RunningApi = {
  origin: string;
  installation: string;
  call<T>(method: string, path: string, body?: object): Promise<T>;
  ask(ticket: Ticket): Promise<Suggestion>;
};

/** Starts it, hands it over, and stops it, whatever happens. */
export async function withRunningApi<T>(work: (api: RunningApi) => Promise<T>, installation = 'demo'): Promise<T> {
  const running = await startDeskgraph();
  try {
    return await work(apiOf(new LocalApi(running.origin), installation));
  } finally {
    await running.stop();
  }
}

/**
 * The bundle as it is deployed, in a workerd of its own, without the development server's milliseconds. `helpdeskUrl` is
 * where the installation writes to.
 */
export async function withBundledApi<T>(work: (api: RunningApi) => Promise<T>, helpdeskUrl = 'http://localhost:9/none'): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'deskgraph-bench-'));
  bundleWorker(join(folder, 'bundle'));
  const worker = await startBundled(join(folder, 'bundle'), join(folder, 'state'), await freePort());
  try {
    const local = new DesklessApi(worker.origin);
    const created = await fetch(`${worker.origin}/v1/local/installations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'bench', name: 'Bench', helpdeskUrl }),
    });
    if (!created.ok) throw new Error(`The installation was not made: ${await created.text()}`);
    await ingestFolder(local, { folder: sampleDir, installation: 'bench', keepOpen: 0, onProgress: () => {} });
    return await work(apiOf(local, 'bench'));
  } finally {
    await worker.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bundle has no local helpdesk to show open tickets in. */
class DesklessApi extends LocalApi {
  override async seedDesk(): Promise<void> {}
}

function apiOf(local: LocalApi, installation: string): RunningApi {
  const call = async <A>(method: string, path: string, body?: object): Promise<A> => {
    const response = await fetch(`${local.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${await local.token(installation)}`, accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as A;
  };
  return { origin: local.origin, installation, call, ask: (ticket) => call<Suggestion>('POST', '/v1/suggestions', { ticket }) };
}

/** Varied tickets: subjects, openings and questions of the sample company's, put together anew; real people's names and addresses vary too. */
export function variedTickets(count: number): Ticket[] {
  const documents: TicketDocument[] = readFileSync(join(sampleDir, 'tickets.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ticketDocumentSchema.parse(JSON.parse(line)));
  const pick = (i: number, salt: number): TicketDocument => documents[(Math.imul(i + 1, 0x9e3779b1 + salt * 2) >>> 0) % documents.length] as TicketDocument;
  return Array.from({ length: count }, (_, i) => {
    const [first, second] = [pick(i, 1), pick(i, 7)];
    const text = i % 3 === 0 ? first.body : i % 3 === 1 ? `${first.body}\n\n${second.body}` : `${second.body.slice(0, 400)}\n${first.body}`;
    return ticketSchema.parse({
      id: `bench-${i}`,
      subject: i % 5 === 0 ? '' : first.subject.slice(0, 1_000),
      messages: [
        { id: 'm', role: 'requester', at: '2026-01-01T00:00:00Z', text: `${text}\n\nMy order is ${100_000 + i}, my address is person${i}@mail.example.` },
      ],
      locale: first.locale,
      channel: first.channel,
      brand: first.brand,
      customer: first.customer,
      requester: {
        id: `requester-${i % 400}`,
        name: ['Wilma Brandt', 'Oskar Lind', 'Ana Sousa', 'Ravi Menon'][i % 4] ?? '',
        email: `person${i % 400}@mail.example`,
      },
    });
  });
}

/** Runs `work` on every item, a few at a time. */
export async function inParallel<T>(items: readonly T[], atOnce: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let i = next++; i < items.length; i = next++) await work(items[i] as T, i);
    }),
  );
}

export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
};
