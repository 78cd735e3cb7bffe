/** Where an article stands (category and sections) and who may read it (user segments). */

import type { Visibility } from '#shared/knowledge';
import { idOf, type SourceBatch, textOf } from '#shared/source-batch';
import { listAll, optional } from './zendesk-listing.ts';
import type { ZendeskReader } from './zendesk-reader.ts';

const MAX_DEPTH = 10;

type Section = { name: string; parent: string | null; category: string | null };
type Segment = { name: string; visibility: Visibility };

export type Shelves = {
  /** Names from the category inwards. Sections that contain each other are named once, and noted. */
  path(sectionId: string | null, batch: SourceBatch): string[];
  /** An article for some signed-in users only is internal to everyone else: a reply must not quote it to the wrong ones. */
  readers(article: Record<string, unknown>): { visibility: Visibility; segments: string[] };
};

export async function readShelves(reader: ZendeskReader, batch: SourceBatch): Promise<Shelves> {
  const list = (path: string, key: string) => ({ path: `/api/v2/help_center/${path}.json`, key, limit: 'help_center' as const });
  const categories = new Map((await listAll(reader, list('categories', 'categories'), batch)).map((c) => [idOf(c.id), textOf(c.name) ?? '']));
  const sections = new Map<string | null, Section>();
  for (const s of await listAll(reader, list('sections', 'sections'), batch))
    sections.set(idOf(s.id), { name: textOf(s.name) ?? '', parent: idOf(s.parent_section_id), category: idOf(s.category_id) });
  const listed = await optional(() => listAll(reader, list('user_segments', 'user_segments'), batch));
  const segments = new Map((listed ?? []).map((s) => [idOf(s.id), toSegment(s)]));

  return {
    path(sectionId, batch) {
      const names: string[] = [];
      const seen = new Set<string>();
      let category: string | null = null;
      for (let id = sectionId; id !== null && names.length < MAX_DEPTH; ) {
        if (seen.has(id)) {
          batch.skip(`section ${id}`, 'This section contains itself by way of others; its articles are read with the names found so far.');
          break;
        }
        seen.add(id);
        const section = sections.get(id);
        if (!section) break;
        if (section.name) names.unshift(section.name);
        category = section.category ?? category;
        id = section.parent;
      }
      const top = category === null ? '' : (categories.get(category) ?? '');
      return top ? [top, ...names] : names;
    },
    readers(article) {
      const several = Array.isArray(article.user_segment_ids) ? article.user_segment_ids.map(idOf).filter((id) => id !== null) : [];
      const one = idOf(article.user_segment_id);
      const ids = several.length > 0 ? several : one === null ? [] : [one];
      if (ids.length === 0) return { visibility: 'public', segments: [] };
      const found = ids.map((id) => segments.get(id) ?? { name: id, visibility: 'internal' as const });
      return { visibility: found.some((s) => s.visibility === 'signed_in') ? 'signed_in' : 'internal', segments: found.map((s) => s.name) };
    },
  };
}

function toSegment(row: Record<string, unknown>): Segment {
  const narrowed = ['tags', 'or_tags', 'organization_ids', 'group_ids', 'added_user_ids'].some(
    (key) => Array.isArray(row[key]) && (row[key] as unknown[]).length > 0,
  );
  return {
    name: (textOf(row.name) ?? idOf(row.id) ?? '').slice(0, 256),
    visibility: row.user_type === 'signed_in_users' && !narrowed ? 'signed_in' : 'internal',
  };
}
