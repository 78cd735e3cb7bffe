/** Whatever was named on the command line as a folder of JSON lines: read where it lies, one file at a time. */
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { FileReading, FileSkip } from '#shared/files/file-document';
import { mailDocuments } from '#shared/files/mail-documents';
import { isReadable, type ReadOptions, readFile } from '#shared/files/read-file';
import type { DocumentKind } from '#shared/knowledge';

/** A file named so is a folder's file by itself. */
const JSON_LINES = /\.jsonl(?:\.gz)?$/;
const MAIL = /\.(?:eml|mbox|mbx)$/i;
/** The API takes no larger body. */
const MAX_DOCUMENT_BYTES = 1_000_000;
/** Read whole into memory. */
const MAX_FILE_BYTES = 1_500_000_000;

export type Prepared = { folder: string; skipped: FileSkip[]; cleanUp: () => void };

/** Throws with a sentence to act on when nothing of what is there can be read. `names` maps kinds to file names without their ending. */
export async function prepareFolder(
  path: string,
  { names, onFile = () => {}, ...options }: ReadOptions & { names: Readonly<Record<DocumentKind, string>>; onFile?: (share: number, name: string) => void },
): Promise<Prepared> {
  if (!existsSync(path)) throw new Error(`There is nothing at ${path}.`);
  const isFolder = statSync(path).isDirectory();
  const known = Object.values(names).flatMap((name) => [`${name}.jsonl`, `${name}.jsonl.gz`]);
  if (isFolder && known.some((name) => existsSync(join(path, name)))) return { folder: path, skipped: [], cleanUp: () => {} };

  const folder = mkdtempSync(join(tmpdir(), 'deskgraph-ingest-'));
  const cleanUp = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    if (!isFolder && JSON_LINES.test(path)) {
      if (!known.includes(basename(path)))
        throw new Error(`${basename(path)} does not say what it holds. Name it one of ${known.filter((n) => !n.endsWith('.gz')).join(', ')}.`);
      symlinkSync(resolve(path), join(folder, basename(path)));
      return { folder, skipped: [], cleanUp };
    }
    const top = isFolder ? path : resolve(path, '..');
    const files = isFolder ? walk(path) : [path];
    if (files.length === 0)
      throw new Error(`${path} holds nothing that Deskgraph reads: JSON lines, CSV, Markdown, HTML, PDF, .eml, mbox or chat transcripts.`);
    const skipped = await convert(files, top, folder, options, names, onFile);
    if (readdirSync(folder).length === 0)
      throw new Error(
        `Nothing of ${path} could be read:\n${skipped
          .slice(0, 20)
          .map((s) => `  ${s.file}:${s.line} ${s.reason}`)
          .join('\n')}`,
      );
    return { folder, skipped, cleanUp };
  } catch (error) {
    cleanUp();
    throw error;
  }
}

async function convert(
  files: string[],
  top: string,
  folder: string,
  options: ReadOptions,
  names: Readonly<Record<DocumentKind, string>>,
  onFile: (share: number, name: string) => void,
): Promise<FileSkip[]> {
  const skipped: FileSkip[] = [];
  const from = new Map<string, string>();
  const take = (name: string, reading: FileReading): void => {
    skipped.push(...reading.skipped);
    for (const { kind, document } of reading.documents) {
      const key = `${kind}:${document.id}`;
      const other = from.get(key);
      const line = JSON.stringify(document);
      if (other !== undefined) skipped.push({ file: name, line: 1, reason: `Its id "${document.id}" stands in ${other} already; that one is kept.` });
      else if (Buffer.byteLength(line) >= MAX_DOCUMENT_BYTES)
        skipped.push({ file: name, line: 1, reason: `"${document.id}" is larger than 1 MB, the most that is read of one document. Split it.` });
      else {
        appendFileSync(join(folder, `${names[kind]}.jsonl`), `${line}\n`);
        from.set(key, name);
      }
    }
  };
  const picked = (file: string) => ({ name: relative(top, file).split(sep).join('/'), bytes: new Uint8Array(readFileSync(file)) });
  const mails: ReturnType<typeof picked>[] = [];
  for (const [i, file] of files.entries()) {
    const name = relative(top, file);
    onFile(i / files.length, name);
    if (statSync(file).size > MAX_FILE_BYTES) skipped.push({ file: name, line: 1, reason: 'It is larger than 1.5 GB. Split it.' });
    else if (MAIL.test(file) && statSync(file).size > 0) mails.push(picked(file));
    else take(name, await readFile(picked(file), options));
  }
  // Answers lie in files of their own: conversations are put together over all of them.
  if (mails.length > 0) take(mails.length === 1 ? (mails[0]?.name ?? '') : 'mail', await mailDocuments(mails, options));
  return skipped;
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return walk(path);
      return entry.isFile() && isReadable(entry.name) ? [path] : [];
    });
}
