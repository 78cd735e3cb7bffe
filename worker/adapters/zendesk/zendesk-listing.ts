/** Cursor-paginated lists of Zendesk: `page[size]`, `meta.has_more`, `meta.after_cursor`. */
import { isRow, rows, type SourceBatch } from '#shared/source-batch';
import { SourceError } from '../../errors.ts';
import type { ZendeskLimit, ZendeskReader } from './zendesk-reader.ts';

const PAGE = 100;
/** Ends a list that never says it ends. */
const MAX_PAGES = 200;

/** `next` is null at the end; `lost` says that the rest of the list could not be reached. */
export type ListPage = { items: (Record<string, unknown> | null)[]; next: string | null; lost: boolean };

/** One page of `path` (which may hold a query) from `after` on. A page that cannot be read is noted in `batch`, and ends the list. */
export async function listPage(
  reader: ZendeskReader,
  { path, key, after, limit, size = PAGE }: { path: string; key: string; after: string | null; limit: ZendeskLimit; size?: number },
  batch: SourceBatch,
): Promise<ListPage> {
  const query = `${path.includes('?') ? '&' : '?'}page[size]=${size}${after === null ? '' : `&page[after]=${encodeURIComponent(after)}`}`;
  let answer: Record<string, unknown>;
  try {
    answer = await reader.get(`${path}${query}`, limit);
  } catch (error) {
    if (!(error instanceof SourceError && error.fault === 'malformed')) throw error;
    batch.skip(path, `${error.message} What comes after it is read next time.`);
    return { items: [], next: null, lost: true };
  }
  const items = rows(answer[key]);
  if (!items) {
    batch.skip(path, `A page came without its "${key}". What comes after it is read next time.`);
    return { items: [], next: null, lost: true };
  }
  const meta = isRow(answer.meta) ? answer.meta : {};
  const next = meta.has_more === true && typeof meta.after_cursor === 'string' && meta.after_cursor !== '' ? meta.after_cursor : null;
  if (meta.has_more === true && next === null) {
    batch.skip(path, 'The list says that there is more, but not where. What comes after is read next time.');
    return { items, next: null, lost: true };
  }
  if (next !== null && next === after) {
    batch.skip(path, 'The list gave the same page twice and was left there. What comes after it is read next time.');
    return { items, next: null, lost: true };
  }
  return { items, next, lost: false };
}

/** Every item of a short list, such as sections or groups. */
export async function listAll(
  reader: ZendeskReader,
  list: { path: string; key: string; limit: ZendeskLimit },
  batch: SourceBatch,
): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  let after: string | null = null;
  for (let n = 0; n < MAX_PAGES; n++) {
    const page: ListPage = await listPage(reader, { ...list, after }, batch);
    for (const item of page.items) if (item) all.push(item);
    after = page.next;
    if (after === null) break;
  }
  return all;
}

/** As `work`, but null where the account's plan or role does not have it; a broken connection is still thrown. */
export async function optional<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    // With a token that is refused everywhere the required lists tell; a 403 here alone is a matter of plan or role.
    if (error instanceof SourceError && (error.fault === 'not_found' || error.fault === 'reconnect')) return null;
    throw error;
  }
}
