/** Signed statements of how long the audit chain is and where it ends, kept in KV, where this object's storage cannot reach them. */
import type { Checkpoint } from '#shared/governance';
import { checkpointKey, signCheckpoint } from '../governance/audit/checkpoint.ts';
import { auditHead } from './audit-log.ts';
import { noteSigned, signedUpTo } from './controls.ts';
import type { Database } from './database.ts';

/** Entries after which a checkpoint is written without waiting for the alarm. */
export const CHECKPOINT_EVERY = 20;
const DELAY_MS = 5_000;

export const checkpointPrefix = (installation: string): string => `audit/${encodeURIComponent(installation)}/`;

/** Writes a checkpoint of the head unless there is one already. One that fails is written by a later alarm. */
export async function writeCheckpoint(
  db: Database,
  kv: KVNamespace,
  options: { installation: string; masterKey: string; now: number },
): Promise<Checkpoint | null> {
  const head = auditHead(db);
  if (!head || head.seq <= signedUpTo(db)) return null;
  const { installation, masterKey, now } = options;
  const checkpoint = signCheckpoint({ installation, seq: head.seq, hash: head.hash, at: new Date(now).toISOString() }, checkpointKey(masterKey));
  await kv.put(`${checkpointPrefix(installation)}${String(head.seq).padStart(12, '0')}`, JSON.stringify(checkpoint));
  noteSigned(db, head.seq);
  return checkpoint;
}

/** Entries without a checkpoint. */
export const unsigned = (db: Database): number => (auditHead(db)?.seq ?? -1) - signedUpTo(db);

export const nextCheckpointAt = (db: Database, now: number): number | null => (unsigned(db) > 0 ? now + DELAY_MS : null);
