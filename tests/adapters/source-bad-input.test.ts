import { afterEach, expect, test } from 'vitest';
import type { ArticleDocument, CommentDocument, TicketDocument } from '../../shared/knowledge.ts';
import type { SourceSkip } from '../../shared/source-document.ts';
import { evenPacer } from '../../worker/adapters/embedded/even-pacer.ts';
import { memorySourceStore } from '../../worker/adapters/embedded/memory-source-store.ts';
import { sitemapSource } from '../../worker/adapters/web/sitemap-source.ts';
import { zendeskArticlesSource } from '../../worker/adapters/zendesk/zendesk-articles-source.ts';
import { zendeskMacrosSource } from '../../worker/adapters/zendesk/zendesk-macros-source.ts';
import { zendeskTicketsSource } from '../../worker/adapters/zendesk/zendesk-tickets-source.ts';
import { joinTicketParts } from '../../worker/knowledge/collect/join-ticket-parts.ts';
import { readSource } from '../../worker/knowledge/collect/read-source.ts';
import { helpCentreData, helpCentreServer, urlset, type WebPage, webPage } from '../servers/help-centre-server.ts';
import { type RecordedServer, virtualTime } from '../servers/recorded-server.ts';
import { zendeskData } from '../servers/zendesk-data.ts';
import { zendeskServer } from '../servers/zendesk-server.ts';

const servers: RecordedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function zendesk() {
  const time = virtualTime();
  const server = await zendeskServer(zendeskData(), { now: time.clock.now });
  servers.push(server);
  return { server, time, options: { origin: server.origin, token: 'token', clock: time.clock, pacer: evenPacer({ clock: time.clock, sleep: time.sleep }) } };
}

async function website(data = helpCentreData()) {
  const time = virtualTime();
  const server = await helpCentreServer(data, { now: time.clock.now });
  servers.push(server);
  const pacer = evenPacer({ clock: time.clock, sleep: time.sleep });
  return { server, time, source: () => sitemapSource({ origin: server.origin, pacer, clock: time.clock }) };
}

const reasons = (skipped: SourceSkip[]): string => skipped.map((s) => `${s.where}: ${s.reason}`).join('\n');

test('a help centre full of trouble: each article is named, every other one is read', async () => {
  const { server, time, options } = await zendesk();
  const [first] = server.data.articles;
  const odd = (n: number, more: Record<string, unknown>): void =>
    void server.data.articles.push({
      ...first,
      id: 1_000 + n,
      html_url: `https://acme.zendesk.com/hc/en-us/articles/${1_000 + n}`,
      created_at: '2026-01-01T00:00:00Z',
      ...more,
    });
  odd(1, { title: 'Broken', body: '<div><p>Unclosed <b>bold<p>and <table><tr><td>cell' });
  odd(2, { title: 'Huge', body: `<p>${'word '.repeat(1_050_000)}</p>` });
  odd(3, { title: 'Empty', body: '' });
  odd(4, { title: 'No body', body: null });
  odd(5, { title: 'Wrong encoding', body: '<p>Gr\ufffd\ufffde aus K\ufffdln</p>' });
  odd(6, { title: 'Twice', body: '<p>The older one.</p>', updated_at: '2025-01-01T00:00:00Z' });
  odd(6, { title: 'Twice', body: '<p>The newer one.</p>', updated_at: '2025-02-01T00:00:00Z' });
  odd(7, { title: 'Round', body: '<p>Stands in a circle of sections.</p>', section_id: 104 });
  odd(8, { title: 'NUL\0 and \ud800 surrogate', body: '<p>Text\0 here</p>' });
  odd(9, { title: 'Same address', body: '<p>Another text.</p>', html_url: first?.html_url });
  server.data.sections.push(
    { id: 104, name: 'Inner', parent_section_id: 105, category_id: null },
    { id: 105, name: 'Outer', parent_section_id: 104, category_id: null },
  );
  const store = memorySourceStore();
  const reading = await readSource(zendeskArticlesSource(options), store, { sleep: time.sleep });
  expect(reading.state).toBe('done');
  const all = new Map(store.documents().map((d) => [d.document.id, d.document as ArticleDocument]));
  for (const [id, reason] of Object.entries({
    1002: /longer than Deskgraph reads/,
    1003: /no text/,
    1004: /no text/,
    1005: /wrong encoding/,
    1006: /newer one is kept/,
    1009: /already brought this address/,
  }))
    expect(reasons(reading.skipped.filter((s) => s.where === `article ${id}`))).toMatch(reason);
  expect(reasons(reading.skipped)).toMatch(/section 104: .*contains itself/);
  expect([1001, 1005, 1006, 1007, 1008].every((id) => all.has(String(id)))).toBe(true);
  expect([1002, 1003, 1004, 1009].some((id) => all.has(String(id)))).toBe(false);
  expect(all.get('1006')?.text).toContain('newer');
  expect(all.get('1007')?.sections).toEqual(['Outer', 'Inner']);
  expect(JSON.stringify(all.get('1008'))).not.toMatch(/\\u0000|\\ud800/);
  // Everything that was sound before is still read.
  expect(all.size).toBe(229 + 19 + 5);
}, 60_000);

