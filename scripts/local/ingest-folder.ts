/** Sends a folder of JSON lines to an installation, watches the build, and gives the desk its open tickets. */
import { createReadStream, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { IngestRun } from '#shared/api';
import { type DocumentKind, folderFiles } from '#shared/knowledge';
import type { LocalApi } from './api.ts';

/** Below the API's 1 MB a chunk, with room for what JSON escapes add. */
const CHUNK_BYTES = 900_000;

/** The API takes no larger body. */
const MAX_LINE_BYTES = 1_000_000;

export type IngestOptions = {
  folder: string;
  installation: string;
  /** How many of the newest tickets without a status of their own stay open, for the desk to show. */
  keepOpen: number;
  /** Called with a share from 0 to 1 and what is being done. */
  onProgress: (share: number, what: string) => void;
};

/** `skipped`: left out here already, before anything was sent. */
export type IngestSummary = { run: IngestRun; openTickets: number; seconds: number; skipped: IngestRun['skipped'] };

/** Throws with a sentence to act on when the folder holds nothing to read or the run fails. */
export async function ingestFolder(api: LocalApi, options: IngestOptions): Promise<IngestSummary> {
  const started = Date.now();
  const found = (Object.keys(folderFiles) as DocumentKind[]).flatMap((kind) => {
    const path = findFile(options.folder, folderFiles[kind]);
    return path ? [{ kind, path }] : [];
  });
  if (found.length === 0)
    throw new Error(
      `No articles.jsonl, tickets.jsonl, macros.jsonl, policies.jsonl or entities.jsonl (or .gz) in ${options.folder}. docs/folder-format.md says what goes in.`,
    );

  const tickets = found.find((f) => f.kind === 'ticket');
  const open = tickets ? await openTickets(tickets.path, options.keepOpen) : new Map<number, string>();
  const skipped: IngestRun['skipped'] = [];
  const { id } = await api.startRun(options.installation);
  for (const [i, { kind, path }] of found.entries()) {
    options.onProgress((0.4 * i) / found.length, `reading ${basename(path)}`);
    skipped.push(...(await sendFile(api, options, id, kind, path, kind === 'ticket' ? open : new Map())));
  }
  const run = await built(api, options.installation, id, (progress, step) => options.onProgress(0.4 + 0.6 * progress, step));
  await seed(api, options.installation, [...open.values()]);
  // The solved ones too: a similar ticket is shown, and opened, only where the agent's own helpdesk holds it.
  if (tickets) await seedSolved(api, options.installation, tickets.path, open);
  if (run.state === 'failed') throw new Error(run.error ?? 'The build failed without a reason; see the log.');
  return { run, openTickets: open.size, seconds: (Date.now() - started) / 1_000, skipped };
}

/** Builds from what the installation holds already: what the environment changed becomes a release of its own. */
export async function rebuild(api: LocalApi, installation: string, onProgress: IngestOptions['onProgress']): Promise<IngestRun> {
  return built(api, installation, (await api.startRun(installation)).id, onProgress);
}

async function built(api: LocalApi, installation: string, id: string, onProgress: IngestOptions['onProgress']): Promise<IngestRun> {
  let run = await api.finishRun(installation, id);
  while (run.state === 'building' || run.state === 'receiving') {
    await new Promise((r) => setTimeout(r, 300));
    run = await api.run(installation, id);
    onProgress(run.progress, run.step);
  }
  return run;
}

const SEED_LINES = 100;

async function seed(api: LocalApi, installation: string, lines: string[]): Promise<void> {
  for (let i = 0; i < lines.length; i += SEED_LINES) await api.seedDesk(installation, lines.slice(i, i + SEED_LINES).join('\n'));
}

async function seedSolved(api: LocalApi, installation: string, path: string, open: ReadonlyMap<number, string>): Promise<void> {
  let lines: string[] = [];
  for await (const { line, text } of readLines(path)) {
    const ticket = open.has(line) ? null : parse(text);
    if (ticket) lines.push(JSON.stringify({ ...ticket, status: ticket.status ?? 'solved' }));
    if (lines.length < SEED_LINES) continue;
    await seed(api, installation, lines);
    lines = [];
  }
  await seed(api, installation, lines);
}

function findFile(folder: string, name: string): string | null {
  return [join(folder, `${name}.jsonl`), join(folder, `${name}.jsonl.gz`)].find((path) => existsSync(path)) ?? null;
}

async function* readLines(path: string): AsyncGenerator<{ line: number; text: string }> {
  const raw = createReadStream(path);
  const input = path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield { line: ++line, text };
}

/** Line number → the line as the desk takes it: what is open by its own word, or the newest of those that do not say. */
async function openTickets(path: string, keepOpen: number): Promise<Map<number, string>> {
  const open = new Map<number, string>();
  const silent: { line: number; created: string; text: string }[] = [];
  for await (const { line, text } of readLines(path)) {
    const ticket = parse(text);
    if (!ticket) continue;
    const status = ticket.status;
    if (typeof status === 'string') {
      if (['new', 'open', 'pending', 'hold'].includes(status)) open.set(line, text);
    } else silent.push({ line, created: String(ticket.createdAt ?? ticket.created ?? ''), text });
  }
  silent.sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : b.line - a.line));
  for (const { line, text } of silent.slice(0, keepOpen)) {
    // Shown as a customer's first words: what was answered later is not known when a ticket is open.
    const { replies: _replies, answers: _answers, ...unsolved } = parse(text) ?? {};
    open.set(line, JSON.stringify({ ...unsolved, status: 'open' }));
  }
  return open;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    // A broken line is the Worker's to report, with its number.
    return null;
  }
}

async function sendFile(
  api: LocalApi,
  options: IngestOptions,
  run: string,
  kind: DocumentKind,
  path: string,
  leaveOut: Map<number, string>,
): Promise<IngestRun['skipped']> {
  const skipped: IngestRun['skipped'] = [];
  let sequence = 0;
  let first = 1;
  let bytes = 0;
  let lines: string[] = [];
  const flush = async (): Promise<void> => {
    if (lines.length > 0)
      await api.sendChunk(options.installation, run, kind, { sequence: sequence++, file: basename(path), line: first, text: lines.join('\n') });
    lines = [];
    bytes = 0;
  };
  for await (const { line, text } of readLines(path)) {
    const size = Buffer.byteLength(text) + 1;
    const tooLong = size > MAX_LINE_BYTES && !leaveOut.has(line);
    if (tooLong) skipped.push({ file: basename(path), line, reason: 'This document is larger than 1 MB, the most that is read of one. Split it.' });
    if (bytes + size > CHUNK_BYTES && !tooLong) await flush();
    if (lines.length === 0) first = line;
    // An empty line keeps the numbers of those after it; the Worker passes it over.
    const sent = leaveOut.has(line) || tooLong ? '' : text;
    lines.push(sent);
    bytes += sent === '' ? 1 : size;
  }
  await flush();
  return skipped;
}
