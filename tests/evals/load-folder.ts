/** Reads a folder in the documented format with the very reader that ingest uses. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Corpus, type DocumentKind, documentKinds, folderFiles } from '#shared/knowledge';
import { type DocumentOf, parseLines, type Skip } from '../../worker/knowledge/collect/parse-line.ts';

/** Text of `path`, or of `path` with `.gz`; null when neither is there. */
export function readMaybeGzip(path: string): string | null {
  for (const file of [path, `${path}.gz`]) {
    if (!existsSync(file)) continue;
    const bytes = readFileSync(file);
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  }
  return null;
}

/** Documents of one file; `file` may be gzip. Throws when it is not there. */
export function loadFile<K extends DocumentKind>(kind: K, file: string): { documents: DocumentOf[K][]; skipped: Skip[] } {
  const text = readMaybeGzip(file);
  if (text === null) throw new Error(`${file} does not exist`);
  return parseLines(kind, text, { file });
}

/** The corpus of a folder; kinds without a file are empty. Lines that cannot be read go to `skipped`. */
export function loadFolder(path: string, skipped: Skip[] = []): Corpus {
  const read = <K extends DocumentKind>(kind: K): DocumentOf[K][] => {
    const file = join(path, `${folderFiles[kind]}.jsonl`);
    const text = readMaybeGzip(file);
    if (text === null) return [];
    const parsed = parseLines(kind, text, { file });
    skipped.push(...parsed.skipped);
    return parsed.documents;
  };
  if (!documentKinds.some((kind) => readMaybeGzip(join(path, `${folderFiles[kind]}.jsonl`)) !== null))
    throw new Error(`${path} holds none of ${Object.values(folderFiles).join(', ')} as .jsonl or .jsonl.gz`);
  return { articles: read('article'), tickets: read('ticket'), macros: read('macro'), policies: read('policy'), entities: read('entity') };
}
