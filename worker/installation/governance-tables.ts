/** Tables of change control: the audit chain, proposals, golden tickets, the keys of requesters, the kill switch. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ReleaseState } from '#shared/governance';

export const audit = sqliteTable('audit', { seq: integer().primaryKey(), hash: text().notNull(), json: text().notNull() });

export const proposals = sqliteTable(
  'proposals',
  {
    id: text().primaryKey(),
    releaseId: text('release_id').notNull(),
    state: text().$type<ReleaseState>().notNull(),
    createdAt: integer('created_at').notNull(),
    json: text().notNull(),
  },
  (t) => [index('proposals_by_age').on(t.createdAt)],
);

export const goldenTickets = sqliteTable('golden_tickets', { id: text().primaryKey(), json: text().notNull() });

/** One key a requester, wrapped by the installation's data key: without it what was kept of them is noise. */
export const requesterKeys = sqliteTable('requester_keys', {
  requester: text().primaryKey(),
  keyVersion: integer('key_version').notNull(),
  wrapped: text().notNull(),
});

/** Requesters whose key was deleted; a later suggestion for them begins with a new key. */
export const erasures = sqliteTable('erasures', { requester: text().primaryKey(), at: integer().notNull() });

/** What a trace can be found by besides its own columns: reasons, articles, flags. */
export const traceTerms = sqliteTable(
  'trace_terms',
  {
    kind: text().$type<'reason' | 'article'>().notNull(),
    value: text().notNull(),
    traceId: text('trace_id').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.value, t.traceId] }), index('trace_terms_by_age').on(t.createdAt)],
);
