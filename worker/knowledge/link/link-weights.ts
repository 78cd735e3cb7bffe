/** Links that agents put into every reply ("try safe mode first") say little about the ticket they stand in. */

/** Fewer links than this are no habit. */
const FEW = 12;
/** Nor are links in less than this share of the linked tickets. */
const SMALL_SHARE = 0.01;
/** How many times more alike than any two linked tickets its own must be to count in full. */
const FULL_LIFT = 6;
const LEAST = 0.1;

/**
 * A weight from 0.1 to 1 for each article: 1 when few tickets link it, or when the many that do are alike; little when
 * they are many and as unlike as any. `alike` is the mean cosine of tickets, `overall` the one of all linked tickets.
 */
export function linkWeights(
  ticketsOf: ReadonlyMap<number, number[]>,
  linked: number,
  alike: (tickets: number[]) => number,
  overall: number,
): Map<number, number> {
  const weights = new Map<number, number>();
  const many = Math.max(FEW, linked * SMALL_SHARE);
  for (const [article, tickets] of ticketsOf) {
    if (tickets.length <= many || overall <= 0) {
      weights.set(article, 1);
      continue;
    }
    const lift = alike(tickets) / overall;
    const told = Math.min(1, Math.max(0, (lift - 1) / (FULL_LIFT - 1)));
    // The rarer the habit, the less sure that it is one.
    const habit = Math.min(1, Math.log2(tickets.length / many) / 2);
    weights.set(article, Math.max(LEAST, 1 - habit * (1 - told)));
  }
  return weights;
}