test('a section of 10,000 articles is read to its end, page by page', async () => {
  const { server, time, options } = await zendesk();
  const [first] = server.data.articles;
  for (let n = 0; n < 10_000; n++)
    server.data.articles.push({
      ...first,
      id: 500_000 + n,
      body: `<p>Setting number ${n} of this section.</p>`,
      html_url: `https://acme.zendesk.com/hc/en-us/articles/${500_000 + n}`,
    });
  server.data.locales.splice(1);
  const store = memorySourceStore();
  const reading = await readSource(zendeskArticlesSource(options), store, { sleep: time.sleep });
  expect(reading).toMatchObject({ state: 'done', skippedCount: 0 });
  expect(store.documents().filter((d) => Number(d.document.id) >= 500_000 && Number(d.document.id) < 510_000)).toHaveLength(10_000);
}, 60_000);

test('who may read an article follows its user segments; nobody unknown is taken for the public', async () => {
  const { server, time, options } = await zendesk();
  Object.assign(server.data.articles[8] ?? {}, { user_segment_id: 4_711 });
  const store = memorySourceStore();
  await readSource(zendeskArticlesSource(options), store, { sleep: time.sleep });
  const seen = (n: number) => store.documents().find((d) => d.document.id === String(360_000_000_000 + n))?.document as ArticleDocument;
  expect(seen(0)).toMatchObject({ visibility: 'public', owner: 'Kim Agent', sections: ['Using the lamp', 'Settings'] });
  expect(seen(3)).toMatchObject({ visibility: 'signed_in', segments: ['Signed-in users'] });
  expect(seen(4)).toMatchObject({ visibility: 'internal' });
  expect(seen(5)).toMatchObject({ visibility: 'internal', segments: ['Gold customers'] });
  expect(seen(6)).toMatchObject({ visibility: 'signed_in' });
  expect(seen(8)).toMatchObject({ visibility: 'internal' });
  expect(seen(7)).toBeUndefined();
});

test('a page too large to hold is read in smaller pages', async () => {
  const { server, time, options } = await zendesk();
  for (const article of server.data.articles.slice(20, 30)) article.body = `<p>${'long '.repeat(400_000)}</p>`;
  const store = memorySourceStore();
  const reading = await readSource(zendeskArticlesSource(options), store, { sleep: time.sleep });
  expect(reading).toMatchObject({ state: 'done', skippedCount: 0 });
  expect(store.documents()).toHaveLength(229 + 19);
}, 60_000);

test('an article deleted while it is read is gone, not a fault', async () => {
  const { server, time, options } = await zendesk();
  const store = memorySourceStore();
  await readSource(zendeskArticlesSource(options), store, { sleep: time.sleep });
  time.advance(3_600_000);
  const article = server.data.articles[40];
  Object.assign(article ?? {}, { updated_at: new Date(time.clock.now()).toISOString() });
  server.faults.push({ path: /\/translations/, kind: 'status', status: 404 });
  const reading = await readSource(zendeskArticlesSource(options), store, { sleep: time.sleep });
  expect(reading).toMatchObject({ state: 'done', removed: 1 });
  expect(store.documents().some((d) => d.document.id === String(article?.id))).toBe(false);
});

