/** `bench -- rollback`: from the call until the next suggestion runs under the old release, while others keep asking. */
import type { Proposal } from '#shared/governance';
import { quantile, variedTickets, withRunningApi } from './running-api.ts';

const OTHERS = 4;

export async function rollback({ n = '20' }: Record<string, string>): Promise<object> {
  return withRunningApi(async ({ call, ask }) => {
    const tickets = variedTickets(5_000);
    let at = 0;
    const next = () => ask(tickets[at++ % tickets.length] as (typeof tickets)[number]);
    const before = (await next()).releaseId;
    let busy = true;
    const others = Array.from({ length: OTHERS }, async () => {
      while (busy) await next();
    });
    const decide = async () =>
      (await call<{ releaseId: string }>('POST', '/v1/suggestions', { ticket: tickets[at++ % tickets.length], until: 'decision' })).releaseId;
    const seconds: number[] = [];
    const called: number[] = [];
    const plain: number[] = [];
    let wrong = 0;
    try {
      for (let i = 0; i < Number(n); i++) {
        const change = {
          title: `Threshold ${i}`,
          why: 'bench',
          change: { voice: { greeting: {}, closing: {}, signature: `S${i}`, bannedPhrases: [], maxSentences: 9 } },
        };
        const proposal = await call<Proposal>('POST', '/v1/proposals', change);
        await call('POST', `/v1/proposals/${proposal.id}/evaluate`, {});
        await call('POST', `/v1/proposals/${proposal.id}/publish`, { why: 'bench' });
        if ((await next()).releaseId !== proposal.releaseId) wrong += 1;
        const asked = performance.now();
        await decide();
        plain.push((performance.now() - asked) / 1_000);
        const began = performance.now();
        await call('POST', '/v1/rollback', { why: 'bench' });
        called.push((performance.now() - began) / 1_000);
        while ((await decide()) !== before) wrong += 1;
        seconds.push((performance.now() - began) / 1_000);
      }
    } finally {
      busy = false;
      await Promise.allSettled(others);
    }
    const round = (value: number): number => Math.round(value * 1_000) / 1_000;
    return {
      suite: 'rollback',
      seconds: round(Math.max(...seconds)),
      median_seconds: round(quantile(seconds, 0.5)),
      /** The call alone, and a decision without any rollback: how busy the machine was. */
      call_median_seconds: round(quantile(called, 0.5)),
      decision_median_seconds: round(quantile(plain, 0.5)),
      trials: seconds.length,
      others_asking: OTHERS,
      suggestions_under_the_wrong_release: wrong,
    };
  });
}
