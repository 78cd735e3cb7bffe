/** Fetches pages of one host: robots respected, other hosts refused even by way of a redirect, capped in size and time. */
import robotsParser from 'robots-parser';
import { SourceError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import type { RequestPacer } from '../../source-ports.ts';

const AGENT = 'Deskgraph';
const TIMEOUT_MS = 15_000;
const MAX_BYTES = 8_000_000;
const MAX_REDIRECTS = 4;
/** A polite pace for somebody else's web server; a crawl delay in robots.txt slows it further. */
const PACE = { calls: 10, perMs: 3_000 };
const MAX_CRAWL_DELAY_S = 20;

export type Fetched = { status: number; url: string; bytes: Uint8Array; contentType: string | null; lastModified: string | null };

export type WebClient = {
  /** Throws `SourceError`: `not_found` (404, 410), `rate_limited`, `unavailable`, `too_large`, `conflict` for an address that is refused. */
  get(url: string, options?: { modifiedSince?: number }): Promise<Fetched>;
  /** What robots.txt says; asked for once. A site whose robots.txt cannot be read is left alone (RFC 9309, 2.3.1.4). */
  robots(): Promise<{ allows(url: string): boolean; sitemaps: string[] }>;
  sameHost(url: string): boolean;
};

export type WebClientOptions = { origin: string; pacer: RequestPacer; clock: Clock; fetch?: typeof fetch };

export function webClient({ origin, pacer, fetch: send = (...a) => fetch(...a) }: WebClientOptions): WebClient {
  const home = new URL(origin);
  const lane = `web ${home.host}`;
  const sameHost = (url: string): boolean => URL.canParse(url) && new URL(url).host === home.host && new URL(url).protocol === home.protocol;

  async function get(url: string, { modifiedSince }: { modifiedSince?: number } = {}): Promise<Fetched> {
    let at = url;
    for (let hop = 0; ; hop++) {
      if (!sameHost(at)) throw new SourceError('conflict', `The address leads to ${hostOf(at)}; only ${home.host} is read.`);
      if (hop > MAX_REDIRECTS) throw new SourceError('conflict', 'The address redirects in a circle.');
      await pacer.turn(lane, PACE);
      const response = await send(at, {
        headers: {
          'user-agent': `${AGENT}/1.0`,
          accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8',
          ...(modifiedSince === undefined ? {} : { 'if-modified-since': new Date(modifiedSince).toUTCString() }),
        },
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((cause: unknown) => {
        throw new SourceError('unavailable', `${home.host} could not be reached in time.`, { retryAfterMs: 10_000, cause });
      });
      const target = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && response.status !== 304 && target) {
        await response.body?.cancel();
        if (!URL.canParse(target, at)) throw new SourceError('malformed', 'The address redirects to something that is no address.');
        at = new URL(target, at).toString();
        continue;
      }
      if (!response.ok && response.status !== 304) {
        await response.body?.cancel();
        throw fault(response, home.host);
      }
      return {
        status: response.status,
        url: at,
        bytes: await readAtMost(response),
        contentType: response.headers.get('content-type'),
        lastModified: response.headers.get('last-modified'),
      };
    }
  }

  function fault({ status, headers }: Response, host: string): SourceError {
    if (status === 404 || status === 410) return new SourceError('not_found', 'There is no such page.');
    if (status === 401 || status === 403) return new SourceError('reconnect', `${host} does not let this page be read without signing in.`);
    if (status === 429 || status === 503) {
      const retryAfterMs = (Number(headers.get('retry-after')) || 30) * 1_000;
      pacer.saw(lane, { retryAfterMs });
      return new SourceError('rate_limited', `${host} asks for a pause. Reading goes on by itself afterwards.`, { retryAfterMs });
    }
    return new SourceError('unavailable', `${host} answered ${status}.`, { retryAfterMs: 10_000 });
  }

  let asked: ReturnType<WebClient['robots']> | null = null;
  const readRobots: WebClient['robots'] = async () => {
    const url = new URL('/robots.txt', home).toString();
    let text = '';
    try {
      text = new TextDecoder().decode((await get(url)).bytes);
    } catch (error) {
      // A 4xx means that nothing is forbidden.
      if (!(error instanceof SourceError) || (error.fault !== 'not_found' && error.fault !== 'reconnect')) throw error;
    }
    const rules = robotsParser(url, text);
    const delay = rules.getCrawlDelay(AGENT);
    if (delay) pacer.saw(lane, { calls: 1, perMs: Math.min(delay, MAX_CRAWL_DELAY_S) * 1_000 });
    return { allows: (page) => rules.isAllowed(page, AGENT) !== false, sitemaps: rules.getSitemaps() };
  };
  return {
    get,
    sameHost,
    robots() {
      asked ??= readRobots().catch((error: unknown) => {
        asked = null;
        throw error;
      });
      return asked;
    },
  };
}

async function readAtMost(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > MAX_BYTES) throw new SourceError('too_large', `The page is larger than ${MAX_BYTES / 1_000_000} MB.`);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    throw new SourceError('unavailable', 'The page broke off while it was read.', { retryAfterMs: 10_000, cause });
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host || 'another place' : 'something that is no address';
}
