/** `bench -- audit`: random damage to a chain of entries is always seen, and how fast a chain is checked. */

import type { AuditEntry } from '#shared/governance';
import { type AuditFact, nextEntry, verifyChain } from '../../worker/governance/audit/chain.ts';
import { signCheckpoint } from '../../worker/governance/audit/checkpoint.ts';

const kinds = ['edit', 'delete', 'reorder', 'truncate', 'fork'] as const;
export type Mutation = (typeof kinds)[number];

/** A chain with the checkpoint of its head, as the installation and the store outside it would hold them. */
export function sampleChain(length: number, salt = ''): { entries: AuditEntry[]; checkpoint: ReturnType<typeof signCheckpoint> } {
  const entries: AuditEntry[] = [];
  for (let i = 0; i < length; i++) {
    const fact: AuditFact = {
      at: new Date(1_760_000_000_000 + i * 1_000).toISOString(),
      actor: `user-${i % 7}`,
      action: 'release.approve',
      subject: `rel_${salt}${i}`,
      details: { why: `reason ${i}`, n: i },
    };
    entries.push(nextEntry(entries.at(-1) ?? null, fact));
  }
  const head = entries.at(-1);
  if (!head) throw new RangeError('a chain needs an entry');
  return { entries, checkpoint: signCheckpoint({ installation: 'zendesk:bench', seq: head.seq, hash: head.hash, at: head.at }, 'key') };
}

/** A damaged copy; `random` gives numbers from 0 to 1. */
export function mutate(entries: readonly AuditEntry[], kind: Mutation, random: () => number): AuditEntry[] {
  const at = Math.floor(random() * entries.length);
  const copy = entries.map((e) => ({ ...e }));
  const entry = copy[at] as AuditEntry;
  switch (kind) {
    case 'edit': {
      const field = (['at', 'actor', 'action', 'subject', 'hash', 'prev'] as const)[Math.floor(random() * 6)] ?? 'actor';
      entry[field] = `${entry[field].slice(0, -1)}${entry[field].endsWith('0') ? '1' : '0'}`;
      return copy;
    }
    case 'delete':
      copy.splice(at, 1);
      return copy;
    case 'reorder': {
      const other = (at + 1 + Math.floor(random() * (copy.length - 1))) % copy.length;
      [copy[at], copy[other]] = [copy[other] as AuditEntry, entry];
      return copy;
    }
    case 'truncate':
      return copy.slice(0, at);
    case 'fork': {
      // A second history from here on, whole in itself: every hash is computed anew.
      const forked = copy.slice(0, at);
      for (const original of copy.slice(at)) forked.push(nextEntry(forked.at(-1) ?? null, { ...original, actor: `${original.actor}*` }));
      return forked;
    }
  }
}

export async function audit(): Promise<object> {
  let state = 42;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const { entries, checkpoint } = sampleChain(50);
  const mutations = 10_000;
  let detected = 0;
  for (let i = 0; i < mutations; i++) {
    const kind = kinds[i % kinds.length] as Mutation;
    if (verifyChain(mutate(entries, kind, random), [checkpoint]) !== null) detected += 1;
  }
  const long = sampleChain(200_000);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const fault = verifyChain(long.entries, [long.checkpoint]);
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    suite: 'audit',
    mutations,
    detected,
    intact_chain_accepted: fault === null,
    entries: long.entries.length,
    verified_per_second: Math.round(long.entries.length / seconds),
    /** What the machine would do if nobody else used it. */
    verified_per_cpu_second: Math.round(long.entries.length / ((user + system) / 1_000_000)),
  };
}
