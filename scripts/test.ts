/** `npm test`: format and lint, types, front ends, then every test. One closing line counts them all. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeDir, root } from './local/paths.ts';

const bin = (name: string): string => join(root, 'node_modules/.bin', name);
const report = join(homeDir, 'test-report.json');
mkdirSync(homeDir, { recursive: true });

const steps: { name: string; command: string; args: string[] }[] = [
  { name: 'format and lint', command: bin('biome'), args: ['check', '.'] },
  { name: 'types', command: bin('tsc'), args: ['-b'] },
  { name: 'front ends', command: process.execPath, args: ['scripts/run.mjs', 'build'] },
  { name: 'tests', command: bin('vitest'), args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] },
];

let failed: string | null = null;
for (const { name, command, args } of steps) {
  process.stdout.write(`\n── ${name}\n`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
  });
  if (status !== 0) {
    failed = name;
    if (name !== 'tests') break;
  }
}
if (failed !== null && failed !== 'tests') process.stderr.write(`\nStopped at: ${failed}.\n`);
else {
  const counts = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numFailedTests: number; numPendingTests: number };
  process.stdout.write(`\n${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${counts.numPendingTests} skipped\n`);
}
process.exitCode = failed === null ? 0 : 1;
