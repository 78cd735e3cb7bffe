import { AppError } from '../../errors.ts';
import type { Article, Issue, Knowledge, Macro, Passage, SolvedTicket } from '../types.ts';
import { openContainer, readRecords } from './container.ts';
import { openGraph } from './graph-view.ts';
import { visitHash } from './hash-index.ts';
import { hashOf } from './write-snapshot.ts';

/**
 * A snapshot's bytes as knowledge, in milliseconds: arrays are views on `buffer`, records are decoded when asked for.
 * `hash` is the name under which the bytes were kept (SHA-256, hex). Throws `AppError('snapshot_missing')` on bytes that
 * are cut, changed, or of another format.
 */
export function loadSnapshot(buffer: ArrayBuffer, hash: string): Knowledge {
  if (hashOf(new Uint8Array(buffer)) !== hash)
    throw new AppError('snapshot_missing', 'The knowledge snapshot is damaged (its content is not what its name says); build it again.');
  const reader = openContainer(buffer);
  const meta = reader.json<{ format: number; builtAt: string }>('meta');
  if (meta.format !== 1) throw new AppError('snapshot_missing', 'The knowledge snapshot was built by another version; build it again.');
  const articles = readRecords<Article>(reader, 'articles');
  const passages = readRecords<Passage>(reader, 'passages');
  const made = new Map<string, unknown>();

  const lookUp = (name: 'articles' | 'passages', idAt: (row: number) => string): ((id: string) => number | null) => {
    const index = { hashes: reader.u32(`index.${name}.hash`), values: reader.u32(`index.${name}.row`) };
    return (id) => {
      let found: number | null = null;
      visitHash(index, id, (row) => {
        if (idAt(row) !== id) return false;
        found = row;
        return true;
      });
      return found;
    };
  };

  return {
    hash,
    builtAt: meta.builtAt,
    articles,
    passages,
    tickets: readRecords<SolvedTicket>(reader, 'tickets'),
    macros: readRecords<Macro>(reader, 'macros'),
    issues: readRecords<Issue>(reader, 'issues'),
    articleIndex: lookUp('articles', (row) => articles.get(row).id),
    passageIndex: lookUp('passages', (row) => passages.get(row).id),
    graph: openGraph(reader),
    sections: reader,
    cached<T>(key: string, make: () => T): T {
      if (!made.has(key)) made.set(key, make());
      return made.get(key) as T;
    },
  };
}
