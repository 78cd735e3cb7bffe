/** Leaves nothing of an installation but the proof that it was removed. */
import type { AuditEntry } from '#shared/governance';
import { appendAudit } from './audit-log.ts';
import type { Database } from './database.ts';

/** The audit chain holds no customer data, and is the proof; the journal of migrations lets the object open again. */
const KEPT = ['audit', '__drizzle_migrations', '_cf_KV', '_cf_METADATA', 'sqlite_sequence'];

/** Empties every table and appends what was removed to the audit chain; answers the entry, and the rows that went. */
export function removeEverything(
  sql: SqlStorage,
  db: Database,
  fact: { actor: string; installation: string; details: Record<string, string | number | boolean> },
  now: number,
): { entry: AuditEntry; rows: number } {
  const tables = sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .toArray()
    .map((row) => row.name)
    .filter((name) => !KEPT.includes(name) && !name.startsWith('sqlite_') && !name.startsWith('_cf_'));
  let rows = 0;
  for (const name of tables) rows += sql.exec(`DELETE FROM "${name}"`).rowsWritten;
  const entry = appendAudit(db, {
    at: new Date(now).toISOString(),
    actor: fact.actor,
    action: 'installation.remove',
    subject: fact.installation,
    details: { ...fact.details, rows },
  });
  return { entry, rows };
}
