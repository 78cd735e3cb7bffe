/** A help centre on the web: robots.txt, sitemaps, pages, and the trouble that real ones have. */
import { type Answer, type RecordedServer, recordedServer } from './recorded-server.ts';

export type WebPage = { html: string | Uint8Array; type?: string; lastmod?: string; lastModified?: string; redirect?: string; status?: number };
export type HelpCentreData = {
  robots: string | null;
  /** Path → addresses of sitemaps in it, or null for the list of pages below that path's folder. */
  sitemaps: Record<string, string>;
  pages: Record<string, WebPage>;
};
export type HelpCentreServer = RecordedServer & { data: HelpCentreData };

export async function helpCentreServer(data: HelpCentreData, { now = Date.now } = {}): Promise<HelpCentreServer> {
  const server = await recordedServer(
    ({ path, query, headers, origin }): Answer => {
      if (path === '/robots.txt')
        return data.robots === null
          ? { status: 404, body: 'none' }
          : { body: data.robots.replaceAll('ORIGIN', origin), headers: { 'content-type': 'text/plain' } };
      const map = data.sitemaps[path];
      if (map !== undefined) return { body: map.replaceAll('ORIGIN', origin), headers: { 'content-type': 'application/xml' } };
      const page = data.pages[path + (query.size > 0 ? `?${query}` : '')];
      if (!page) return { status: 404, body: '<h1>Not found</h1>' };
      if (page.redirect) return { status: 302, body: '', headers: { location: page.redirect.replaceAll('ORIGIN', origin) } };
      const since = Date.parse(headers['if-modified-since'] ?? '');
      if (page.lastModified && since >= Date.parse(page.lastModified)) return { status: 304, body: '' };
      return {
        status: page.status ?? 200,
        body: page.html,
        headers: { 'content-type': page.type ?? 'text/html; charset=utf-8', ...(page.lastModified ? { 'last-modified': page.lastModified } : {}) },
      };
    },
    { now },
  );
  return { ...server, data };
}

export function urlset(pages: Record<string, WebPage>): string {
  const entries = Object.entries(pages).map(
    ([path, { lastmod }]) => `<url><loc>ORIGIN${path.replaceAll('&', '&amp;')}</loc>${lastmod ? `<lastmod>${lastmod}</lastmod>` : ''}</url>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join('')}</urlset>`;
}

export function webPage(title: string, text: string): string {
  return `<!doctype html><html lang="en"><head><title>${title} – Acme Help</title></head><body><nav><a href="/">Home</a> Search everything</nav>
    <main><ol class="breadcrumbs"><li><a href="/">Help</a></li><li><a href="/lamps">Lamps</a></li></ol>
    <article><h1>${title}</h1><p>${text}</p><ul><li>Hold the button for five seconds.</li></ul><script>track()</script></article>
    <section class="related">Related articles: something else</section></main><footer>© Acme</footer></body></html>`;
}

/** 45 pages in two sitemaps below an index. */
export function helpCentreData(): HelpCentreData {
  const all = Array.from({ length: 45 }, (_, i): [string, WebPage] => [
    `/lamps/lamp-${String(i).padStart(2, '0')}`,
    {
      html: webPage(`Reset lamp ${i}`, `Lamp ${i} forgets its colours after a power cut. Here is how to bring them back.`),
      lastmod: '2025-11-01',
      lastModified: 'Sat, 01 Nov 2025 00:00:00 GMT',
    },
  ]);
  const pages = Object.fromEntries(all);
  const data: HelpCentreData = { robots: 'User-agent: *\nDisallow: /private/\nSitemap: ORIGIN/sitemap.xml\n', sitemaps: {}, pages };
  rebuildSitemaps(data);
  return data;
}

export function rebuildSitemaps(data: HelpCentreData): void {
  const all = Object.entries(data.pages);
  data.sitemaps['/sitemap.xml'] =
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>ORIGIN/sitemap-1.xml</loc></sitemap><sitemap><loc>ORIGIN/sitemap-2.xml</loc></sitemap></sitemapindex>';
  data.sitemaps['/sitemap-1.xml'] = urlset(Object.fromEntries(all.slice(0, 30)));
  data.sitemaps['/sitemap-2.xml'] = urlset(Object.fromEntries(all.slice(30)));
}
