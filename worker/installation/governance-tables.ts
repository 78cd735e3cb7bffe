/** Tables of change control: the audit chain, proposals, golden tickets, the keys of requesters, what was erased. */
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
  (t) => [index('proposals_by_age').on(t.createdAt), index('proposals_by_release').on(t.releaseId)],
);

export const goldenTickets = sqliteTable('golden_tickets', { id: text().primaryKey(), json: text().notNull() });

/** One key a requester, wrapped by the installation's data key: without it what was kept of them is noise. */
export const requesterKeys = sqliteTable('requester_keys', {
  requester: text().primaryKey(),
  keyVersion: integer('key_version').notNull(),
  wrapped: text().notNull(),
});

/** Pseudonyms of the id and the addresses a requester came under, so that each of them finds the key. */
export const requesterNames = sqliteTable('requester_names', { name: text().notNull(), requester: text().notNull() }, (t) => [
  primaryKey({ columns: [t.name, t.requester] }),
  index('requester_names_by_requester').on(t.requester),
]);

/** What was erased: `pending` until a release without it is live, `cleared` until the bytes of the others are gone too. */
export const erasures = sqliteTable('erasures', {
  id: text().primaryKey(),
  at: integer().notNull(),
  state: text().$type<'pending' | 'cleared' | 'done'>().notNull(),
  json: text().notNull(),
});

/** Releases that may not run any more, because they held what was erased. */
export const retiredReleases = sqliteTable('retired_releases', { id: text().primaryKey(), at: integer().notNull(), why: text().notNull() });

/** Runs that broke off, by the release they ran under. */
export const releaseFailures = sqliteTable('release_failures', { releaseId: text('release_id').notNull(), at: integer().notNull() }, (t) => [
  index('release_failures_by_release').on(t.releaseId, t.at),
]);

/** What a trace can be found by besides its own columns: reasons of the decision, articles, similar tickets that were shown. */
export const traceTerms = sqliteTable(
  'trace_terms',
  {
    kind: text().$type<'reason' | 'article' | 'similar'>().notNull(),
    value: text().notNull(),
    traceId: text('trace_id').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.value, t.traceId] }), index('trace_terms_by_age').on(t.createdAt)],
);
