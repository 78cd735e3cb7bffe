/**
 * HubSpot's public knowledge base. Its articles have no API of their own: the sitemap of the knowledge base is walked;
 * where there is none, site search is asked for what the team's words find, which may miss articles and never tells
 * what was deleted.
 */
import * as z from 'zod';
import { canonicalUrl, pageId } from '#shared/page-id';
import { idOf, isRow, rows, type SourceBatch, sourceBatch, textOf } from '#shared/source-batch';
import { readCursor } from '#shared/source-cursor';
import { SourceError } from '../../errors.ts';
import type { KnowledgeSource } from '../../source-ports.ts';
import { type HubspotClient, type HubspotClientOptions, hubspotClient } from './hubspot-client.ts';

const API = '/cms/site-search/2026-09';
const PAGE = 20;
const MAX_OFFSET = 1_000;

const stateSchema = z.object({
  v: z.literal(1),
  way: z.enum(['crawl', 'search']),
  crawl: z.string().nullable(),
  query: z.number(),
  offset: z.number(),
});

export type HubspotKnowledgeOptions = HubspotClientOptions & {
  name?: string;
  /** Reads the knowledge base by its sitemap; its documents are passed on as they are. Null without a known domain. */
  crawl: KnowledgeSource | null;
  /** Words to search with where there is no sitemap: names of products and topics. */
  queries?: string[];
};

export function hubspotKnowledgeSource(options: HubspotKnowledgeOptions): KnowledgeSource {
  const { name = 'hubspot-knowledge', crawl, queries = [] } = options;
  const client = hubspotClient(options);
  return {
    name,
    kinds: ['article'],
    async changes(cursor) {
      const state = readCursor(stateSchema, cursor) ?? {
        v: 1 as const,
        way: crawl ? ('crawl' as const) : ('search' as const),
        crawl: null,
        query: 0,
        offset: 0,
      };
      if (state.way === 'crawl' && crawl) {
        try {
          const page = await crawl.changes(state.crawl);
          const documents = page.documents.map((d) => ({ ...d, source: name }));
          return { ...page, documents, cursor: JSON.stringify({ ...state, crawl: page.cursor }) };
        } catch (error) {
          if (!(error instanceof SourceError) || (error.fault !== 'not_found' && error.fault !== 'malformed')) throw error;
        }
      }
      const batch = sourceBatch(name);
      if (crawl) batch.skip('sitemap', 'The knowledge base has no sitemap that can be read; site search is asked instead, which may miss articles.');
      if (queries.length === 0) batch.skip('site search', 'There are no words to search with. Name the knowledge base’s domain, or products and topics.');
      const next = await search(client, queries, state, batch);
      const { present: _, ...page } = batch.page();
      const done = next.query >= queries.length;
      return { ...page, listing: null, cursor: JSON.stringify({ ...state, ...(done ? { query: 0, offset: 0 } : { ...next, way: 'search' }) }), done };
    },
    fetch: (ref) => (crawl ? crawl.fetch(ref) : Promise.resolve({ documents: [], skipped: [] })),
  };
}

async function search(
  client: HubspotClient,
  queries: string[],
  { query, offset }: { query: number; offset: number },
  batch: SourceBatch,
): Promise<{ query: number; offset: number }> {
  const words = queries[query];
  if (words === undefined) return { query, offset };
  const where = `site search "${words}"`;
  let results: (Record<string, unknown> | null)[] = [];
  try {
    const answer = await client.get(`${API}/search?types=KNOWLEDGE_ARTICLE&q=${encodeURIComponent(words)}&limit=${PAGE}&offset=${offset}`);
    const found = rows(answer.results);
    if (!found) batch.skip(where, 'A page came without its "results".');
    results = found ?? [];
  } catch (error) {
    if (!(error instanceof SourceError && error.fault === 'malformed')) throw error;
    batch.skip(where, error.message);
  }
  for (const result of results) await addResult(client, result, batch);
  const next = offset + PAGE;
  return results.length < PAGE || next >= MAX_OFFSET ? { query: query + 1, offset: 0 } : { query, offset: next };
}

async function addResult(client: HubspotClient, result: Record<string, unknown> | null, batch: SourceBatch): Promise<void> {
  const contentId = idOf(result?.id);
  const url = canonicalUrl(textOf(result?.url) ?? '');
  if (!result || contentId === null || url === null) return batch.skip('site search', 'A result without an id or an address was left out.');
  const id = pageId(url);
  let text = textOf(result.description) ?? '';
  try {
    text = wholeText(await client.get(`${API}/indexed-data/${encodeURIComponent(contentId)}?type=KNOWLEDGE_ARTICLE`)) || text;
  } catch (error) {
    if (!(error instanceof SourceError) || (error.fault !== 'not_found' && error.fault !== 'malformed')) throw error;
    if (error.fault === 'not_found') return batch.remove('article', id);
    batch.skip(url, 'Its text could not be read; the excerpt of the search is kept.');
  }
  if (text.trim() === '') return batch.skip(url, 'It has no text.');
  const title = (textOf(result.title) ?? '').replace(/<[^>]*>/g, '').trim() || id;
  const changed = result.publishedDate;
  const updatedAt = typeof changed === 'number' ? new Date(changed).toISOString() : textOf(changed);
  const locale = (textOf(result.language) ?? 'en').slice(0, 35);
  await batch.add('article', { id, title: title.slice(0, 1_000), text, url, locale, updatedAt }, updatedAt);
}

/** Indexed fields are named by what they hold and their language: `html_other.en`, `title_nested.en`. */
function wholeText(indexed: Record<string, unknown>): string {
  const fields = isRow(indexed.fields) ? Object.entries(indexed.fields) : [];
  const texts = fields.filter(([key]) => /^(?:html|body|content)/i.test(key)).map(([, field]) => textOf(isRow(field) ? field.value : field) ?? '');
  return texts.sort((a, b) => b.length - a.length)[0] ?? '';
}
