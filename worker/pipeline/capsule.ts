/** What a run is repeated from: the pseudonymised input, and everything of the moment that shaped the answer. */
import type { NormalizedTicket, RunContext, Vault } from './types.ts';

export type Capsule = {
  format: 1;
  /** The normalised ticket; the vault with the values is not part of it. */
  normalized: Omit<NormalizedTicket, 'vault'>;
  /** How many values of each type were taken out: tells a placeholder of this ticket from a foreign one. */
  hidden: Record<string, number>;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Who was to read the answer. */
  reader: RunContext['reader'];
  /** Absent where no other open ticket was about the same. */
  recent?: RunContext['recent'];
  /** Absent for one who has not said. */
  tenure?: RunContext['tenure'];
  attempt: number;
  until: 'decision' | 'draft';
};

const PLACEHOLDER = /⟦[^⟦⟧]{0,64}⟧/g;

/** A vault for the stages: its own placeholders stay as they are, foreign ones are removed. No value passes it. */
export function pseudonymous(vault: Vault): Vault {
  return {
    counts: vault.counts,
    hide: (text) => vault.hide(text),
    restore: (text) => text.replace(PLACEHOLDER, (placeholder) => (vault.restore(placeholder) === '' ? '' : placeholder)),
  };
}

/** The vault of a ticket that comes from a capsule: knows which placeholders there were, and no values. */
export function recalledVault(hidden: Capsule['hidden']): Vault {
  const known = (placeholder: string): boolean => {
    const [, label = '', n = ''] = /^⟦([A-Z]+)_([1-9]\d*)⟧$/.exec(placeholder) ?? [];
    return label !== '' && Number(n) <= (hidden[label] ?? 0);
  };
  return {
    counts: hidden,
    hide: (text) => text.replace(/⟦/g, '[').replace(/⟧/g, ']'),
    restore: (text) => text.replace(PLACEHOLDER, (placeholder) => (known(placeholder) ? placeholder : '')),
  };
}

export function sealCapsule(
  normalized: NormalizedTicket,
  {
    startedAt,
    reader = 'agent',
    attempt,
    until,
    recent,
    tenure,
  }: Pick<Capsule, 'startedAt' | 'attempt' | 'until' | 'recent' | 'tenure'> & Partial<Pick<Capsule, 'reader'>>,
): Capsule {
  const { vault, ...rest } = normalized;
  return {
    format: 1,
    normalized: rest,
    hidden: { ...vault.counts },
    startedAt,
    reader,
    ...(recent ? { recent } : {}),
    ...(tenure ? { tenure } : {}),
    attempt,
    until,
  };
}
