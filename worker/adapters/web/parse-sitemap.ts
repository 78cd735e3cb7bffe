/** A sitemap or sitemap index (https://www.sitemaps.org/protocol.html), or one address a line. */
import { Parser } from 'htmlparser2';

export type Sitemap = { sitemaps: string[]; pages: { url: string; changedAt: string | null }[] };

/** The protocol's own limit of addresses in one file. */
const MAX_ENTRIES = 50_000;

/** Null for what is neither. Never throws; entries that come before a fault are kept. */
export function parseSitemap(text: string): Sitemap | null {
  if (!/<(?:\w+:)?(?:urlset|sitemapindex)\b/i.test(text)) return plainList(text);
  const found: Sitemap = { sitemaps: [], pages: [] };
  let entry: { loc: string; lastmod: string } | null = null;
  let field: 'loc' | 'lastmod' | null = null;
  const local = (name: string): string => name.split(':').at(-1)?.toLowerCase() ?? '';
  const parser = new Parser(
    {
      onopentagname(tag) {
        const name = local(tag);
        if (name === 'url' || name === 'sitemap') entry = { loc: '', lastmod: '' };
        // Images and videos of a page have addresses of their own.
        field = entry && !/^(?:image|video|news|xhtml):/i.test(tag) && (name === 'loc' || name === 'lastmod') ? name : null;
      },
      ontext(chunk) {
        if (entry && field) entry[field] += chunk;
      },
      onclosetag(tag) {
        const name = local(tag);
        field = null;
        if (!entry || (name !== 'url' && name !== 'sitemap')) return;
        const url = entry.loc.trim();
        if (url !== '' && name === 'sitemap') found.sitemaps.push(url);
        if (url !== '' && name === 'url' && found.pages.length < MAX_ENTRIES) found.pages.push({ url, changedAt: entry.lastmod.trim() || null });
        entry = null;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(text);
  parser.end();
  return found;
}

function plainList(text: string): Sitemap | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0 || !lines.every((line) => /^https?:\/\/\S+$/i.test(line))) return null;
  return { sitemaps: [], pages: lines.slice(0, MAX_ENTRIES).map((url) => ({ url, changedAt: null })) };
}
