/**
 * A hash chain: each entry holds the hash of the one before, so that an edit, a removal in the middle, a new order or a
 * second history shows. A cut tail leaves a chain that is whole in itself; signed checkpoints kept elsewhere show that.
 */
import type { AuditEntry, Checkpoint } from '#shared/governance';
import { canonicalJson, sha256 } from '../canonical.ts';

export const GENESIS = '0'.repeat(64);

export type AuditFact = Pick<AuditEntry, 'at' | 'actor' | 'action' | 'subject' | 'details'>;

/** The entry that follows `last`. */
export function nextEntry(last: Pick<AuditEntry, 'seq' | 'hash'> | null, fact: AuditFact): AuditEntry {
  const body = {
    seq: last ? last.seq + 1 : 0,
    at: fact.at,
    actor: fact.actor,
    action: fact.action,
    subject: fact.subject,
    details: fact.details,
    prev: last?.hash ?? GENESIS,
  };
  return { ...body, hash: sha256(canonicalEntry(body)) };
}

/** Canonical JSON of an entry without its hash; written out key by key, because a long chain is checked entry by entry. */
function canonicalEntry({ action, actor, at, details, prev, seq, subject }: Omit<AuditEntry, 'hash'>): string {
  const text = JSON.stringify;
  return `{"action":${text(action)},"actor":${text(actor)},"at":${text(at)},"details":${canonicalJson(details)},"prev":${text(prev)},"seq":${seq},"subject":${text(subject)}}`;
}

export type ChainFault = { seq: number; fault: 'sequence' | 'previous' | 'hash' | 'checkpoint' | 'cut'; message: string };

/** First fault found, or null. `checkpoints` must have been checked for their signatures already. */
export function verifyChain(entries: Iterable<AuditEntry>, checkpoints: readonly Checkpoint[]): ChainFault | null {
  const check = checkChain(checkpoints);
  for (const entry of entries) {
    const fault = check.next(entry);
    if (fault) return fault;
  }
  return check.end();
}

/** The same check, entry by entry, for a chain that comes in pages. */
export function checkChain(checkpoints: readonly Checkpoint[]): { next(entry: AuditEntry): ChainFault | null; end(): ChainFault | null } {
  const heads = new Map(checkpoints.map((c) => [c.seq, c.hash]));
  let prev = GENESIS;
  let seq = 0;
  return {
    next(entry) {
      if (entry.seq !== seq) return { seq, fault: 'sequence', message: `Entry ${seq} is missing or out of place (found ${entry.seq}).` };
      if (entry.prev !== prev) return { seq, fault: 'previous', message: `Entry ${seq} does not follow from the one before it.` };
      const { hash } = entry;
      if (sha256(canonicalEntry(entry)) !== hash) return { seq, fault: 'hash', message: `Entry ${seq} was changed after it was written.` };
      const head = heads.get(seq);
      if (head !== undefined && head !== hash)
        return { seq, fault: 'checkpoint', message: `Entry ${seq} is not the one that was signed: this is another history.` };
      prev = hash;
      seq += 1;
      return null;
    },
    end() {
      const signed = Math.max(-1, ...heads.keys());
      if (signed < seq) return null;
      return { seq, fault: 'cut', message: `The chain ends at ${seq - 1}; a signed checkpoint knows entry ${signed}.` };
    },
  };
}
