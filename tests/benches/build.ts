/**
 * `bench -- build`: every step of a build in its own process with an isolate's heap (`--max-old-space-size`), so that a step
 * that would not fit fails here; CPU and peaks are the process's. Documents and intermediate results lie outside the heap, as
 * they would in the Durable Object and in KV. workerd does not enforce its limit locally and does not report CPU, so
 * the same V8 with the same code stands in for it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const data = fileURLToPath(new URL('../../../shared/data', import.meta.url));
const child = fileURLToPath(new URL('build-steps.ts', import.meta.url));
const HEAP_MB = 96;
/** A first look at what a set needs when it does not fit. */
const ROOMY_MB = 1_024;

type StepFigure = { step: string; seconds: number; cpu_s: number; peak_mb: number };
type Figures = {
  seconds: number;
  peak_mb: number;
  max_step_cpu_s: number;
  fits_96_mb: boolean;
  steps: StepFigure[];
  incremental: { seconds: number; cpu_s: number } | null;
};

const sets: Record<string, { folder: string; args: string[] }> = {
  firefox: { folder: `${data}/sumo`, args: [] },
  aws_docs: { folder: `${data}/aws_docs`, args: ['documents.jsonl.gz'] },
};

export async function build(args: Record<string, string>): Promise<object> {
  const found: Record<string, unknown> = { suite: 'build', runtime: `node ${process.version}, old space ${HEAP_MB} MB` };
  for (const [name, { folder, args: files }] of Object.entries(sets)) {
    if (args.only !== undefined && args.only !== name) continue;
    found[name] = existsSync(folder) ? measured(folder, files) : { absent: `${folder} is not there` };
  }
  return found;
}

function measured(folder: string, files: string[]): Figures | { failed: string } {
  for (const heap of [HEAP_MB, ROOMY_MB]) {
    const flags = [`--max-old-space-size=${heap}`, '--max-semi-space-size=4', '--trace-gc', '--no-warnings'];
    const { stdout, status, stderr } = spawnSync(process.execPath, [...flags, child, folder, ...files], { encoding: 'utf8', maxBuffer: 256 * 1_048_576 });
    if (status === 0) return figures(stdout, heap === HEAP_MB);
    if (heap === ROOMY_MB) return { failed: stderr.trim().split('\n').at(-1) ?? 'the build ended without a word' };
  }
  return { failed: 'unreachable' };
}

/** Lines of V8's trace tell the heap before each collection; lines of the child begin and end the steps. */
function figures(output: string, fits: boolean): Figures {
  const steps: StepFigure[] = [];
  let incremental: Figures['incremental'] = null;
  let seconds = 0;
  let peak = 0;
  for (const line of output.split('\n')) {
    const collected = /\) ([\d.]+) \([\d.]+\) -> /.exec(line) ?? /(?:Scavenge|Mark-Compact)[^0-9]*([\d.]+) \(/.exec(line);
    if (collected) peak = Math.max(peak, Number(collected[1]));
    if (!line.startsWith('{')) continue;
    const told = JSON.parse(line) as {
      step?: string;
      seconds: number;
      cpu_s: number;
      used_mb: number;
      whole?: boolean;
      incremental?: boolean;
      begin?: boolean;
    };
    if (told.begin) peak = 0;
    else if (told.incremental) incremental = { seconds: told.seconds, cpu_s: told.cpu_s };
    else if (told.whole) seconds = told.seconds;
    else if (told.step !== undefined) {
      steps.push({ step: told.step, seconds: told.seconds, cpu_s: told.cpu_s, peak_mb: Math.round(Math.max(peak, told.used_mb)) });
      peak = 0;
    }
  }
  return {
    seconds,
    peak_mb: Math.max(0, ...steps.map((s) => s.peak_mb)),
    max_step_cpu_s: Math.max(0, ...steps.map((s) => s.cpu_s)),
    fits_96_mb: fits,
    steps,
    incremental,
  };
}
