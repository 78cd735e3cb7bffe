export type SqlValue = string | number | null | ArrayBuffer;
export type SqlRow = Record<string, SqlValue>;

/** The part of a Durable Object's storage that the desk uses. */
export type Database = {
  sql: { exec(query: string, ...bindings: (string | number | null)[]): { toArray(): SqlRow[] } };
  /** Runs `step` as one transaction; an exception undoes it. */
  transaction: <T>(step: () => T) => T;
};

/** Creates what is missing; safe to repeat. Records are JSON, with the columns that are searched beside them. */
export function createTables(sql: Database['sql']): void {
  for (const statement of [
    'CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL)',
    'CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL)',
    'CREATE TABLE IF NOT EXISTS named (kind TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, id))',
    'CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, external_id TEXT UNIQUE, email TEXT, json TEXT NOT NULL)',
    'CREATE TABLE IF NOT EXISTS tickets (id INTEGER PRIMARY KEY, external_id TEXT UNIQUE, status TEXT NOT NULL, created_at TEXT NOT NULL, revision INTEGER NOT NULL, json TEXT NOT NULL)',
    'CREATE INDEX IF NOT EXISTS tickets_by_revision ON tickets (revision)',
    'CREATE TABLE IF NOT EXISTS comments (id INTEGER PRIMARY KEY, ticket_id INTEGER NOT NULL, json TEXT NOT NULL)',
    'CREATE INDEX IF NOT EXISTS comments_by_ticket ON comments (ticket_id, id)',
    'CREATE TABLE IF NOT EXISTS audits (id INTEGER PRIMARY KEY, ticket_id INTEGER NOT NULL, json TEXT NOT NULL)',
    'CREATE INDEX IF NOT EXISTS audits_by_ticket ON audits (ticket_id, id)',
    'CREATE TABLE IF NOT EXISTS objects (kind TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, id))',
    'CREATE TABLE IF NOT EXISTS deliveries (id TEXT PRIMARY KEY, ticket_id INTEGER NOT NULL, state TEXT NOT NULL, due_at INTEGER NOT NULL, json TEXT NOT NULL)',
    'CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due_at)',
  ]) {
    sql.exec(statement);
  }
}
