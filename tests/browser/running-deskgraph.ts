/** Deskgraph as a new user starts it: the real command, a home and a port of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export type RunningDeskgraph = {
  origin: string;
  /** Where its state lies. */
  home: string;
  /** What the command printed so far. */
  output: () => string;
  /** Runs another of the project's commands against this one; answers its output and exit code. */
  run: (script: string, args: string[]) => Promise<{ output: string; code: number | null }>;
  /** Ends it and forgets its state, unless that is to be kept for another start. */
  stop: (options?: { keepState: boolean }) => Promise<void>;
};

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export async function startDeskgraph(options: { env?: Record<string, string>; home?: string } = {}): Promise<RunningDeskgraph> {
  const port = await freePort();
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'deskgraph-'));
  const env = { ...process.env, PORT: String(port), DESKGRAPH_HOME: home, ...options.env };
  const child = spawn(process.execPath, ['scripts/run.mjs', 'start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const stop: RunningDeskgraph['stop'] = async ({ keepState } = { keepState: false }) => {
    await ended(child, 'SIGINT');
    if (!keepState) rmSync(home, { recursive: true, force: true });
  };
  while (!output.includes('Deskgraph is ready')) {
    if (child.exitCode !== null) throw new Error(`npm start ended:\n${output}`);
    await new Promise((r) => setTimeout(r, 100));
  }
  return {
    origin: `http://localhost:${port}`,
    home,
    output: () => output,
    stop,
    run: (script, args) =>
      new Promise((resolve) => {
        const command = spawn(process.execPath, ['scripts/run.mjs', script, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
        let said = '';
        command.stdout.on('data', (data) => (said += data));
        command.stderr.on('data', (data) => (said += data));
        command.once('exit', (code) => resolve({ output: said, code }));
      }),
  };
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
