/** Reads the folder format: one line, one document, or the reason why it is left out. */
import { type DocumentKind, type DocumentOf, documentSchemas } from '#shared/knowledge';
import { cleanStrings } from './clean.ts';
import { toDocument } from './to-document.ts';

export type { DocumentOf };
/** `line` counts from 1. */
export type Where = { file: string; line: number };
export type Skip = Where & { reason: string };
export type ParsedLine<K extends DocumentKind> = { ok: true; document: DocumentOf[K] } | ({ ok: false } & Skip);

/** Never throws: what cannot be read says why, in words for the person who made the file. */
export function parseLine<K extends DocumentKind>(kind: K, json: string, where: Where): ParsedLine<K> {
  const skip = (reason: string): ParsedLine<K> => ({ ok: false, ...where, reason });
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    return skip(`This line is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`.slice(0, 200));
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return skip('This line is not a JSON object.');
  const parsed = documentSchemas[kind].safeParse(toDocument(kind, cleanStrings(value) as Record<string, unknown>));
  if (parsed.success) return { ok: true, document: parsed.data as DocumentOf[K] };
  const issue = parsed.error.issues[0];
  return skip(`${issue?.path.join('.') || kind}: ${issue?.message ?? 'does not have the documented shape'}`.slice(0, 300));
}

/** All lines of a file or of a chunk that begins at `firstLine`. Blank lines are no documents and no faults. */
export function parseLines<K extends DocumentKind>(
  kind: K,
  text: string,
  { file, firstLine = 1 }: { file: string; firstLine?: number },
): { documents: DocumentOf[K][]; skipped: Skip[] } {
  const documents: DocumentOf[K][] = [];
  const skipped: Skip[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseLine(kind, line, { file, line: firstLine + i });
    if (parsed.ok) documents.push(parsed.document);
    else skipped.push({ file: parsed.file, line: parsed.line, reason: parsed.reason });
  }
  return { documents, skipped };
}
