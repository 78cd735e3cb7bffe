import { AppError } from '../errors.ts';
import type { Drafter, Ids } from '../ports.ts';

type Cost = { tokens: number; usd: number };
type Deps = { record: { reserveSpend(id: string, most: Cost): Promise<boolean>; spend(id: string, cost: Cost): Promise<unknown> }; ids: Pick<Ids, 'next'> };

/**
 * The same drafters, of which those that cost something ask the installation's budget first and book what they spent.
 * Without budget left they fail as an unreachable model does, and the next one writes.
 */
export function budgeted(drafters: readonly Drafter[], { record, ids }: Deps): Drafter[] {
  return drafters.map((drafter) => {
    const most = drafter.most?.bind(drafter);
    if (!most) return drafter;
    return {
      ...drafter,
      async *draft(request, signal, meter) {
        const id = ids.next('req');
        const granted = await record.reserveSpend(id, most(request)).catch(() => false);
        if (!granted) throw new AppError('upstream_failed', 'This month\u2019s budget for language models is used up.', { retryable: false });
        const spent = { tokens: 0, usd: 0 };
        try {
          yield* drafter.draft(request, signal, (usage) => {
            spent.tokens += usage.inputTokens + usage.outputTokens;
            spent.usd += usage.costUsd;
            meter?.(usage);
          });
        } finally {
          // The draft stands whether or not its cost could be booked; what was set aside lapses by itself.
          await record.spend(id, spent).catch(() => undefined);
        }
      },
    };
  });
}
