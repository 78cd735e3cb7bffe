/**
 * `bench -- suggest`: the Firefox installation in workerd, ten agents at once over HTTP, each with a ticket of its own that
 * nothing was learned from. What counts is the first event (tags, articles, flags); each agent waits for the whole draft
 * before the next ticket, so the Worker also drafts, grounds and stores meanwhile. The baseline is MiniSearch behind HTTP,
 * asked for ten articles of the same tickets in the same way.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Ticket } from '#shared/ticket';
import { freePort } from '../browser/running-deskgraph.ts';
import { type BundledFirefox, withBundledFirefox } from './bundled-firefox.ts';
import { firstEvent, type Timed } from './first-event.ts';
import { inParallel, quantile } from './running-api.ts';

const data = fileURLToPath(new URL('../../../shared/data/sumo', import.meta.url));
const WARM_UP = 100;

/** `--n 600 --connections 10`. */
export async function suggest({ n = '600', connections = '10' }: Record<string, string>): Promise<object> {
  if (!existsSync(data)) return { suite: 'suggest', absent: 'the evaluation data is not there' };
  const [count, atOnce] = [Number(n), Number(connections)];
  return withBundledFirefox(data, 2 * count + WARM_UP, async (bench) => {
    const [warmUp, whole, decisions] = [bench.tickets.slice(0, WARM_UP), bench.tickets.slice(WARM_UP, WARM_UP + count), bench.tickets.slice(WARM_UP + count)];
    await ask(bench, warmUp, atOnce, 'draft');
    const drafted = await ask(bench, whole, atOnce, 'draft');
    const decided = await ask(bench, decisions, atOnce, 'decision');
    const alone = await ask(bench, warmUp.map(renamed), 1, 'draft');
    await bench.worker.kill();
    const baseline = await askMiniSearch(whole, atOnce);
    return {
      suite: 'suggest',
      n: count,
      connections: atOnce,
      ...drafted,
      decision_only: decided,
      one_at_a_time: alone,
      baseline: { name: 'minisearch', ...baseline },
      ratio: round(baseline.p50_ms / drafted.p50_ms),
    };
  });
}

/** Prepared suggestions are found by ticket: under another number it is a new one. */
const renamed = (ticket: Ticket): Ticket => ({ ...ticket, id: `${ticket.id}-again`, subject: `${ticket.subject} again` });
const round = (value: number): number => Number(value.toFixed(2));

function figures(times: readonly number[], seconds: number) {
  return {
    p50_ms: round(quantile(times, 0.5)),
    p99_ms: round(quantile(times, 0.99)),
    per_second: round(times.length / seconds),
  };
}

async function ask({ worker, token }: BundledFirefox, tickets: readonly Ticket[], atOnce: number, until: 'decision' | 'draft') {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const took: Timed[] = [];
  const cpu = worker.cpuMs();
  const began = performance.now();
  try {
    await inParallel(tickets, atOnce, async (ticket) => void took.push(await firstEvent(worker.origin, token, agent, ticket, until)));
  } finally {
    agent.destroy();
  }
  const seconds = (performance.now() - began) / 1_000;
  const used = cpu === null ? null : round(((worker.cpuMs() ?? 0) - cpu) / tickets.length);
  const first = took.map(({ firstMs }) => firstMs);
  return {
    ...figures(first, seconds),
    whole_p50_ms: round(
      quantile(
        took.map(({ wholeMs }) => wholeMs),
        0.5,
      ),
    ),
    cpu_ms: used,
  };
}

async function askMiniSearch(tickets: readonly Ticket[], atOnce: number) {
  const port = await freePort();
  const server = spawn(process.execPath, ['--no-warnings', fileURLToPath(new URL('minisearch-server.ts', import.meta.url)), data, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(server.stdout, 'data');
    const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
    const post = (ticket: Ticket): Promise<number> =>
      new Promise((resolve, reject) => {
        const started = performance.now();
        const call = request(`http://127.0.0.1:${port}/`, { method: 'POST', agent }, (response) => {
          response.resume().on('end', () => resolve(performance.now() - started));
        });
        call.on('error', reject);
        call.end(`${ticket.subject} ${ticket.messages[0]?.text ?? ''}`);
      });
    for (const ticket of tickets.slice(0, 20)) await post(ticket);
    const times: number[] = [];
    const began = performance.now();
    await inParallel(tickets, atOnce, async (ticket) => void times.push(await post(ticket)));
    agent.destroy();
    return figures(times, (performance.now() - began) / 1_000);
  } finally {
    server.kill('SIGKILL');
  }
}
