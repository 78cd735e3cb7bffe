/** The installation's audit chain: appended in one step, read page by page, never changed. */
import { asc, desc, gt, lt } from 'drizzle-orm';
import type { AuditEntry } from '#shared/governance';
import { type AuditFact, nextEntry } from '../governance/audit/chain.ts';
import type { Database } from './database.ts';
import { audit } from './governance-tables.ts';

const PAGE = 1_000;
const SHOWN = 200;

/** Called inside the step that makes the change, so that neither is kept without the other. */
export function appendAudit(db: Database, fact: AuditFact): AuditEntry {
  const last = db.select({ seq: audit.seq, hash: audit.hash }).from(audit).orderBy(desc(audit.seq)).limit(1).get() ?? null;
  const entry = nextEntry(last, fact);
  db.insert(audit)
    .values({ seq: entry.seq, hash: entry.hash, json: JSON.stringify(entry) })
    .run();
  return entry;
}

/** Entries after `after` (-1 for all), in order, at most a thousand. */
export function readAudit(db: Database, after: number): AuditEntry[] {
  return db
    .select({ json: audit.json })
    .from(audit)
    .where(gt(audit.seq, after))
    .orderBy(asc(audit.seq))
    .limit(PAGE)
    .all()
    .map((row) => JSON.parse(row.json) as AuditEntry);
}

/** Entries before `before` (null for all), the newest first, at most two hundred. */
export function newestAudit(db: Database, before: number | null): AuditEntry[] {
  return db
    .select({ json: audit.json })
    .from(audit)
    .where(before === null ? undefined : lt(audit.seq, before))
    .orderBy(desc(audit.seq))
    .limit(SHOWN)
    .all()
    .map((row) => JSON.parse(row.json) as AuditEntry);
}

export function auditHead(db: Database): AuditEntry | null {
  const row = db.select({ json: audit.json }).from(audit).orderBy(desc(audit.seq)).limit(1).get();
  return row ? (JSON.parse(row.json) as AuditEntry) : null;
}
