/** The sources inside workerd: what they rest on (streams, packed sitemaps, the robots reader) is there as well. */
import { expect, test } from 'vitest';
import { evenPacer } from '../../../worker/adapters/embedded/even-pacer.ts';
import { memorySourceStore } from '../../../worker/adapters/embedded/memory-source-store.ts';
import { sitemapSource } from '../../../worker/adapters/web/sitemap-source.ts';
import { zendeskMacrosSource } from '../../../worker/adapters/zendesk/zendesk-macros-source.ts';
import { readSource } from '../../../worker/knowledge/collect/read-source.ts';

const clock = { now: () => Date.UTC(2026, 0, 5) };
const pacer = evenPacer({ clock, sleep: async () => {}, maxHoldMs: Number.POSITIVE_INFINITY });
const sleep = async (): Promise<void> => {};

test('reads a packed sitemap and its pages', async () => {
  const sitemap = '<urlset><url><loc>https://help.test/a</loc></url><url><loc>https://help.test/private</loc></url></urlset>';
  const packed = new Response(sitemap).body?.pipeThrough(new CompressionStream('gzip'));
  const bytes = await new Response(packed).arrayBuffer();
  const answers: Record<string, () => Response> = {
    '/robots.txt': () => new Response('User-agent: *\nDisallow: /private\nSitemap: https://help.test/map.xml.gz'),
    '/map.xml.gz': () => new Response(bytes),
    '/a': () =>
      new Response('<article><h1>Reset</h1><p>Hold the button for five seconds until it blinks.</p></article>', { headers: { 'content-type': 'text/html' } }),
  };
  const send = (async (url: string) => answers[new URL(url).pathname]?.() ?? new Response('', { status: 404 })) as unknown as typeof fetch;
  const store = memorySourceStore();
  const reading = await readSource(sitemapSource({ origin: 'https://help.test', pacer, clock, fetch: send }), store, { sleep });
  expect(reading).toMatchObject({ state: 'done', read: 1, skipped: [{ where: 'https://help.test/private' }] });
  expect(store.documents()).toMatchObject([{ kind: 'article', document: { id: 'help.test/a', title: 'Reset' } }]);
});

test('reads Zendesk by way of the helpdesk’s client', async () => {
  const macros = [{ id: 1, title: 'Reset', active: true, restriction: null, actions: [{ field: 'comment_value', value: 'Hold the button.' }] }];
  const send = (async () => Response.json({ macros, meta: { has_more: false, after_cursor: null } })) as unknown as typeof fetch;
  const store = memorySourceStore();
  await readSource(zendeskMacrosSource({ origin: 'https://sources.zendesk.test', token: 't', pacer, clock, fetch: send }), store, { sleep });
  expect(store.documents()).toMatchObject([{ kind: 'macro', document: { id: '1', text: 'Hold the button.' } }]);
});