test('tickets carry who said what, which macro was used, and how satisfied the customer was', async () => {
  const { time, options } = await zendesk();
  const store = memorySourceStore();
  const reading = await readSource(zendeskTicketsSource({ ...options, fields: { product: '77' } }), store, { sleep: time.sleep });
  expect(reading).toMatchObject({ state: 'done', skippedCount: 0 });
  const of = <T>(kind: string): T[] => store.documents().flatMap((d) => (d.kind === kind ? [d.document as unknown as T] : []));
  const tickets = joinTicketParts(of<TicketDocument>('ticket'), { comments: of<CommentDocument>('comment'), ratings: of('rating') });
  const ticket = tickets.find((t) => t.id === '5005');
  expect(ticket).toMatchObject({
    subject: 'Setting 5 does not stay',
    product: 'product_lamp',
    group: 'Second line',
    customer: { tier: 'gold', plan: 'Pro' },
    csat: 'bad',
    requester: { email: null },
  });
  expect(ticket?.replies).toMatchObject([{ role: 'agent', author: 'Kim Agent', articleIds: ['360000000005'], macroId: '801', public: true }]);
  expect(tickets.find((t) => t.id === '5003')?.csat).toBe('good');
  expect(tickets.find((t) => t.id === '5004')?.csat).toBe(null);
  expect(tickets.find((t) => t.id === '5042')?.csat).toBe('good');
  expect(tickets.find((t) => t.id === '5007')?.replies[0]).toMatchObject({ public: false, role: 'agent' });
  // Merged, deleted and open ones stay out.
  expect(tickets.some((t) => ['5012', '5013', '5010'].includes(t.id))).toBe(false);
});

test('a ticket that opens again is no evidence any more; its deletion takes its comments along', async () => {
  const { server, time, options } = await zendesk();
  const store = memorySourceStore();
  await readSource(zendeskTicketsSource(options), store, { sleep: time.sleep });
  time.advance(3_600_000);
  Object.assign(server.data.tickets[1] ?? {}, { status: 'open', updated_at: new Date(time.clock.now()).toISOString() });
  Object.assign(server.data.tickets[2] ?? {}, { status: 'deleted', updated_at: new Date(time.clock.now()).toISOString() });
  time.advance(3_600_000);
  const reading = await readSource(zendeskTicketsSource(options), store, { sleep: time.sleep });
  expect(reading).toMatchObject({ state: 'done', changed: 1, removed: 3 });
  expect(store.documents().find((d) => d.kind === 'ticket' && d.document.id === '5001')?.document).toMatchObject({ status: 'open', tags: [] });
  expect(store.documents().some((d) => d.kind === 'comment' && d.document.ticketId === '5002')).toBe(false);
});

test('plans without surveys, segments or triggers are read without them', async () => {
  const { server, time, options } = await zendesk();
  server.faults.push({ path: /survey_responses|user_segments/, kind: 'status', status: 403 });
  const tickets = await readSource(zendeskTicketsSource(options), memorySourceStore(), { sleep: time.sleep });
  const articles = await readSource(zendeskArticlesSource(options), memorySourceStore(), { sleep: time.sleep });
  expect(tickets).toMatchObject({ state: 'done' });
  expect(articles).toMatchObject({ state: 'done' });
});

test('macros keep their text, tags and links; one agent’s own macro stays his', async () => {
  const { time, options } = await zendesk();
  const store = memorySourceStore();
  await readSource(zendeskMacrosSource(options), store, { sleep: time.sleep });
  const of = (id: string) => store.documents().find((d) => d.document.id === id)?.document;
  expect(of('800')).toMatchObject({ title: 'Reply 0', tags: ['answered', 'settings'], articleIds: ['360000000000'] });
  expect(of('999')).toMatchObject({ text: 'Thanks for writing.' });
  expect(of('802')).toBeUndefined();
});

