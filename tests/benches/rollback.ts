/**
 * `bench -- rollback`: from the call until the next suggestion runs under the old release, while others keep asking. What
 * is taken back is a setting, or new knowledge: then the old snapshot must be at hand too.
 */
import type { IngestRun } from '#shared/api';
import type { Proposal } from '#shared/governance';
import { quantile, type RunningApi, variedTickets, withBundledApi } from './running-api.ts';

const OTHERS = 4;
/** Every so many trials take back new knowledge. */
const KNOWLEDGE_EVERY = 4;

export async function rollback({ n = '20' }: Record<string, string>): Promise<object> {
  return withBundledApi(async (api) => {
    const { call, ask } = api;
    const tickets = variedTickets(5_000);
    let at = 0;
    const ticket = () => tickets[at++ % tickets.length] as (typeof tickets)[number];
    const before = (await ask(ticket())).releaseId;
    let busy = true;
    let asked = 0;
    const others = Array.from({ length: OTHERS }, async () => {
      while (busy) {
        await ask(ticket());
        asked += 1;
      }
    });
    const decide = async () => (await call<{ releaseId: string }>('POST', '/v1/suggestions', { ticket: ticket(), until: 'decision' })).releaseId;
    const seconds = { setting: [] as number[], knowledge: [] as number[] };
    const called: number[] = [];
    const plain: number[] = [];
    let wrong = 0;
    const began = performance.now();
    try {
      for (let i = 0; i < Number(n); i++) {
        const kind = i % KNOWLEDGE_EVERY === KNOWLEDGE_EVERY - 1 ? 'knowledge' : 'setting';
        const releaseId = kind === 'knowledge' ? await newKnowledge(api, i) : await newSetting(api, i);
        if ((await ask(ticket())).releaseId !== releaseId) wrong += 1;
        const idle = performance.now();
        await decide();
        plain.push((performance.now() - idle) / 1_000);
        const start = performance.now();
        await call('POST', '/v1/rollback', { why: 'bench', releaseId: before });
        called.push((performance.now() - start) / 1_000);
        if ((await decide()) !== before) wrong += 1;
        seconds[kind].push((performance.now() - start) / 1_000);
      }
    } finally {
      busy = false;
      await Promise.allSettled(others);
    }
    const round = (value: number): number => Math.round(value * 1_000) / 1_000;
    return {
      suite: 'rollback',
      seconds: round(Math.max(...seconds.setting, ...seconds.knowledge)),
      median_seconds: round(quantile([...seconds.setting, ...seconds.knowledge], 0.5)),
      knowledge_median_seconds: round(quantile(seconds.knowledge, 0.5)),
      /** The call alone, and a decision without any rollback: how busy the machine was. */
      call_median_seconds: round(quantile(called, 0.5)),
      decision_median_seconds: round(quantile(plain, 0.5)),
      trials: seconds.setting.length + seconds.knowledge.length,
      of_knowledge: seconds.knowledge.length,
      others_asking: OTHERS,
      others_per_second: round((asked * 1_000) / (performance.now() - began)),
      suggestions_under_the_wrong_release: wrong,
    };
  });
}

async function newSetting({ call }: RunningApi, i: number): Promise<string> {
  const voice = { greeting: {}, closing: {}, signature: `S${i}`, bannedPhrases: [], maxSentences: 9 };
  const { id, releaseId } = await call<Proposal>('POST', '/v1/proposals', { title: `Voice ${i}`, why: 'bench', change: { voice } });
  await call('POST', `/v1/proposals/${id}/evaluate`, {});
  await call('POST', `/v1/proposals/${id}/publish`, { why: 'bench' });
  return releaseId;
}

async function newKnowledge({ call }: RunningApi, i: number): Promise<string> {
  const { id } = await call<IngestRun>('POST', '/v1/ingest/runs', {});
  await call('PUT', `/v1/ingest/runs/${id}/chunks/article/0`, { id: 'bench', title: `Bench ${i}`, text: `This article was written for trial ${i}.` });
  await call('POST', `/v1/ingest/runs/${id}/finish`, {});
  for (;;) {
    const run = await call<IngestRun>('GET', `/v1/ingest/runs/${id}`);
    if (run.state === 'published' && run.releaseId) return run.releaseId;
    if (run.state !== 'building') throw new Error(`The build of trial ${i} ended as ${run.state}: ${run.error ?? run.step}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
