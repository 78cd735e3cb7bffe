/**
 * `bench -- model-down`: suggestions while the provider answers 500, and while it hangs, over a real socket. `calls_ratio`:
 * calls that reached the provider after its breaker opened, beside one probe for each time the breaker was half open.
 */
import { createEmbeddedDrafter } from '../../worker/adapters/embedded/embedded-drafter.ts';
import { createEmbeddedEmbedder } from '../../worker/adapters/embedded/embedded-embedder.ts';
import { createCallGuard } from '../../worker/adapters/openai/call-guard.ts';
import { createOpenAiDrafter } from '../../worker/adapters/openai/openai-drafter.ts';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import { assistTicket } from '../../worker/pipeline/assist-ticket.ts';
import { shopCorpus } from '../knowledge/support.ts';
import { startOpenAiServer } from '../openai-server.ts';
import { manifest, ticketOf } from '../pipeline/support.ts';

const HALF_OPEN_MS = 500;

export async function modelDown({ n = '500' }: Record<string, string>): Promise<object> {
  const { bytes, hash } = await buildSnapshot(shopCorpus(60));
  const knowledge = loadSnapshot(bytes.slice().buffer, hash);
  const release = { id: 'rel_bench', manifest: { ...manifest, models: { ...manifest.models, drafter: 'bench' }, snapshot: hash } };
  const vectors = { name: 'none', query: async () => [], upsert: async () => {}, remove: async () => {} };
  const server = await startOpenAiServer();
  const deps = { clock: { now: () => 0 }, embedder: createEmbeddedEmbedder(), vectors };
  const guardOf = () => createCallGuard({ consecutive: 10, halfOpenAfterMs: HALF_OPEN_MS });

  async function ask(guard: ReturnType<typeof guardOf>): Promise<{ ms: number; answered: boolean }> {
    const model = createOpenAiDrafter({ baseUrl: server.url, apiKey: 'sk-of-the-bench', model: 'bench', guard });
    const context = { installation: 'bench', release, knowledge, reader: 'agent' as const, startedAt: 0 };
    const ticket = ticketOf('When do I get my refund money for the broken lamp?', { subject: 'Refund' });
    const began = performance.now();
    const run = assistTicket(
      { ticket, context, suggestionId: 'sug_1', traceId: 'trc_1', attempt: 0, until: 'draft' },
      { ...deps, drafters: [model, createEmbeddedDrafter()] },
    );
    let next = await run.next();
    while (!next.done) next = await run.next();
    return { ms: performance.now() - began, answered: (next.value.suggestion?.draft.citations.length ?? 0) > 0 };
  }

  try {
    server.play({ do: 'status', status: 500 });
    const guard = guardOf();
    const down: { ms: number; answered: boolean }[] = [];
    while (guard.state() === 'closed') down.push(await ask(guard));
    const before = server.requests.length;
    const opened = performance.now();
    for (let i = 0; i < Number(n) || performance.now() - opened < HALF_OPEN_MS * 8; i++) down.push(await ask(guard));
    const calls = server.requests.length - before;
    const needed = Math.floor((performance.now() - opened) / HALF_OPEN_MS);
    server.play({ do: 'hang' });
    const hanging = await ask(guardOf());
    const times = down.map(({ ms }) => ms).sort((a, b) => a - b);
    return {
      bench: 'model-down',
      n: down.length,
      answered: down.filter(({ answered }) => answered).length / down.length,
      p50_ms: Math.round(times[Math.floor(times.length * 0.5)] ?? 0),
      p95_ms: Math.round(times[Math.floor(times.length * 0.95)] ?? 0),
      calls_after_opening: calls,
      calls_needed: needed,
      calls_ratio: Math.round((calls / Math.max(1, needed)) * 100) / 100,
      hanging_ms: Math.round(hanging.ms),
      hanging_answered: hanging.answered,
    };
  } finally {
    await server.close();
  }
}
