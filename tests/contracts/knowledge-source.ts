/** What every `KnowledgeSource` does, whoever it reads from. */
import { afterEach, describe, expect, test } from 'vitest';
import { documentSchemas } from '../../shared/knowledge.ts';
import type { SourceDocument } from '../../shared/source-document.ts';
import { memorySourceStore } from '../../worker/adapters/embedded/memory-source-store.ts';
import { readPage, readSource } from '../../worker/knowledge/collect/read-source.ts';
import type { DocumentRef, KnowledgeSource, RequestPacer } from '../../worker/source-ports.ts';
import type { RecordedServer, virtualTime } from '../servers/recorded-server.ts';

export type SourceWorld = {
  server: RecordedServer;
  time: ReturnType<typeof virtualTime>;
  /** A new instance over the same server, as after a restart. */
  source(pacer?: RequestPacer): KnowledgeSource;
  /** `kind:id` of what there is to read, beyond which other documents may come. */
  expected(): string[];
  /** Changes one document at the server; answers its key. */
  change(): string;
  /** Deletes one document at the server; answers its key. Null where a source cannot tell. */
  remove: (() => string) | null;
  /** The list that carries the documents. */
  list: RegExp;
  /** The share of each limit that may be used, by the path asked for: calls in a window of time. */
  budget: { path: RegExp; calls: number; perMs: number }[];
  /** Whether the list can break off or repeat itself; a sitemap has no cursor. */
  paged: boolean;
};

const keys = (documents: SourceDocument[]): string[] => documents.map((d) => `${d.kind}:${d.document.id}`).sort();
const state = (documents: SourceDocument[]): string[] => documents.map((d) => `${d.kind}:${d.document.id}:${d.hash}`).sort();

