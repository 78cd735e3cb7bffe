/** Tables of the knowledge: connected sources, what builds keep between their steps, an admin's edits, what the index holds. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const sources = sqliteTable('sources', {
  id: text().primaryKey(),
  kind: text().notNull(),
  /** JSON; secrets are kept apart, sealed. */
  config: text().notNull(),
  paused: integer({ mode: 'boolean' }).notNull(),
  connectedAt: integer('connected_at').notNull(),
  lastReadAt: integer('last_read_at'),
  /** How the last reading went (JSON). */
  lastReading: text('last_reading'),
});

/** How far each stream of each source has been read. */
export const sourceCursors = sqliteTable('source_cursors', { source: text().primaryKey(), cursor: text().notNull() });

/** Intermediate results of builds, by what they were made from; their bytes lie in KV. */
export const artifacts = sqliteTable(
  'artifacts',
  { name: text().notNull(), key: text().notNull(), parts: integer().notNull(), usedAt: integer('used_at').notNull() },
  (t) => [primaryKey({ columns: [t.name, t.key] })],
);

/** An admin's edits of the graph, applied in order at every build. */
export const overlays = sqliteTable('overlays', {
  sequence: integer().primaryKey({ autoIncrement: true }),
  id: text().notNull().unique(),
  json: text().notNull(),
  editedBy: text('edited_by').notNull(),
  editedAt: integer('edited_at').notNull(),
});

/** Passages whose vectors the index holds, by the embedder's generation. */
export const vectorIds = sqliteTable('vector_ids', { generation: text().notNull(), id: text().notNull() }, (t) => [
  primaryKey({ columns: [t.generation, t.id] }),
  index('vector_ids_by_generation').on(t.generation),
]);

/** Single values of the last build (JSON), by name. */
export const knowledgeState = sqliteTable('knowledge_state', { name: text().primaryKey(), json: text().notNull() });
