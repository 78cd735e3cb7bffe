/**
 * `bench -- cold-start`: what an agent waits for who comes to an isolate that has just been made. `isolate_ms` is the start
 * of the bundle in workerd: its process until it listens, less the same with an empty Worker in its place. `first_ms` is its
 * first request until the first event: the Durable Object opens its database, the snapshot is read from KV, checked by
 * SHA-256 and opened, models are decoded. The baseline is the same ticket's way once all of it is there (`warm_ms`).
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ticket } from '#shared/ticket';
import { freePort } from '../browser/running-deskgraph.ts';
import { type BundledFirefox, withBundledFirefox } from './bundled-firefox.ts';
import { startBundled } from './bundled-worker.ts';
import { firstEvent } from './first-event.ts';
import { quantile } from './running-api.ts';

const data = fileURLToPath(new URL('../../../shared/data/sumo', import.meta.url));
const WARM = 20;
const EMPTY = `import { DurableObject, WorkerEntrypoint, WorkflowEntrypoint } from 'cloudflare:workers';
export class Installation extends DurableObject {}
export class VectorShard extends DurableObject {}
export class BuildSnapshot extends WorkflowEntrypoint {}
export class LocalVectorize extends WorkerEntrypoint {}
export default { fetch: () => new Response('') };
`;

/** `--n 10`. */
export async function coldStart({ n = '10' }: Record<string, string>): Promise<object> {
  if (!existsSync(data)) return { suite: 'cold-start', absent: 'the evaluation data is not there' };
  const trials = Number(n);
  return withBundledFirefox(data, trials * (WARM + 1), async (bench) => {
    const empty = await emptyStarts(bench, trials);
    const starts: number[] = [];
    const first: number[] = [];
    const warm: number[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const began = performance.now();
      await bench.restart();
      starts.push(performance.now() - began);
      const tickets = bench.tickets.slice(trial * (WARM + 1), (trial + 1) * (WARM + 1));
      const [cold = 0, ...others] = await inTurn(bench, tickets);
      first.push(cold);
      warm.push(quantile(others, 0.5));
    }
    const isolate = Math.max(0, quantile(starts, 0.5) - quantile(empty, 0.5));
    return {
      suite: 'cold-start',
      n: trials,
      cold_start_ms: round(isolate + quantile(first, 0.5)),
      isolate_ms: round(isolate),
      first_ms: round(quantile(first, 0.5)),
      first_most_ms: round(Math.max(...first)),
      warm_ms: round(quantile(warm, 0.5)),
    };
  });
}

const round = (value: number): number => Number(value.toFixed(1));

async function emptyStarts({ folder }: BundledFirefox, trials: number): Promise<number[]> {
  const bundle = join(folder, 'empty');
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'index.js'), EMPTY);
  const times: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const port = await freePort();
    const began = performance.now();
    const worker = await startBundled(bundle, join(folder, 'empty-state'), port);
    times.push(performance.now() - began);
    await worker.kill();
  }
  return times;
}

/** First events, one ticket after the other. */
async function inTurn({ worker, token }: BundledFirefox, tickets: readonly Ticket[]): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (const ticket of tickets) times.push((await firstEvent(worker.origin, token, agent, ticket, 'draft')).firstMs);
  agent.destroy();
  return times;
}
