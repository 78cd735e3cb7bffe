/** What reading a picked file gives: documents as the folder format has them, and what was left out with the reason. */
import type { DocumentKind } from '../knowledge.ts';

export type FileDocument = { kind: DocumentKind; document: Record<string, unknown> };
/** `line` counts from 1 where the file has lines, messages or pages; 1 otherwise. */
export type FileSkip = { file: string; line: number; reason: string };
export type FileReading = { documents: FileDocument[]; skipped: FileSkip[] };

/** A file as it was picked; `name` is its path below what was picked, with slashes. */
export type PickedFile = { name: string; bytes: Uint8Array };

export function skipped(file: string, line: number, reason: string): FileReading {
  return { documents: [], skipped: [{ file, line, reason }] };
}

export function joined(readings: FileReading[]): FileReading {
  return { documents: readings.flatMap((r) => r.documents), skipped: readings.flatMap((r) => r.skipped) };
}

/** `guides/Reset your-password.md` → `Reset your password`. */
export function titleFromName(name: string): string {
  const tail = name.split('/').at(-1) ?? name;
  return (
    tail
      .replace(/\.[a-z0-9]{1,8}$/i, '')
      .replace(/[-_]+/g, ' ')
      .trim() || name
  );
}

/** Folders above the file, outermost first. */
export function sectionsFromName(name: string): string[] {
  return name
    .split('/')
    .slice(0, -1)
    .filter((part) => part !== '' && part !== '.')
    .map((part) => part.replace(/[-_]+/g, ' '));
}

/** ISO 8601, or undefined for what is no date. */
export function isoDate(value: unknown): string | undefined {
  const time = value instanceof Date ? value.getTime() : typeof value === 'string' || typeof value === 'number' ? new Date(value).getTime() : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
