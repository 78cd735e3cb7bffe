/** Whether tickets pile up on what a ticket is about: more of them than its usual share lets expect. */
import type { RecentNode, RecentTickets } from '../ports.ts';

/** Fewer tickets than this are no pile, however rare their subject. */
const PILE = 3;
/** As many or more tickets would come by chance this often; two nodes are looked at for each ticket. */
const CHANCE = 0.01;
const MAX_SHOWN = 6;

/**
 * The node of `about` that most tickets are about, this one among them, when that is no chance: with `n` open
 * tickets around it and a usual share `p`, `k` or more come with the upper tail of the binomial distribution. Null otherwise.
 */
export function pileAround<T extends Pick<RecentNode, 'node' | 'usual'>>(
  ticketId: string,
  about: readonly T[],
  recent: RecentTickets | undefined,
): (T & { tickets: string[] }) | null {
  if (!recent) return null;
  const counted = about.flatMap((one) => {
    const others = recent.nodes.find(({ node }) => node === one.node)?.tickets.filter((id) => id !== ticketId) ?? [];
    const tickets = [...others, ticketId].sort();
    const all = Math.max(recent.total, tickets.length);
    return tickets.length >= PILE && upperTail(tickets.length, all, one.usual) <= CHANCE ? [{ ...one, tickets }] : [];
  });
  const best = counted.sort((a, b) => b.tickets.length - a.tickets.length)[0];
  return best ? { ...best, tickets: best.tickets.slice(0, MAX_SHOWN) } : null;
}

/** P(X ≥ k) for X binomial with `n` trials of probability `p`. */
export function upperTail(k: number, n: number, p: number): number {
  if (p <= 0 || p >= 1) return p <= 0 && k > 0 ? 0 : 1;
  let logTerm = n * Math.log1p(-p);
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += Math.exp(logTerm);
    logTerm += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.max(0, 1 - below);
}
