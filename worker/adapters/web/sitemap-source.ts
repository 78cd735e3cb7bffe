/**
 * A help centre on the web, read by its sitemap. Every run walks the whole sitemap, in order of addresses, so that what
 * disappeared is noticed; a page is only fetched again when the sitemap or the server says that it changed.
 */
import * as z from 'zod';
import { decodeText } from '#shared/decode-text';
import type { Visibility } from '#shared/knowledge';
import { canonicalUrl, pageId } from '#shared/page-id';
import { type SourceBatch, sourceBatch } from '#shared/source-batch';
import { readCursor } from '#shared/source-cursor';
import { SourceError } from '../../errors.ts';
import type { KnowledgeSource } from '../../source-ports.ts';
import { addPage } from './page-document.ts';
import { parseSitemap, type Sitemap } from './parse-sitemap.ts';
import { type WebClientOptions, webClient } from './web-client.ts';

/** Pages fetched in one call: within half a minute at the polite pace. */
const PAGES_AT_ONCE = 20;
/** Known from the sitemap alone, so many more fit. */
const LOOKED_AT_ONCE = 500;
const MAX_SITEMAPS = 200;
const MAX_DEPTH = 4;

const stateSchema = z.object({
  v: z.literal(1),
  pass: z.string(),
  startedAt: z.number(),
  /** Start of the last complete run; 0 before the first. */
  lastRun: z.number(),
  queue: z.array(z.object({ url: z.string(), depth: z.number() })),
  seen: z.array(z.string()),
  /** The last address of the first sitemap in `queue` that was dealt with. */
  after: z.string().nullable(),
  lost: z.boolean(),
});
type State = z.infer<typeof stateSchema>;

export type SitemapSourceOptions = WebClientOptions & {
  name?: string;
  /** Address of the sitemap; without it robots.txt is asked, then `/sitemap.xml`. */
  sitemap?: string | null;
  /** Only addresses whose path begins so, e.g. `/help/`. */
  pathPrefix?: string;
  visibility?: Visibility;
  brand?: string | null;
  locale?: string;
};

