import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deploy, type Options, productionConfig, undo } from '../../scripts/deploy/production.ts';
import { root } from '../../scripts/local/paths.ts';

const secrets = ['SESSION_KEY', 'MASTER_KEY', 'ZENDESK_APP_PUBLIC_KEY', 'ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET'];

/** An account that wrangler would speak to; `calls` is what it was asked. */
function account(have: { namespace?: boolean; queue?: boolean; index?: number; secrets?: string[]; signedIn?: boolean } = {}) {
  const calls: string[] = [];
  let namespace = have.namespace ?? false;
  let deployed = '';
  const wrangler: Options['wrangler'] = (args) => {
    const line = args.join(' ');
    calls.push(line);
    const ok = (stdout = '') => ({ ok: true, stdout, stderr: '' });
    const no = { ok: false, stdout: '', stderr: 'not found' };
    if (line === 'whoami') return (have.signedIn ?? true) ? ok() : no;
    if (line === 'kv namespace list') return ok(JSON.stringify(namespace ? [{ id: 'abc123', title: 'deskgraph-snapshots' }] : []));
    if (line.startsWith('kv namespace create')) namespace = true;
    if (line.startsWith('queues info')) return have.queue ? ok() : no;
    if (line.startsWith('vectorize get')) return have.index ? ok(JSON.stringify({ config: { dimensions: have.index } })) : no;
    if (line.startsWith('secret list')) return ok(JSON.stringify((have.secrets ?? secrets).map((name) => ({ name }))));
    if (args[0] === 'deploy') deployed = readFileSync(args[2] ?? '', 'utf8');
    return ok();
  };
  const said: string[] = [];
  const run = (more: Partial<Options> = {}) =>
    deploy({
      wrangler,
      say: (l) => said.push(l),
      healthy: async () => true,
      publicUrl: 'https://deskgraph.example',
      dimensions: 256,
      jurisdiction: null,
      ...more,
    });
  return { calls, said, run, wrangler, deployed: () => deployed };
}

describe('deploying', () => {
  test('makes what is missing, once, and fills in the namespace’s id', async () => {
    const fresh = account();
    await fresh.run();
    expect(fresh.calls.filter((c) => / create /.test(c))).toEqual([
      'kv namespace create deskgraph-snapshots',
      'queues create deskgraph-events',
      'vectorize create deskgraph-passages --dimensions=256 --metric=cosine',
    ]);
    expect(fresh.deployed()).toContain('id = "abc123"');
    expect(existsSync(join(root, '.wrangler-production.toml'))).toBe(false);
    const known = account({ namespace: true, queue: true, index: 256 });
    await known.run({ jurisdiction: 'eu' });
    expect(known.calls.filter((c) => / create /.test(c))).toEqual([]);
    expect(known.calls.find((c) => c.startsWith('deploy'))).toContain('--var JURISDICTION:eu');
  });
  test('stops before it deploys when something is missing, and says what to do', async () => {
    const cases: [ReturnType<typeof account>, RegExp][] = [
      [account({ signedIn: false }), /wrangler login/],
      [account({ secrets: ['SESSION_KEY'] }), /secret put MASTER_KEY --env production/],
      [account({ index: 1_536 }), /--dimensions 1536/],
    ];
    for (const [world, message] of cases) {
      await expect(world.run()).rejects.toThrow(message);
      expect(world.calls.some((c) => c.startsWith('deploy'))).toBe(false);
    }
  });
  test('a version that does not become well is taken back', async () => {
    const world = account({ namespace: true, queue: true, index: 256 });
    await expect(world.run({ healthy: async () => false, pauseMs: 0 })).rejects.toThrow('taken back');
    expect(world.calls.at(-1)).toContain('rollback --env production');
  });
  test('can be undone', () => {
    const world = account();
    undo({ wrangler: world.wrangler, say: () => undefined });
    expect(world.calls).toEqual(['rollback --env production --yes --message Taken back by npm run deploy']);
  });
  test('needs the name of the namespace in the configuration', () => {
    expect(() => productionConfig('name = "x"', 'abc')).toThrow('KV namespace');
  });
});
