import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A file's text, gzip or plain. Throws when it cannot be read. */
export function readText(path: string): string {
  if (!existsSync(path)) throw new Error(`${path} is not there.`);
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
}

/** Rows of a JSON-lines file, gzip or plain. Throws with the line's number where one is not JSON. */
export function readJsonLines<T>(path: string): T[] {
  const text = readText(path);
  const rows: T[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      rows.push(JSON.parse(line) as T);
    } catch {
      throw new Error(`${path}:${i + 1} is not JSON.`);
    }
  }
  return rows;
}
