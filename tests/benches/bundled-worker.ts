/**
 * The Worker as it is deployed, bundled and minified, in workerd with a direct socket: without the development server's
 * milliseconds. Run as a process of its own, so that it can be killed: `node bundled-worker.ts BUNDLE STATE PORT [VARIABLES]`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { convertV4MiniflareOptions, Miniflare, Response } from 'miniflare';
import { root } from '../../scripts/local/paths.ts';
import { testVariables } from '../worker/support/variables.ts';

/** Bundles the Worker into `folder`. */
export function bundleWorker(folder: string): void {
  // Assets are no part of what is measured, but their folder must be there.
  mkdirSync(join(root, 'dist/assets'), { recursive: true });
  const args = [join(root, 'node_modules/wrangler/bin/wrangler.js'), 'deploy', '-c', 'wrangler.toml', '--dry-run', '--minify', '--outdir', folder];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: { ...process.env, WRANGLER_SEND_METRICS: 'false' } });
  if (status !== 0) throw new Error(`The Worker does not bundle:\n${stderr}`);
}

export type BundledWorker = {
  origin: string /** CPU it has used, in milliseconds; null where the system does not tell. */;
  cpuMs(): number | null;
  kill(): Promise<void>;
};

/** Starts the bundle with its state in `state`, `variables` on top of the tests' own; `kill` is a SIGKILL to it and to its workerd, and nothing to one that has ended. */
export async function startBundled(bundle: string, state: string, port: number, variables: Record<string, string> = {}): Promise<BundledWorker> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), bundle, state, String(port), JSON.stringify(variables)], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [''])])) as [Buffer | string];
  if (!line.toString().includes('ready')) throw new Error('The bundled Worker did not start.');
  return {
    origin: `http://127.0.0.1:${port}`,
    cpuMs: () => cpuOfGroup(child.pid ?? 0),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await ended;
    },
  };
}

/** Kernel and user time of the process group, from `/proc` (Linux counts it in hundredths of a second). */
function cpuOfGroup(group: number): number | null {
  try {
    let ticks = 0;
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const stat = readStat(pid);
      if (Number(stat[2]) === group) ticks += Number(stat[11]) + Number(stat[12]);
    }
    return ticks * 10;
  } catch {
    return null;
  }
}

/** The fields after the name, which may itself hold spaces and brackets; none for a process that has just ended. */
function readStat(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

const nothing = (): Response => new Response('', { status: 404 });

/** The bundle in workerd, in this process: for journeys that end it in good order. `variables` come on top of the tests' own. */
export async function hostBundled(bundle: string, state: string, port: number, variables: Record<string, string> = {}): Promise<Miniflare> {
  const modules = readdirSync(bundle)
    .filter((name) => name.endsWith('.js') || name.endsWith('.sql'))
    .sort((a) => (a === 'index.js' ? -1 : 1))
    .map((name) => ({
      type: name.endsWith('.js') ? ('ESModule' as const) : ('Text' as const),
      path: join(bundle, name),
      contents: readFileSync(join(bundle, name), 'utf8'),
    }));
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      name: 'deskgraph',
      modules,
      modulesRoot: bundle,
      compatibilityDate: '2026-11-01',
      compatibilityFlags: ['nodejs_compat'],
      bindings: { ...testVariables, ...variables },
      kvNamespaces: { SNAPSHOTS: 'snapshots' },
      durableObjects: { INSTALLATION: { className: 'Installation', useSQLite: true }, VECTOR_SHARD: { className: 'VectorShard', useSQLite: true } },
      // Wake-ups go to a queue that nobody reads: what is measured is receiving.
      queueProducers: { EVENTS: 'deskgraph-events' },
      workflows: { BUILD: { name: 'deskgraph-build', className: 'BuildSnapshot' } },
      serviceBindings: { VECTORIZE: { name: 'deskgraph', entrypoint: 'LocalVectorize' }, ASSETS: nothing },
      resourcePersistencePath: state,
      unsafeDirectSockets: [{ host: '127.0.0.1', port }],
      cf: false,
    }),
  );
  await miniflare.ready;
  return miniflare;
}

const [bundle, state, port, variables = '{}'] = process.argv.slice(2);
if (process.argv[1] === fileURLToPath(import.meta.url) && bundle && state) {
  await hostBundled(bundle, state, Number(port), JSON.parse(variables) as Record<string, string>);
  process.stdout.write('ready\n');
}
