import MiniSearch from 'minisearch';

type Document = { id: string; title: string; summary: string; text: string };

/**
 * What a team would have without this product: MiniSearch with its default options on title, summary and text (boost 2
 * and 1.5), asked with the ticket's title and body cut at 2,000 characters.
 */
export function minisearchBaseline(documents: readonly Document[]): (query: string) => string[] {
  const search = new MiniSearch<Document>({ fields: ['title', 'summary', 'text'] });
  search.addAll(documents);
  return (query) =>
    search
      .search(query.slice(0, 2_000), { boost: { title: 2, summary: 1.5 } })
      .slice(0, 10)
      .map((hit) => String(hit.id));
}
