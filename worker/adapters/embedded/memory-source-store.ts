/** The source store in memory: what every other one must do as well, and what runs outside a Durable Object use. */
import type { SourceDocument, SourceSkip } from '#shared/source-document';
import type { DocumentRef, SourcePage, SourceStore } from '../../source-ports.ts';

export type MemorySourceStore = SourceStore & { documents(): SourceDocument[] };

export function memorySourceStore(): MemorySourceStore {
  const kept = new Map<string, { document: SourceDocument; pass: string }>();
  const cursors = new Map<string, string>();
  const addresses = new Map<string, string>();
  const key = ({ kind, id }: DocumentRef): string => `${kind}:${id}`;
  const urlOf = (document: SourceDocument): string | null => (document.kind === 'article' ? document.document.url : null);

  const drop = (name: string): number => {
    const found = kept.get(name);
    if (!found) return 0;
    kept.delete(name);
    const url = urlOf(found.document);
    if (url !== null && addresses.get(url) === name) addresses.delete(url);
    return 1;
  };
  const remove = (ref: DocumentRef): number => {
    let removed = drop(key(ref));
    if (ref.kind !== 'ticket') return removed;
    for (const [name, { document }] of kept)
      if ((document.kind === 'comment' || document.kind === 'rating') && document.document.ticketId === ref.id) removed += drop(name);
    return removed;
  };

  function add(document: SourceDocument, pass: string): { changed: number; skip?: SourceSkip } {
    const name = key({ kind: document.kind, id: document.document.id });
    const url = urlOf(document);
    const holder = url === null ? undefined : addresses.get(url);
    const other = holder === undefined ? undefined : kept.get(holder)?.document;
    if (other && holder !== name)
      return {
        changed: 0,
        skip: { where: `${document.kind} ${document.document.id}`, reason: `${other.source} already brought this address (${url}); that one is kept.` },
      };
    const before = kept.get(name);
    if (before && before.document.source !== document.source)
      return {
        changed: 0,
        skip: {
          where: `${document.kind} ${document.document.id}`,
          reason: `${before.document.source} already brought a document with this id; that one is kept.`,
        },
      };
    const changed = before?.document.hash !== document.hash;
    if (changed && before) drop(name);
    kept.set(name, { document, pass });
    if (url !== null) addresses.set(url, name);
    return { changed: changed ? 1 : 0 };
  }

  return {
    documents: () => [...kept.values()].map(({ document }) => document),
    async cursor(source) {
      return cursors.get(source) ?? null;
    },
    async keep(source, page: SourcePage) {
      const pass = page.listing?.pass ?? '';
      const skipped: SourceSkip[] = [];
      let changed = 0;
      let removed = 0;
      for (const ref of page.deleted) if (kept.get(key(ref))?.document.source === source || ref.kind === 'ticket') removed += remove(ref);
      for (const document of page.documents) {
        const result = add(document, pass);
        changed += result.changed;
        if (result.skip) skipped.push(result.skip);
      }
      for (const ref of page.listing?.present ?? []) {
        const found = kept.get(key(ref));
        if (found?.document.source === source) found.pass = pass;
      }
      if (page.listing?.complete)
        for (const [, { document, pass: seen }] of [...kept])
          if (document.source === source && page.listing.kinds.includes(document.kind) && seen !== pass)
            removed += remove({ kind: document.kind, id: document.document.id });
      cursors.set(source, page.cursor);
      return { changed, removed, skipped };
    },
    async forget(source) {
      cursors.delete(source);
      let removed = 0;
      for (const [name, { document }] of [...kept]) if (document.source === source) removed += drop(name);
      return removed;
    },
  };
}
