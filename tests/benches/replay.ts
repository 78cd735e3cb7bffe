/** `bench -- replay`: suggestions for varied tickets, each computed again from its capsule; how many come out equal to the byte. */
import type { ReplayAnswer } from '#shared/governance';
import { inParallel, quantile, variedTickets, withRunningApi } from './running-api.ts';

export async function replay({ n = '1000' }: Record<string, string>): Promise<object> {
  return withRunningApi(async ({ call, ask }) => {
    const ids: string[] = [];
    const outcomes: Record<string, number> = {};
    await inParallel(variedTickets(Number(n)), 4, async (ticket) => {
      const suggestion = await ask(ticket);
      ids.push(suggestion.suggestionId);
      outcomes[suggestion.decision.outcome] = (outcomes[suggestion.decision.outcome] ?? 0) + 1;
    });
    const took: number[] = [];
    const states: Record<string, number> = {};
    let equal = 0;
    await inParallel(ids, 4, async (id) => {
      const began = performance.now();
      const answer = await call<ReplayAnswer>('POST', `/v1/suggestions/${id}/replay`, {});
      took.push(performance.now() - began);
      states[answer.state] = (states[answer.state] ?? 0) + 1;
      if (answer.state === 'replayed' && answer.equal) equal += 1;
    });
    return {
      suite: 'replay',
      n: ids.length,
      equal,
      states,
      outcomes,
      replay_p50_ms: Math.round(quantile(took, 0.5)),
      replay_p99_ms: Math.round(quantile(took, 0.99)),
    };
  });
}