test('a website full of trouble: other hosts refused, robots respected, loops ended, the rest read', async () => {
  const latin = new Uint8Array(
    Buffer.from(
      '<html><head><meta charset="iso-8859-1"><title>Gr\xfc\xdfe</title></head><body><article><h1>Gr\xfc\xdfe aus K\xf6ln</h1><p>Die Lampe f\xfcr das B\xfcro leuchtet nicht mehr.</p></article></body></html>',
      'latin1',
    ),
  );
  const pages: Record<string, WebPage> = {
    '/a': { html: webPage('A sound page', 'This page is what the others are not: simply there.') },
    '/broken': { html: '<article><h1>Broken</h1><p>Unclosed <b>text that goes on and on<div>until the end' },
    '/empty': { html: '<html><body><main></main><script>render()</script></body></html>' },
    '/latin': { html: latin, type: 'text/html' },
    '/private/x': { html: webPage('Private', 'Nobody asked for this to be read by machines.') },
    '/away': { html: '', redirect: 'http://example.invalid/elsewhere' },
    '/round': { html: '', redirect: 'ORIGIN/round' },
    '/moved': { html: '', redirect: 'ORIGIN/a?moved=1' },
    '/a?moved=1': { html: webPage('Moved here', 'The page has another address now, on the same host.') },
    '/gone': { html: '', status: 404 },
    '/locked': { html: '', status: 403 },
    '/picture': { html: new Uint8Array([137, 80, 78, 71]), type: 'image/png' },
    '/hidden': {
      html: '<html><head><meta name="robots" content="noindex"></head><body><article><p>Not to be found by anybody, please.</p></article></body></html>',
    },
    '/huge': { html: `<article>${'<p>word</p>'.repeat(900_000)}</article>` },
  };
  const data = { robots: 'User-agent: *\nDisallow: /private/\n', sitemaps: {} as Record<string, string>, pages };
  const loop = (to: string) =>
    `<sitemapindex><sitemap><loc>ORIGIN${to}</loc></sitemap><sitemap><loc>https://example.invalid/sitemap.xml</loc></sitemap><sitemap><loc>ORIGIN/pages.xml</loc></sitemap><sitemap><loc>ORIGIN/nothing.xml</loc></sitemap></sitemapindex>`;
  data.sitemaps['/sitemap.xml'] = loop('/second.xml');
  data.sitemaps['/second.xml'] = loop('/sitemap.xml');
  data.sitemaps['/pages.xml'] = urlset(Object.fromEntries(Object.entries(pages).filter(([path]) => !path.includes('?')))).replace(
    '</urlset>',
    '<url><loc>https://example.invalid/other</loc></url><url><loc>not an address</loc></url></urlset>',
  );
  const { server, time, source } = await website(data);
  const store = memorySourceStore();
  const reading = await readSource(source(), store, { sleep: time.sleep });
  expect(reading.state).toBe('done');
  const host = new URL(server.origin).host;
  const titles = store.documents().map((d) => (d.document as ArticleDocument).title);
  expect(titles.sort()).toEqual(['A sound page', 'Broken', 'Grüße aus Köln', 'Moved here']);
  const said = reasons(reading.skipped);
  for (const [where, reason] of [
    ['/empty', 'no text'],
    ['/private/x', 'robots.txt'],
    ['/away', 'only'],
    ['/round', 'circle'],
    ['/gone', 'no such page'],
    ['/locked', 'signing in'],
    ['/picture', 'image/png'],
    ['/hidden', 'not to be indexed'],
    ['/huge', 'larger than'],
  ])
    expect(said).toMatch(new RegExp(`${host}${where}: .*${reason}`));
  expect(said).toMatch(/example\.invalid\/other: .*another host/);
  expect(said).toMatch(/example\.invalid\/sitemap\.xml: .*another host/);
  expect(said).toMatch(/\/sitemap\.xml: .*read once/);
  expect(said).toMatch(/\/nothing\.xml: /);
  expect(said).toMatch(/not an address: /);
  expect(server.asked.some((a) => a.path === '/private/x')).toBe(false);
  const article = store.documents().find((d) => d.document.id === `${host}/a`)?.document;
  expect(article).toMatchObject({ sections: ['Help', 'Lamps'], text: expect.stringContaining('simply there') });
  expect(JSON.stringify(article)).not.toMatch(/Search everything|Related articles|©|track\(\)/);
}, 60_000);

test('a site that wants to be left alone is, and one whose robots.txt cannot be read as well', async () => {
  const { server, time, source } = await website({ ...helpCentreData(), robots: 'User-agent: *\nDisallow: /\nSitemap: ORIGIN/sitemap.xml' });
  const store = memorySourceStore();
  const reading = await readSource(source(), store, { sleep: time.sleep });
  expect(reading).toMatchObject({ state: 'done', read: 0 });
  expect(server.asked.some((a) => a.path.startsWith('/lamps/'))).toBe(false);
  server.faults.push({ path: /robots/, kind: 'status', status: 500 });
  const other = await readSource(source(), memorySourceStore(), { sleep: time.sleep });
  expect(other).toMatchObject({ state: 'failed', fault: 'unavailable' });
});

test('unchanged pages are not fetched again', async () => {
  const { server, time, source } = await website();
  const store = memorySourceStore();
  await readSource(source(), store, { sleep: time.sleep });
  const before = server.asked.length;
  time.advance(3_600_000);
  const reading = await readSource(source(), store, { sleep: time.sleep });
  expect(reading).toMatchObject({ state: 'done', changed: 0, removed: 0 });
  expect(server.asked.slice(before).filter((a) => a.path.startsWith('/lamps/'))).toEqual([]);
});
