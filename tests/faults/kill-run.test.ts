/** A build whose process is killed at every one of its steps, before or after the step's work, ends in the undisturbed build's hash. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { memoryInstallation } from '../knowledge/memory-record.ts';
import { shopCorpus } from '../knowledge/support.ts';

const child = fileURLToPath(new URL('killed-build.ts', import.meta.url));

/** Runs the build in its own process, which kills itself at the `kill`-th step; answers the signal and what it printed. */
function build(folder: string, kill: string): { signal: string | null; out: string } {
  const { signal, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', child, folder, kill], { encoding: 'utf8' });
  return { signal, out: `${stdout}${stderr}` };
}

test('killed at every step, a build resumes to the same snapshot, and nothing is live before it is whole', async () => {
  const names: string[] = [];
  const undisturbed = memoryInstallation(shopCorpus());
  const { snapshot } = await undisturbed.build({
    step: (name, work) => {
      names.push(name);
      return work();
    },
  });
  expect(names).toEqual(['plan', 'articles', 'tickets', 'facts', 'graph', 'words', 'rank', 'triage', 'write', 'vectors', 'publish', 'sweep']);
  // Each process takes over what the killed one before it left, and does the step again whose result was lost. What a kill
  // after the publishing leaves is live and has nothing left to do, so a kill in the sweep is a run of its own.
  const kills = names.flatMap((name) => (name === 'write' || name === 'publish' ? [`before:${name}`, `after:${name}`] : [`after:${name}`]));
  for (const run of [kills.filter((kill) => kill !== 'after:sweep'), ['after:sweep']]) {
    const folder = mkdtempSync(join(tmpdir(), 'deskgraph-kill-'));
    try {
      for (const kill of run) {
        expect(build(folder, kill).signal, kill).toBe('SIGKILL');
        const state = join(folder, 'state.json');
        const between = existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as { releases: unknown[] }).releases.length : 0;
        expect(between, `releases after a kill ${kill}`).toBe(kill === 'after:publish' || kill === 'after:sweep' ? 1 : 0);
      }
      expect(build(folder, 'never').out.trim()).toBe(`published ${snapshot} releases 1`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}, 600_000);