export function sitemapSource(options: SitemapSourceOptions): KnowledgeSource {
  const { name = 'web', sitemap = null, pathPrefix = '/', clock, origin } = options;
  const client = webClient(options);
  const page = { source: name, visibility: options.visibility ?? ('public' as const), brand: options.brand ?? null, locale: options.locale ?? 'en' };
  const kept = new Map<string, Sitemap>();

  async function begin(lastRun: number, batch: SourceBatch): Promise<State> {
    const robots = await client.robots();
    const named = sitemap ? [sitemap] : robots.sitemaps.length > 0 ? robots.sitemaps : [new URL('/sitemap.xml', origin).toString()];
    const now = clock.now();
    const state: State = { v: 1, pass: new Date(now).toISOString(), startedAt: now, lastRun, queue: [], seen: [], after: null, lost: false };
    for (const url of named) enqueue(state, url, 0, batch);
    return state;
  }

  function enqueue(state: State, given: string, depth: number, batch: SourceBatch): void {
    const url = URL.canParse(given, origin) ? new URL(given, origin).toString() : given;
    const where = `sitemap ${url}`;
    if (!client.sameHost(url)) batch.skip(where, 'It is on another host; only the help centre’s own host is read.');
    else if (state.seen.includes(url)) batch.skip(where, 'It is named more than once, or names itself by way of others; it is read once.');
    else if (depth > MAX_DEPTH || state.seen.length >= MAX_SITEMAPS) {
      state.lost = true;
      batch.skip(where, `Sitemaps are read ${MAX_DEPTH} deep and ${MAX_SITEMAPS} in all; this one is beyond.`);
    } else {
      state.seen.push(url);
      state.queue.push({ url, depth });
    }
  }

  /** Its addresses in order; null when it cannot be read, which is noted. */
  async function load(url: string, batch: SourceBatch, only: boolean): Promise<Sitemap | null> {
    const known = kept.get(url);
    if (known) return known;
    try {
      const { bytes, contentType } = await client.get(url);
      const found = parseSitemap(decodeText(await unzipped(bytes), contentType).text);
      if (!found) throw new SourceError('malformed', 'It is not a sitemap.');
      const byUrl = new Map<string, Sitemap['pages'][number]>();
      for (const entry of found.pages) {
        const address = canonicalUrl(entry.url);
        if (address === null) batch.skip(entry.url.slice(0, 300), 'This is no web address.');
        else if (!byUrl.has(address)) byUrl.set(address, { ...entry, url: address });
      }
      const sorted = { sitemaps: found.sitemaps, pages: [...byUrl.values()].sort((a, b) => (a.url < b.url ? -1 : 1)) };
      kept.set(url, sorted);
      return sorted;
    } catch (error) {
      if (!(error instanceof SourceError) || error.retryable || only) throw error;
      batch.skip(`sitemap ${url}`, error.message);
      return null;
    }
  }

  async function walk(state: State, batch: SourceBatch): Promise<void> {
    const [current] = state.queue;
    if (!current) return;
    const found = await load(current.url, batch, state.seen.length === 1);
    if (!found) state.lost = true;
    if (found && state.after === null) for (const inner of found.sitemaps) enqueue(state, inner, current.depth + 1, batch);
    const rest = (found?.pages ?? []).filter(({ url }) => state.after === null || url > state.after);
    let fetched = 0;
    let looked = 0;
    for (const entry of rest) {
      if (fetched >= PAGES_AT_ONCE || looked >= LOOKED_AT_ONCE) return;
      looked++;
      if (await visit(entry, state, batch)) fetched++;
      state.after = entry.url;
    }
    state.queue.shift();
    state.after = null;
  }

  /** True when the page was asked for. */
  async function visit({ url, changedAt }: Sitemap['pages'][number], state: State, batch: SourceBatch): Promise<boolean> {
    if (!client.sameHost(url)) {
      batch.skip(url, 'It is on another host; only the help centre’s own host is read.');
      return false;
    }
    if (!new URL(url).pathname.startsWith(pathPrefix)) return false;
    if (!(await client.robots()).allows(url)) {
      batch.skip(url, 'The site’s robots.txt asks not to read it.');
      return false;
    }
    const changed = changedAt === null ? Number.NaN : Date.parse(changedAt);
    if (state.lastRun > 0 && changed < state.lastRun) {
      batch.present('article', pageId(url));
      return false;
    }
    try {
      const answer = await client.get(url, state.lastRun > 0 ? { modifiedSince: state.lastRun } : {});
      if (answer.status === 304) batch.present('article', pageId(url));
      else await addPage({ ...answer, address: url, changedAt }, page, batch);
    } catch (error) {
      if (!(error instanceof SourceError) || error.fault === 'rate_limited') throw error;
      // Not to be read now is not the same as gone.
      if (error.fault !== 'not_found') batch.present('article', pageId(url));
      batch.skip(url, error.message);
    }
    return true;
  }

  return {
    name,
    kinds: ['article'],
    async changes(cursor) {
      const batch = sourceBatch(name);
      const before = readCursor(stateSchema, cursor);
      const state = before && before.queue.length > 0 ? before : await begin(before ? (before.lost ? before.lastRun : before.startedAt) : 0, batch);
      await walk(state, batch);
      const done = state.queue.length === 0;
      const { present, ...rest } = batch.page();
      return { ...rest, listing: { pass: state.pass, kinds: ['article'], present, complete: done && !state.lost }, cursor: JSON.stringify(state), done };
    },
    async fetch({ id }) {
      const batch = sourceBatch(name);
      const url = `${new URL(origin).protocol}//${id}`;
      if (client.sameHost(url) && !id.includes('~') && (await client.robots()).allows(url)) {
        const answer = await client.get(url).catch((error: unknown) => {
          if (error instanceof SourceError && error.fault === 'not_found') return null;
          throw error;
        });
        if (answer) await addPage({ ...answer, address: url, changedAt: null }, page, batch);
      }
      const { documents, skipped } = batch.page();
      return { documents, skipped };
    },
  };
}

/** Sitemaps are often kept gzipped; a server that says so in a header has it unpacked by fetch already. */
async function unzipped(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new SourceError('malformed', 'It is packed, and the packing is broken.', { cause });
  }
}
