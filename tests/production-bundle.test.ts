/** What would be deployed, by the tool that deploys it: its size, and what it is bound to. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../scripts/local/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskgraph-production-'));
let said = '';

beforeAll(() => {
  mkdirSync(join(root, 'dist/assets'), { recursive: true });
  const args = ['deploy', '-c', 'wrangler.toml', '--env', 'production', '--dry-run', '--minify', '--outdir', folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/wrangler/bin/wrangler.js'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' },
  });
  if (status !== 0) throw new Error(stderr);
  said = stdout;
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the Worker takes at most 500 KB, compressed', () => {
  expect(gzipSync(readFileSync(join(folder, 'index.js'))).length).toBeLessThanOrEqual(500 * 1_024);
});

test('production binds what it needs, and nothing of a developer’s machine', () => {
  for (const binding of ['INSTALLATION (Installation)', 'SNAPSHOTS', 'EVENTS', 'BUILD (BuildSnapshot)', 'ASSETS']) expect(said).toContain(`env.${binding}`);
  expect(said).toMatch(/env\.VECTORIZE \(deskgraph-passages\)\s+Vectorize Index/);
  expect(said).toContain('env.ENVIRONMENT ("production")');
  for (const local of ['LocalVectorize', 'VECTOR_SHARD', 'env.DESK']) expect(said).not.toContain(local);
});
