/**
 * `bench -- build`: every step of a build in a process with an isolate's heap (`--max-old-space-size`), so that a step that
 * would not fit fails here; it is then tried with the next larger one, since with room to spare V8 leaves garbage lying that would
 * be counted. What counts is the heap before each collection, garbage included, and the bytes of typed arrays beside it, without
 * the documents: these, intermediate results and vectors lie on disk or outside, as they lie in the Durable Object, in KV and in
 * the index. CPU is the whole
 * process's, its collector's threads included. workerd neither enforces its limit locally nor tells CPU, so the same V8
 * with the same code stands in for it. The baseline makes the same snapshot in one piece, with everything in memory.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const data = fileURLToPath(new URL('../../../shared/data', import.meta.url));
const child = fileURLToPath(new URL('build-steps.ts', import.meta.url));
const HEAPS_MB = [64, 96, 192, 768, 2_048] as const;
/** An isolate's. */
const HEAP_MB = 96;
const ROOMY_MB = 2_048;

export type StepFigure = { step: string; seconds: number; cpu_s: number; peak_mb: number };
type Told = Omit<StepFigure, 'step'> & ({ step: string } | { again: string } | { whole: true } | { incremental: true } | { baseline: true });
type Figures = {
  seconds: number;
  peak_mb: number;
  max_step_cpu_s: number;
  incremental_s: number;
  incremental_cpu_s: number;
  baseline_s: number;
  baseline_peak_mb: number;
  fits: boolean;
  /** The smallest heap tried in which it ends. */
  heap_mb: number;
  steps: StepFigure[];
  /** The steps of the change of one article. */
  incremental_steps: StepFigure[];
};

const sets: Record<string, { folder: string; files: string[] }> = {
  firefox: { folder: `${data}/sumo`, files: [] },
  aws_docs: { folder: `${data}/aws_docs`, files: ['documents.jsonl.gz'] },
};

/** `--only firefox` or `--only aws_docs`. Keys: the Firefox help centre's at the top, and the same under `aws_docs`. */
export async function build({ only }: Record<string, string>): Promise<object> {
  const found: Record<string, object> = {};
  for (const [name, { folder, files }] of Object.entries(sets)) {
    if (only !== undefined && only !== name) continue;
    found[name] = existsSync(folder) ? measured(folder, files) : { absent: 'the evaluation data is not there' };
  }
  const { firefox, ...others } = found;
  return { suite: 'build', runtime: `node ${process.version}`, ...firefox, ...others };
}

function measured(folder: string, files: string[]): Figures | { failed: string } {
  let heap: number = HEAP_MB;
  let steps: Told[] | string = '';
  for (heap of HEAPS_MB) {
    steps = told(heap, ['steps', folder, ...files]);
    if (typeof steps !== 'string') break;
  }
  const baseline = told(ROOMY_MB, ['baseline', folder, ...files]);
  if (typeof steps === 'string') return { failed: steps };
  if (typeof baseline === 'string') return { failed: baseline };
  const each = steps.filter((line): line is StepFigure => 'step' in line);
  const whole = steps.find((line) => 'whole' in line);
  const again = steps.find((line) => 'incremental' in line);
  return {
    seconds: whole?.seconds ?? Number.NaN,
    peak_mb: Math.max(...each.map((s) => s.peak_mb)),
    max_step_cpu_s: Math.max(...each.map((s) => s.cpu_s)),
    incremental_s: again?.seconds ?? Number.NaN,
    incremental_cpu_s: again?.cpu_s ?? Number.NaN,
    baseline_s: baseline[0]?.seconds ?? Number.NaN,
    baseline_peak_mb: baseline[0]?.peak_mb ?? Number.NaN,
    fits: heap <= HEAP_MB,
    heap_mb: heap,
    steps: each,
    incremental_steps: steps.flatMap((line) => ('again' in line ? [{ ...line, step: line.again }] : [])),
  };
}

/** The lines a child tells, or its last word when it fails. */
function told(heap: number, args: string[]): Told[] | string {
  const flags = [`--max-old-space-size=${heap}`, '--max-semi-space-size=4', '--no-warnings'];
  const { stdout, status, stderr } = spawnSync(process.execPath, [...flags, child, ...args], { encoding: 'utf8', maxBuffer: 64 * 1_048_576 });
  if (status !== 0) return stderr.trim().split('\n').at(-1) ?? 'the build ended without a word';
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
}
