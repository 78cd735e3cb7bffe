import type { Retrieved } from '../types.ts';

/**
 * How strongly the evidence stands out, 0 to 1: whether anything in the knowledge answers the ticket. The best passage's
 * share of its article's probability separates better than the height of any one score, which grows with a ticket's length
 * (measured on questions of which a fifth cannot be answered).
 */
export function evidenceStrength({ passages }: Pick<Retrieved, 'passages'>): number {
  return Math.min(1, Math.max(0, passages[0]?.score ?? 0));
}
