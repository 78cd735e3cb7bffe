/** A build whose process is killed at any of its steps, before or after the step's work, ends in the undisturbed build's hash. */
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
function run(folder: string, kill: string): { signal: string | null; out: string } {
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
  expect(names).toEqual(['plan', 'articles', 'tickets', 'facts', 'graph', 'rank', 'triage', 'write', 'vectors', 'publish', 'sweep']);
  for (const name of names)
    for (const when of name === 'write' || name === 'publish' ? ['before', 'after'] : ['after']) {
      const folder = mkdtempSync(join(tmpdir(), 'deskgraph-kill-'));
      try {
        expect(run(folder, `${when}:${name}`).signal, `${when} ${name}`).toBe('SIGKILL');
        const between = existsSync(join(folder, 'state.json'))
          ? (JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as { releases: unknown[] }).releases.length
          : 0;
        const published = name === 'sweep' || (name === 'publish' && when === 'after');
        expect(between, `releases after a kill ${when} ${name}`).toBe(published ? 1 : 0);
        expect(run(folder, 'never').out.trim(), `resumed after a kill ${when} ${name}`).toBe(`published ${snapshot} releases 1`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
}, 600_000);
