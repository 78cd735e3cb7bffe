import { createHash } from 'node:crypto';
import { type BuiltTables, type Sections, type Table, tableOf } from '../types.ts';
import { bytesOf, putJson, putRecords, type SectionShape, writeContainer } from './container.ts';
import { putGraph } from './graph-sections.ts';
import { buildHashIndex } from './hash-index.ts';
import { PART_BYTES } from './parts.ts';
import { containerBytes, inParts, type SectionSource } from './stream.ts';

/** Names that belong to the tables; a model's section must not carry one of them. */
const RESERVED = /^(?:meta|articles|passages|tickets|macros|issues|graph|index)(?:\.|$)/;

/** What the models and indexes of a snapshot take, without the documents' tables and the graph. */
export const modelBytes = (sections: readonly SectionShape[]): number =>
  sections.reduce((sum, shape) => sum + (RESERVED.test(shape.name) ? 0 : bytesOf(shape)), 0);

/**
 * One immutable binary from tables and models; equal input gives equal bytes. `builtAt` is the newest moment the corpus
 * itself names (ISO 8601), never the clock's. Throws on a model section that would overwrite a table.
 */
export function writeSnapshot(tables: BuiltTables, models: readonly Sections[], builtAt: string): { bytes: Uint8Array; hash: string } {
  return joinSnapshot(tableSections(tables, builtAt), models);
}

/** Everything of a snapshot but the models. */
export function tableSections(tables: Omit<BuiltTables, 'links'>, builtAt: string): Sections {
  const { articles, passages } = tables;
  const sections = graphSections({ ...tables, passageIds: tableOf(passages.map(({ id }) => id)) }, builtAt);
  putRecords(sections, 'tickets', tables.tickets);
  putRecords(sections, 'articles', articles);
  putRecords(sections, 'passages', passages);
  return sections;
}

/** The same without the tables of articles, passages and tickets themselves. */
export function graphSections(tables: Omit<BuiltTables, 'links' | 'passages' | 'tickets'> & { passageIds: Table<string> }, builtAt: string): Sections {
  const sections: Sections = new Map();
  putJson(sections, 'meta', { format: 1, builtAt });
  putRecords(sections, 'macros', tables.macros);
  putRecords(sections, 'issues', tables.issues);
  const byId: Record<'articles' | 'passages', Table<string>> = { articles: tableOf(tables.articles.map(({ id }) => id)), passages: tables.passageIds };
  for (const [name, rows] of Object.entries(byId)) {
    const index = buildHashIndex(rows.length, (row) => ({ key: rows.get(row), value: row }));
    sections.set(`index.${name}.hash`, index.hashes);
    sections.set(`index.${name}.row`, index.values);
  }
  putGraph(sections, tables.graph);
  return sections;
}

/** Tables and models in one binary. Throws on a model section that would overwrite a table. */
export function joinSnapshot(tables: Sections, models: readonly Sections[]): { bytes: Uint8Array; hash: string } {
  refuseTaken(
    [...tables.keys()],
    models.flatMap((model) => [...model.keys()]),
  );
  const bytes = writeContainer(new Map([...tables, ...models.flatMap((model) => [...model])]));
  return { bytes, hash: hashOf(bytes) };
}

/**
 * The same without holding it: read once for its hash, then once more a part at a time under that hash. Answers the hash
 * and the number of parts.
 */
export async function storeSnapshot(
  tables: readonly SectionSource[],
  models: readonly SectionSource[],
  put: (hash: string, part: number, bytes: Uint8Array) => Promise<void>,
): Promise<{ hash: string; parts: number }> {
  const names = (sources: readonly SectionSource[]): string[] => sources.flatMap(({ shapes }) => shapes.map(({ name }) => name));
  refuseTaken(names(tables), names(models));
  const sum = createHash('sha256');
  for await (const piece of containerBytes([...tables, ...models])) sum.update(piece);
  const hash = sum.digest('hex');
  let parts = 0;
  for await (const part of inParts(containerBytes([...tables, ...models]), PART_BYTES)) await put(hash, parts++, part);
  return { hash, parts };
}

function refuseTaken(tables: readonly string[], models: readonly string[]): void {
  const taken = new Set(tables);
  for (const name of models) {
    if (RESERVED.test(name) || taken.has(name)) throw new Error(`section ${name} is taken`);
    taken.add(name);
  }
}

/** SHA-256 in hex: a snapshot's name. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
