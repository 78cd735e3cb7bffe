import type { ArticleDocument } from '#shared/knowledge';

const URLS = /\bhttps?:\/\/[^\s<>"'\])}]+/gi;
const LOCALE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})?$/i;

/** `host/path` without locale, query, fragment and trailing slash; null for what is no URL. */
function comparable(url: string): { host: string; segments: string[] } | null {
  if (!URL.canParse(url)) return null;
  const { host, pathname } = new URL(url);
  const segments = pathname.split('/').filter((segment) => segment !== '' && !LOCALE.test(segment));
  return { host: host.replace(/^www\./, ''), segments: segments.map((segment) => decode(segment).toLowerCase()) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Finds which article an id or URL names. URLs are compared without locale, query and fragment; on the articles' own
 * hosts a last segment that is an article's id, or begins with it (`360001-How-to`), is enough.
 */
export function articleFinder(articles: readonly Pick<ArticleDocument, 'id' | 'url' | 'formerIds'>[]): {
  byId(id: string): number | null;
  inText(text: string): number[];
} {
  const ids = new Map<string, number>();
  const urls = new Map<string, number>();
  const hosts = new Set<string>();
  for (const [i, article] of articles.entries()) {
    ids.set(article.id, i);
    if (!ids.has(article.id.toLowerCase())) ids.set(article.id.toLowerCase(), i);
    const parts = article.url === null ? null : comparable(article.url);
    if (!parts) continue;
    hosts.add(parts.host);
    urls.set(`${parts.host}/${parts.segments.join('/')}`, i);
  }
  // A name that an article has today goes before one that another had once.
  for (const [i, { formerIds = [] }] of articles.entries())
    for (const former of formerIds) {
      const parts = comparable(former);
      const [names, name] = parts ? [urls, `${parts.host}/${parts.segments.join('/')}`] : [ids, former.toLowerCase()];
      if (!names.has(name)) names.set(name, i);
    }
  const byId = (id: string): number | null => ids.get(id) ?? ids.get(id.toLowerCase()) ?? null;
  const byUrl = (url: string): number | null => {
    const parts = comparable(url);
    if (!parts) return null;
    const exact = urls.get(`${parts.host}/${parts.segments.join('/')}`);
    const last = parts.segments.at(-1);
    if (exact !== undefined || last === undefined || !hosts.has(parts.host)) return exact ?? null;
    return byId(last) ?? byId(/^\d+(?=-)/.exec(last)?.[0] ?? '');
  };
  return {
    byId: (id) => byId(id) ?? byUrl(id),
    inText(text) {
      if (!text.includes('://')) return [];
      const found = new Set<number>();
      for (const [url] of text.matchAll(URLS)) {
        const article = byUrl(url.replace(/[.,;:!?]+$/, ''));
        if (article !== null) found.add(article);
      }
      return [...found];
    },
  };
}
