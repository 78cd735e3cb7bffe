/** Attack and look-alike texts out of files of any of the usual shapes: lists, objects by class, JSON or JSON lines, gzipped or not. */
import { readMaybeGzip } from '../load-folder.ts';

/** Where the published sets keep their text; the first of these fields that a row has. */
const FIELDS = ['user_input', 'attack', 'injection', 'prompt', 'text', 'content', 'instruction', 'payload'];
const MAX_TEXT = 6_000;

/** Every distinct text of at least three characters. Rows that hold no known text field are left out. Throws when a file is missing. */
export function readTexts(files: readonly string[]): string[] {
  return [...new Set(files.flatMap((file) => textsOf(parse(file))).map((text) => text.slice(0, MAX_TEXT)))].filter((text) => text.trim().length >= 3);
}

/** E-mails to hide an attack in: rows with a `context`. */
export function readContexts(files: readonly string[]): string[] {
  return files.flatMap((file) =>
    rowsOf(parse(file)).flatMap((row) => (isObject(row) && typeof row.context === 'string' && typeof row.question === 'string' ? [row.context] : [])),
  );
}

function parse(file: string): unknown {
  const text = readMaybeGzip(file);
  if (text === null) throw new Error(`${file} does not exist`);
  try {
    return JSON.parse(text);
  } catch {
    return text.split('\n').flatMap((line) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch {
        return [line];
      }
    });
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const rowsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : isObject(value) ? Object.values(value).flat() : []);

function textsOf(value: unknown): string[] {
  return rowsOf(value).flatMap((row) => {
    if (typeof row === 'string') return [row];
    if (!isObject(row) || ('context' in row && 'question' in row)) return [];
    const field = FIELDS.find((name) => typeof row[name] === 'string');
    return field ? [row[field] as string] : [];
  });
}
