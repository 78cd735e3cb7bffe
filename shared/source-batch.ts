/** Gathers one page of a source: checks each document, keeps the newest of equal ids, notes what was left out. */
import type { DocumentKind } from './knowledge.ts';
import { type SourceDocument, type SourceSkip, sourceDocument } from './source-document.ts';

type Ref = { kind: DocumentKind; id: string };

export type SourceBatch = {
  /** `raw` has the documented fields of its kind; `version` is the source's own mark of its state, sortable. Answers whether it was taken. */
  add(kind: DocumentKind, raw: Record<string, unknown>, version?: string | null): Promise<boolean>;
  remove(kind: DocumentKind, id: string): void;
  skip(where: string, reason: string): void;
  /** Still at the source, whether or not it could be read. */
  present(kind: DocumentKind, id: string): void;
  page(): { documents: SourceDocument[]; deleted: Ref[]; skipped: SourceSkip[]; present: Ref[] };
};

export function sourceBatch(source: string): SourceBatch {
  const documents = new Map<string, SourceDocument>();
  const deleted = new Map<string, Ref>();
  const present = new Map<string, Ref>();
  const skipped: SourceSkip[] = [];
  const batch: SourceBatch = {
    async add(kind, raw, version) {
      const checked = await sourceDocument(kind, raw, { source, version: version ?? null });
      if (typeof raw.id === 'string' && raw.id !== '') batch.present(kind, raw.id);
      if (!checked.ok) {
        skipped.push(checked.skip);
        return false;
      }
      const { document } = checked;
      const key = `${kind}:${document.document.id}`;
      const other = documents.get(key);
      if (other && other.hash !== document.hash) batch.skip(`${kind} ${document.document.id}`, 'Two documents have this id; the newer one is kept.');
      if (!other || other.version <= document.version) documents.set(key, document);
      // What stands on the page is not gone, whatever an older entry of the same page said.
      deleted.delete(key);
      if (!other && JSON.stringify(document.document).includes('\ufffd'))
        batch.skip(`${kind} ${document.document.id}`, 'Some of its characters came in a wrong encoding and are lost; the rest of it was read.');
      return true;
    },
    remove(kind, id) {
      documents.delete(`${kind}:${id}`);
      present.delete(`${kind}:${id}`);
      deleted.set(`${kind}:${id}`, { kind, id });
    },
    skip(where, reason) {
      if (!skipped.some((s) => s.where === where && s.reason === reason)) skipped.push({ where, reason });
    },
    present(kind, id) {
      present.set(`${kind}:${id}`, { kind, id });
    },
    page: () => ({ documents: [...documents.values()], deleted: [...deleted.values()], skipped, present: [...present.values()] }),
  };
  return batch;
}

/** A list from an answer of which nothing is sure; entries that are no objects become null. */
export function rows(value: unknown): (Record<string, unknown> | null)[] | null {
  return Array.isArray(value) ? value.map((v) => (isRow(v) ? v : null)) : null;
}

export function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids come as numbers and as text; anything else is none. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string' && v !== '') : [];
}