export function knowledgeSourceContract(name: string, create: () => Promise<SourceWorld>): void {
  describe(`${name} is a knowledge source`, () => {
    let world: SourceWorld | null = null;
    const open = async (): Promise<SourceWorld> => {
      world = await create();
      return world;
    };
    afterEach(async () => {
      await world?.server.close();
      world = null;
    });
    const readAll = (w: SourceWorld, store = memorySourceStore(), source = w.source()) =>
      readSource(source, store, { sleep: w.time.sleep }).then((reading) => ({ reading, store }));

    test('reads everything there is, page by page, as documents of the contract', async () => {
      const w = await open();
      const { reading, store } = await readAll(w);
      expect(reading).toMatchObject({ state: 'done', fault: null, source: w.source().name });
      expect(keys(store.documents())).toEqual(expect.arrayContaining(w.expected()));
      expect(new Set(keys(store.documents())).size).toBe(store.documents().length);
      for (const document of store.documents()) {
        expect(documentSchemas[document.kind].parse(document.document)).toEqual(document.document);
        expect(document.source).toBe(reading.source);
        expect(document.hash).toMatch(/^[0-9a-f]{64}$/);
        expect(document.version).not.toBe('');
        expect(w.source().kinds).toContain(document.kind);
      }
      expect(reading.pages).toBeGreaterThan(1);
    });

    test('reading again finds nothing new, and nothing gone', async () => {
      const w = await open();
      const { store } = await readAll(w);
      const before = state(store.documents());
      w.time.advance(3_600_000);
      const { reading } = await readAll(w, store);
      expect(reading).toMatchObject({ state: 'done', changed: 0, removed: 0 });
      expect(state(store.documents())).toEqual(before);
    });

    test('a kill after any page, and any page delivered twice, end in the same documents', async () => {
      const w = await open();
      const { store: undisturbed } = await readAll(w);
      const store = memorySourceStore();
      for (let n = 0; n < 500; n++) {
        // Another instance each time; the page before the kill was read but never kept.
        const cursor = await store.cursor(w.source().name);
        const lost = await w.source().changes(cursor);
        const page = await w.source().changes(cursor);
        // The clock may have moved, and with it the name of a new listing; what was read is the same.
        expect(keys(page.documents)).toEqual(keys(lost.documents));
        await store.keep(w.source().name, page);
        await store.keep(w.source().name, page);
        if (page.done) break;
      }
      expect(state(store.documents())).toEqual(state(undisturbed.documents()));
    });

    test('brings what changed, and little else', async () => {
      const w = await open();
      const { store } = await readAll(w);
      w.time.advance(3_600_000);
      const key = w.change();
      w.time.advance(3_600_000);
      const before = new Map(store.documents().map((d) => [`${d.kind}:${d.document.id}`, d.hash]));
      const { reading } = await readAll(w, store);
      expect(reading).toMatchObject({ state: 'done', changed: 1, removed: 0 });
      const after = new Map(store.documents().map((d) => [`${d.kind}:${d.document.id}`, d.hash]));
      expect(after.get(key)).toBeDefined();
      expect(after.get(key)).not.toBe(before.get(key));
    });

    test('tells deletions, at the latest with the next full listing', async () => {
      const w = await open();
      if (!w.remove) return;
      const { store } = await readAll(w);
      w.time.advance(3_600_000);
      const key = w.remove();
      expect(keys(store.documents())).toContain(key);
      w.time.advance(25 * 3_600_000);
      const { reading } = await readAll(w, store);
      expect(reading.removed).toBeGreaterThan(0);
      expect(keys(store.documents())).not.toContain(key);
      expect(keys(store.documents())).toEqual(expect.arrayContaining(w.expected()));
    });

    test.for([401, 403])('%d asks for reconnection, loses nothing, and goes on afterwards', async (status) => {
      const w = await open();
      const { store } = await readAll(w);
      const before = state(store.documents());
      w.time.advance(25 * 3_600_000);
      w.server.faults.push({ path: /./, kind: 'status', status });
      const { reading } = await readAll(w, store);
      // A web page that needs signing in is one page; a refused account is everything.
      if (reading.state === 'failed') expect(reading).toMatchObject({ fault: 'reconnect', message: expect.stringMatching(/connect|signing in/) });
      expect(reading.state === 'failed' || reading.skippedCount > 0).toBe(true);
      expect(state(store.documents())).toEqual(before);
      w.server.faults.length = 0;
      w.time.advance(25 * 3_600_000);
      expect((await readAll(w, store)).reading).toMatchObject({ state: 'done', removed: 0 });
    });

    test('404 on the list is named, and nothing kept is thrown away for it', async () => {
      const w = await open();
      const { store } = await readAll(w);
      const before = state(store.documents());
      w.time.advance(25 * 3_600_000);
      w.server.faults.push({ path: w.list, kind: 'status', status: 404 });
      const { reading } = await readAll(w, store);
      expect(reading.fault === 'not_found' || reading.skippedCount > 0).toBe(true);
      expect(state(store.documents())).toEqual(before);
    });

    test('409 is tried again', async () => {
      const w = await open();
      w.server.faults.push({ path: w.list, kind: 'status', status: 409, times: 1 });
      const { reading, store } = await readAll(w);
      // A page of the web that answers so is left out with a reason, and read the next time.
      if (reading.skippedCount > 0) await readAll(w, store);
      expect(keys(store.documents())).toEqual(expect.arrayContaining(w.expected()));
    });

    test('429 is waited out as long as it says, before anything else is asked for', async () => {
      const w = await open();
      w.server.faults.push({ path: w.list, kind: 'status', status: 429, retryAfter: 93, times: 1 });
      const { reading, store } = await readAll(w);
      expect(reading.state).toBe('done');
      const refused = w.server.asked.findIndex((a) => a.status === 429);
      expect(refused).toBeGreaterThanOrEqual(0);
      const next = w.server.asked.slice(refused + 1).find((a) => w.list.test(`${a.path}?${a.query}`));
      expect((next?.at ?? 0) - (w.server.asked[refused]?.at ?? 0)).toBeGreaterThanOrEqual(93_000);
      expect(keys(store.documents())).toEqual(expect.arrayContaining(w.expected()));
    });

    test('500 and broken connections are tried again', async () => {
      const w = await open();
      w.server.faults.push({ path: w.list, kind: 'status', status: 500, times: 1, after: 1 }, { path: w.list, kind: 'hang', times: 1, after: 1 });
      const { reading, store } = await readAll(w);
      expect(reading.state).toBe('done');
      if (reading.skippedCount > 0) {
        w.time.advance(25 * 3_600_000);
        await readAll(w, store);
      }
      expect(keys(store.documents())).toEqual(expect.arrayContaining(w.expected()));
    });

    test('an outage ends the run with its reason, after a few tries', async () => {
      const w = await open();
      w.server.faults.push({ path: w.list, kind: 'status', status: 500, times: 40 });
      const failed = await readSource(w.source(), memorySourceStore(), { sleep: w.time.sleep });
      // One sitemap of several that is down is a part, not everything.
      expect(failed.state === 'failed' || !w.paged).toBe(true);
      if (failed.state === 'failed') expect(failed).toMatchObject({ fault: 'unavailable', message: expect.stringMatching(/\S+ \S+/) });
    });

    test.for(['malformed', 'shape'] as const)('a page that is %s is named, the rest is read, and nothing is taken for deleted', async (kind) => {
      const w = await open();
      const { store } = await readAll(w);
      const before = keys(store.documents());
      w.time.advance(25 * 3_600_000);
      w.server.faults.push({ path: w.list, kind, times: 2, after: 0 });
      const { reading } = await readAll(w, store);
      expect(reading.skippedCount > 0 || reading.message !== null).toBe(true);
      for (const skip of reading.skipped) expect(skip.reason).toMatch(/\S+ \S+.*[.)]$/);
      expect(keys(store.documents())).toEqual(expect.arrayContaining(before));
      w.time.advance(25 * 3_600_000);
      expect((await readAll(w, store)).reading).toMatchObject({ state: 'done', removed: 0 });
    });

    test('entries nobody promised are left out by name, the others are read', async () => {
      const w = await open();
      if (!w.paged) return;
      w.server.faults.push({ path: w.list, kind: 'odd' });
      const { reading, store } = await readAll(w);
      expect(reading.state).toBe('done');
      expect(reading.skippedCount).toBeGreaterThan(0);
      expect(keys(store.documents())).toEqual(expect.arrayContaining(w.expected()));
    });

    test('a cursor that repeats its page ends, with a reason, and nothing is taken for deleted', async () => {
      const w = await open();
      if (!w.paged) return;
      const { store } = await readAll(w);
      const before = keys(store.documents());
      w.time.advance(25 * 3_600_000);
      w.server.faults.push({ path: w.list, kind: 'repeat' });
      const { reading } = await readAll(w, store);
      expect(reading.pages).toBeLessThan(200);
      expect(keys(store.documents())).toEqual(expect.arrayContaining(before));
    });

    test('takes no more than its share of the account’s limits', async () => {
      const w = await open();
      await readAll(w);
      for (const { path, calls, perMs } of w.budget) {
        const at = w.server.asked.filter((a) => path.test(a.path)).map((a) => a.at);
        expect(at.length).toBeGreaterThan(0);
        const most = Math.max(...at.map((start) => at.filter((t) => t >= start && t < start + perMs).length));
        // One more at the edge of a window that begins with a call.
        expect(most).toBeLessThanOrEqual(Math.floor(calls * 0.3) + 1);
      }
    });

    test('a cursor of an unknown form begins anew', async () => {
      const w = await open();
      const page = await w.source().changes('{"v":999}');
      expect(page.cursor).not.toBe('{"v":999}');
      await expect(w.source().changes('not json')).resolves.toBeDefined();
    });

    test('fetches one document for a webhook, and nothing for one that is not there', async () => {
      const w = await open();
      const { store } = await readAll(w);
      for (const key of w.expected().slice(0, 1)) {
        const [kind, id] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)] as [DocumentRef['kind'], string];
        const { documents } = await w.source().fetch({ kind, id });
        if (documents.length > 0) {
          const known = store.documents().find((d) => `${d.kind}:${d.document.id}` === key);
          expect(keys(documents)).toContain(key);
          expect(documents.find((d) => `${d.kind}:${d.document.id}` === key)?.document).toMatchObject({ id: known?.document.id });
        }
        await expect(w.source().fetch({ kind, id: '424242424242' })).resolves.toMatchObject({ documents: [] });
      }
    });

    test('faults have names', async () => {
      const w = await open();
      w.server.faults.push({ path: /./, kind: 'status', status: 401 });
      await expect(w.source().changes(null)).rejects.toMatchObject({ name: 'SourceError', fault: 'reconnect', retryable: false });
      expect(await readPage(w.source(), memorySourceStore())).toMatchObject({ state: 'failed', fault: 'reconnect', read: 0 });
    });
  });
}
