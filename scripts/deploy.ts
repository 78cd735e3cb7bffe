/** `npm run deploy -- --env production --url https://host [--jurisdiction eu] [--dimensions 384] [--undo]`: thin over wrangler. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SUBWORD_DIMENSIONS } from '../worker/text/subword-vector.ts';
import { deploy, undo, type Wrangler } from './deploy/production.ts';
import { buildFrontEnds } from './local/front-ends.ts';
import { root } from './local/paths.ts';

const wrangler: Wrangler = (args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/wrangler/bin/wrangler.js'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, WRANGLER_HIDE_BANNER: 'true' },
  });
  return { ok: status === 0, stdout, stderr };
};
const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const { values } = parseArgs({
    options: {
      env: { type: 'string' },
      url: { type: 'string' },
      jurisdiction: { type: 'string' },
      dimensions: { type: 'string', default: String(SUBWORD_DIMENSIONS) },
      undo: { type: 'boolean', default: false },
    },
  });
  if (values.env !== 'production') throw new Error('Usage: npm run deploy -- --env production --url https://your-worker.example.com');
  if (values.jurisdiction !== undefined && values.jurisdiction !== 'eu') throw new Error('--jurisdiction takes eu, or is left out.');
  if (values.undo) undo({ wrangler, say });
  else {
    const url = values.url && URL.canParse(values.url) ? new URL(values.url) : null;
    if (url?.protocol !== 'https:') throw new Error('--url takes the address Deskgraph is reached at, such as https://deskgraph.example.workers.dev');
    await buildFrontEnds(say);
    await deploy({
      wrangler,
      say,
      publicUrl: url.origin,
      dimensions: Number(values.dimensions),
      jurisdiction: values.jurisdiction === 'eu' ? 'eu' : null,
      healthy: async () => {
        const answer = await fetch(`${url.origin}/healthz`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
        return answer?.ok === true && ((await answer.json()) as { environment?: string }).environment === 'production';
      },
    });
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
