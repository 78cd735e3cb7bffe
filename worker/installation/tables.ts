/** Tables of one installation. No table holds a second tenant, so none has a tenant column. Times are epoch milliseconds. */
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DocumentKind } from '#shared/knowledge';
import type { Effect, EffectKind, InboxEvent } from '../helpdesk-ports.ts';

export const settings = sqliteTable('settings', { key: text().primaryKey(), value: text().notNull() });

export const releases = sqliteTable('releases', { id: text().primaryKey(), manifest: text().notNull(), createdAt: integer('created_at').notNull() });

/** Every move of the live pointer; the last row is the live release, the one before it the way back. */
export const releasePointer = sqliteTable('release_pointer', {
  sequence: integer().primaryKey({ autoIncrement: true }),
  releaseId: text('release_id').notNull(),
  movedAt: integer('moved_at').notNull(),
});

/** The answer and its capsule lie sealed under the requester's key; null once that was deleted, or kept long enough. */
export const suggestions = sqliteTable(
  'suggestions',
  {
    id: text().primaryKey(),
    ticketId: text('ticket_id').notNull(),
    releaseId: text('release_id').notNull(),
    inputHash: text('input_hash').notNull(),
    outcome: text().notNull().default(''),
    answerHash: text('answer_hash').notNull().default(''),
    traceId: text('trace_id').notNull().default(''),
    createdAt: integer('created_at').notNull(),
    requester: text().notNull().default(''),
    sealed: text(),
    capsule: text(),
  },
  (t) => [
    index('suggestions_by_ticket').on(t.ticketId, t.createdAt),
    index('suggestions_by_age').on(t.createdAt),
    index('suggestions_by_requester').on(t.requester),
    index('suggestions_by_trace').on(t.traceId),
  ],
);

/** What open tickets are about, so that a pile of them is seen. */
export const openTickets = sqliteTable(
  'open_tickets',
  {
    ticketId: text('ticket_id').notNull(),
    node: text().notNull(),
    /** Share of solved tickets that are usually about it. */
    usual: real().notNull(),
    openedAt: integer('opened_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.ticketId, t.node] }), index('open_tickets_by_time').on(t.openedAt)],
);

export const traces = sqliteTable(
  'traces',
  {
    id: text().primaryKey(),
    suggestionId: text('suggestion_id').notNull(),
    ticketId: text('ticket_id').notNull().default(''),
    releaseId: text('release_id').notNull().default(''),
    outcome: text().notNull().default(''),
    createdAt: integer('created_at').notNull(),
    json: text().notNull(),
  },
  (t) => [index('traces_by_age').on(t.createdAt), index('traces_by_ticket').on(t.ticketId)],
);

export const feedback = sqliteTable(
  'feedback',
  { id: text().primaryKey(), suggestionId: text('suggestion_id').notNull(), createdAt: integer('created_at').notNull(), json: text().notNull() },
  (t) => [index('feedback_by_suggestion').on(t.suggestionId)],
);

export const idempotencyKeys = sqliteTable('idempotency_keys', {
  key: text().primaryKey(),
  bodyHash: text('body_hash').notNull(),
  suggestionId: text('suggestion_id'),
  claimedAt: integer('claimed_at').notNull(),
});

export const usedTokens = sqliteTable('used_tokens', { id: text().primaryKey(), expiresAt: integer('expires_at').notNull() }, (t) => [
  index('used_tokens_by_expiry').on(t.expiresAt),
]);

export const inbox = sqliteTable(
  'inbox',
  {
    id: text().primaryKey(),
    dedupeKey: text('dedupe_key').notNull(),
    kind: text().$type<InboxEvent['kind']>().notNull(),
    ticketId: text('ticket_id').notNull(),
    receivedAt: text('received_at').notNull(),
    state: text().$type<'pending' | 'done' | 'obsolete' | 'dead'>().notNull(),
    attempts: integer().notNull(),
    leaseUntil: integer('lease_until').notNull(),
    /** When the sweep wakes the queue for it again. */
    dueAt: integer('due_at').notNull(),
    reason: text().notNull(),
  },
  (t) => [uniqueIndex('inbox_by_ticket').on(t.ticketId, t.dedupeKey), index('inbox_pending').on(t.state, t.dueAt)],
);

export const effects = sqliteTable(
  'effects',
  {
    id: text().primaryKey(),
    key: text().notNull(),
    kind: text().$type<EffectKind>().notNull(),
    ticketId: text('ticket_id').notNull(),
    payload: text().notNull(),
    status: text().$type<Effect['status']>().notNull(),
    /** The user whose click it follows from, or the product itself. */
    actor: text().notNull().default('deskgraph'),
    attempts: integer().notNull(),
    leaseUntil: integer('lease_until').notNull(),
    reason: text().notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [uniqueIndex('effects_key').on(t.key), index('effects_by_ticket').on(t.ticketId)],
);

export const documents = sqliteTable(
  'documents',
  {
    kind: text().$type<DocumentKind>().notNull(),
    id: text().notNull(),
    bytes: integer().notNull(),
    json: text().notNull(),
    /** Who brought it: a connected source, or `files`. */
    source: text().notNull().default('files'),
    /** SHA-256 of `json`: equal hashes need no build. */
    hash: text().notNull().default(''),
    version: text().notNull().default(''),
    /** The listing that last named it. */
    pass: text().notNull().default(''),
    url: text(),
    /** The ticket that a comment or a rating belongs to. */
    ticketId: text('ticket_id'),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.id] }),
    index('documents_by_source').on(t.source),
    index('documents_by_url').on(t.url),
    index('documents_by_ticket').on(t.ticketId),
  ],
);

export const runs = sqliteTable('runs', {
  id: text().primaryKey(),
  state: text().notNull(),
  /** Last sign of life; a build that stays silent is resumed by the sweep. */
  heartbeatAt: integer('heartbeat_at').notNull(),
  json: text().notNull(),
});

/** Chunks an ingest has delivered: a chunk that is sent again replaces its own counts. */
export const chunks = sqliteTable(
  'chunks',
  {
    runId: text('run_id').notNull(),
    kind: text().$type<DocumentKind>().notNull(),
    sequence: integer().notNull(),
    read: integer().notNull(),
    skippedCount: integer('skipped_count').notNull(),
    skipped: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.kind, t.sequence] })],
);

/** Data keys of this installation, wrapped by the environment's master key: `base64(iv).base64(ciphertext)`. */
export const dataKeys = sqliteTable('data_keys', { version: integer().primaryKey(), wrapped: text().notNull() });

export const secrets = sqliteTable('secrets', { name: text().primaryKey(), keyVersion: integer('key_version').notNull(), sealed: text().notNull() });
