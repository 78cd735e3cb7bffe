/** Zendesk's two ways to page through a list. */
import { malformed } from './errors.ts';

const MAX_PAGE = 100;

type Page = { from: number; size: number; cursor: boolean };

/** Cursor pagination when `page[size]` or a cursor is given, offset pagination else. Throws 400 for a cursor it did not give out. */
export function readPage(query: URLSearchParams): Page {
  const size = query.get('page[size]');
  const after = query.get('page[after]');
  if (size !== null || after !== null) return { from: after === null ? 0 : readCursor(after), size: clampSize(size), cursor: true };
  const perPage = clampSize(query.get('per_page'));
  const page = Math.max(1, Math.trunc(Number(query.get('page') ?? 1)) || 1);
  return { from: (page - 1) * perPage, size: perPage, cursor: false };
}

/** What surrounds the records: `meta` and `links`, or `next_page` and `count`. `url` is the request's. */
export function pageEnvelope(page: Page, count: number, url: string): Record<string, unknown> {
  const link = (changes: Record<string, string>): string => {
    const target = new URL(url);
    for (const [name, value] of Object.entries(changes)) target.searchParams.set(name, value);
    return target.toString();
  };
  const end = page.from + page.size;
  const more = end < count;
  if (page.cursor) {
    const after = more ? btoa(`o${end}`) : null;
    return {
      meta: { has_more: more, after_cursor: after, before_cursor: page.from > 0 ? btoa(`o${Math.max(0, page.from - page.size)}`) : null },
      links: { next: after ? link({ 'page[after]': after, 'page[size]': String(page.size) }) : null, prev: null },
    };
  }
  const number = Math.floor(page.from / page.size) + 1;
  return { count, next_page: more ? link({ page: String(number + 1) }) : null, previous_page: number > 1 ? link({ page: String(number - 1) }) : null };
}

function clampSize(size: string | null): number {
  const number = Math.trunc(Number(size ?? MAX_PAGE));
  return Number.isFinite(number) && number > 0 ? Math.min(MAX_PAGE, number) : MAX_PAGE;
}

function readCursor(cursor: string): number {
  try {
    const match = /^o(\d{1,9})$/.exec(atob(cursor));
    if (match) return Number(match[1]);
  } catch {
    // Not base64: refused below.
  }
  throw malformed('Invalid cursor');
}
