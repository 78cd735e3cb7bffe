/** The local Worker as a child process: wrangler in its own process group, so that one signal ends all of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { homeDir, logFile, pidFile, root, stateDir, workerEnvFile } from './paths.ts';

/** True when something listens on the port, on either loopback address. */
export async function portTaken(port: number): Promise<boolean> {
  const answers = (host: string) =>
    new Promise<boolean>((resolve) => {
      const socket = createConnection({ port, host, timeout: 1_000 });
      const settle = (taken: boolean) => {
        socket.destroy();
        resolve(taken);
      };
      socket
        .once('connect', () => settle(true))
        .once('error', () => settle(false))
        .once('timeout', () => settle(false));
    });
  const bindable = new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  return (await answers('127.0.0.1')) || (await answers('::1')) || !(await bindable);
}

/** Ends what an earlier run left behind when it was killed. A run that still goes on is left alone, and so is a recycled process id. */
export function endLeftOver(): void {
  if (!existsSync(pidFile)) return;
  const [worker = 0, starter = 0] = readFileSync(pidFile, 'utf8').split(' ').map(Number);
  if (starter > 1 && alive(starter)) return;
  rmSync(pidFile, { force: true });
  if (worker > 1 && isWrangler(worker)) signalGroup(worker, 'SIGKILL');
}

function isWrangler(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('wrangler');
  } catch {
    // Without /proc (macOS) the group cannot be told from a stranger's: leave it, the port check will speak up.
    return false;
  }
}

export function spawnWorker(port: number): ChildProcess {
  mkdirSync(homeDir, { recursive: true });
  const log = openSync(logFile, 'w');
  const args = ['dev', '-c', 'wrangler.toml', '-c', 'apps/desk/wrangler.toml', '--port', String(port), '--ip', 'localhost', '--env-file', workerEnvFile];
  // A user's own settings (a model's address and key) come last and win.
  if (existsSync(join(root, '.dev.vars'))) args.push('--env-file', join(root, '.dev.vars'));
  const own = ownVariables();
  if (own !== '') {
    const file = join(homeDir, 'own.vars');
    writeFileSync(file, own, { mode: 0o600 });
    args.push('--env-file', file);
  }
  args.push('--persist-to', stateDir, '--show-interactive-dev-session=false', '--log-level', 'warn');
  const child = spawn(process.execPath, [join(root, 'node_modules/wrangler/bin/wrangler.js'), ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      // Without it a machine whose DNS stays silent waits ten seconds for data that is not needed.
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    },
  });
  closeSync(log);
  if (child.pid) writeFileSync(pidFile, `${child.pid} ${process.pid}`);
  return child;
}

/** A language model and a collector of traces named in this shell's environment; in a file, since arguments can be read by every user of the machine. */
function ownVariables(): string {
  return Object.entries(process.env)
    .filter(([name, value]) => (name.startsWith('OTLP_') || (name.startsWith('OPENAI_') && process.env.OPENAI_BASE_URL)) && value && !/["\n]/.test(value))
    .map(([name, value]) => `${name}="${value}"\n`)
    .join('');
}

/** Resolves when nothing of the group is left: asks first, then insists. */
export async function endWorker(child: ChildProcess): Promise<void> {
  if (!child.pid) return;
  signalGroup(child.pid, 'SIGTERM');
  for (let waited = 0; waited < 5_000 && alive(-child.pid); waited += 100) await new Promise((r) => setTimeout(r, 100));
  signalGroup(child.pid, 'SIGKILL');
  rmSync(pidFile, { force: true });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}

/** Of a process, or with a negative number of its group. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until `/healthz` answers; throws with the log's tail when the Worker dies or stays silent for long, on a busy machine too. */
export async function untilHealthy(origin: string, child: ChildProcess, timeoutMs = 180_000): Promise<void> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; ) {
    if (child.exitCode !== null) break;
    const response = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (response) return;
    await new Promise((r) => setTimeout(r, 100));
  }
  const tail = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n') : '';
  throw new Error(`The local Worker did not come up. The end of ${logFile}:\n${tail}`);
}
