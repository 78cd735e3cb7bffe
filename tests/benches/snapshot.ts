/** `bench -- snapshot`: from a snapshot's bytes to the first query, against `graph.import(JSON.parse(text))`, in the same process. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { newGraph } from '../../worker/knowledge/graph/edit.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import { writeSnapshot } from '../../worker/knowledge/snapshot/write-snapshot.ts';
import { syntheticGraph } from './synthetic-graph.ts';

const HOPS = 500;
const SEEDS = 3;

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

type Measured = { ms: number; mb: number };
const round = (n: number, digits = 2): number => Number(n.toFixed(digits));

const cpuSince = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

/** Bytes that are still reachable, on the heap and beside it. */
function used(): number {
  gc();
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The fastest of `times` runs, and what the result of the last holds; `input` gives what a run starts from, unmeasured in time. */
function measure<I, T>(times: number, input: () => I, work: (input: I) => T): Measured & { result: T } {
  let ms = Number.POSITIVE_INFINITY;
  let mb = 0;
  let result: T | undefined;
  for (let i = 0; i < times; i++) {
    result = undefined;
    const before = used();
    let given: I | undefined = input();
    const started = performance.now();
    result = work(given);
    ms = Math.min(ms, performance.now() - started);
    given = undefined;
    mb = (used() - before) / 1_048_576;
  }
  return { ms, mb, result: result as T };
}

function size(nodes: number, edges: number, times: number) {
  const graph = syntheticGraph(nodes, edges);
  const key = graph.nodes()[Math.floor(nodes / 2)] as string;
  const text = JSON.stringify(graph.export());
  const tables = { articles: [], passages: [], tickets: [], links: [], macros: [], issues: [], graph };
  const { bytes, hash } = writeSnapshot(tables, [], '2026-01-01T00:00:00.000Z');
  graph.clear();
  const ours = measure(
    times,
    () => bytes.slice().buffer as ArrayBuffer,
    (buffer) => {
      const knowledge = loadSnapshot(buffer, hash);
      if (knowledge.graph.ego([key], { hops: 1, limit: 50 }).order === 0) throw new Error('the graph came back empty');
      return knowledge;
    },
  );
  const keys = Array.from({ length: HOPS * SEEDS }, (_, i) => `ticket:${(i * 37) % nodes}`);
  const cpu = process.cpuUsage();
  for (let i = 0; i < HOPS; i++) ours.result.graph.ego(keys.slice(i * SEEDS, (i + 1) * SEEDS), { hops: 1, limit: 64 });
  const hop = cpuSince(cpu) / HOPS;
  const baseline = measure(
    Math.min(times, nodes > 50_000 ? 1 : 3),
    () => text,
    (json) => {
      const imported = newGraph();
      imported.import(JSON.parse(json) as Parameters<typeof imported.import>[0]);
      if (imported.degree(key) < 0) throw new Error('the graph came back empty');
      return imported;
    },
  );
  return { nodes, edges, ours, baseline, hop, bytes: bytes.length };
}

const keysOf = ({ ours, baseline, bytes, hop }: ReturnType<typeof size>) => ({
  load_ms: round(ours.ms),
  baseline_load_ms: round(baseline.ms),
  ratio: round(baseline.ms / ours.ms),
  heap_mb: round(ours.mb),
  baseline_heap_mb: round(baseline.mb),
  heap_ratio: round(ours.mb / baseline.mb, 3),
  bytes,
  one_hop_ms: round(hop, 3),
});

/** How time grows from ten thousand to a hundred thousand nodes: 1 is linear. Of loading the fastest run counts, as a load of the small one is shorter than what CPU time is counted in. */
export async function snapshot(): Promise<object> {
  const middle = size(20_000, 100_000, 7);
  const small = size(10_000, 50_000, 30);
  const large = size(100_000, 500_000, 20);
  const exponent = (a: number, b: number): number => round(Math.log10(b / a));
  return {
    suite: 'snapshot',
    nodes: middle.nodes,
    edges: middle.edges,
    ...keysOf(middle),
    large: { nodes: large.nodes, edges: large.edges, ...keysOf(large) },
    growth_exponent: { load: exponent(small.ours.ms, large.ours.ms), one_hop: exponent(small.hop, large.hop) },
  };
}
