/** `npm start`: builds the front ends, runs the Worker on this machine, fills the sample installation, says when it is ready. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { LocalApi } from './local/api.ts';
import { buildFrontEnds } from './local/front-ends.ts';
import { ingestFolder, rebuild } from './local/ingest-folder.ts';
import { prepareKeys } from './local/keys.ts';
import { homeDir, logFile, originFile, sampleDir, stateDir } from './local/paths.ts';
import { progressLine } from './local/progress.ts';
import { endLeftOver, endWorker, portTaken, spawnWorker, untilHealthy } from './local/worker-process.ts';

const port = Number(process.env.PORT ?? 8787);
const fresh = process.argv.includes('--fresh');

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

if (!Number.isInteger(port) || port < 1 || port > 65_535) fail(`PORT must be a number from 1 to 65535; it is "${process.env.PORT}".`);
endLeftOver();
if (await portTaken(port)) fail(`Port ${port} is taken. Stop what uses it, or choose another: PORT=${port === 8787 ? 8788 : 8787} npm start`);
if (fresh) rmSync(stateDir, { recursive: true, force: true });

const origin = `http://localhost:${port}`;
mkdirSync(homeDir, { recursive: true });
prepareKeys(origin);
await buildFrontEnds((what) => process.stdout.write(`${what}\n`));

const worker = spawnWorker(port);
let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  clearInterval(parentWatch);
  await endWorker(worker);
  rmSync(originFile, { force: true });
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
worker.once('exit', () => {
  if (ending) return;
  process.stderr.write(`The local Worker ended by itself; ${logFile} says why.\n`);
  void end(1);
});
// When the shell that started this is killed, nobody sends a signal: a new parent is the only sign.
const parent = process.ppid;
const parentWatch = setInterval(() => {
  if (process.ppid !== parent) void end(0);
}, 1_000);

try {
  await untilHealthy(origin, worker);
  writeFileSync(originFile, origin);
  const api = new LocalApi(origin);
  // Repeated on every start: the address of the desk follows the port.
  await api.createInstallation('demo', 'Brightloom');
  const live = await api.liveRelease('demo');
  if (live === null) {
    const progress = progressLine('Building the sample installation');
    await ingestFolder(api, { folder: sampleDir, installation: 'demo', keepOpen: 0, onProgress: progress.update });
    progress.end();
  } else if (live.model !== (await api.health()).configured.model) {
    const progress = progressLine('Taking over another language model');
    const { state, step } = await rebuild(api, 'demo', progress.update);
    progress.end();
    if (state === 'held') process.stdout.write(`${step}\n`);
  }
  process.stdout.write(`Deskgraph is ready: ${origin}/desk/\n`);
} catch (error) {
  if (!ending) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await end(1);
  }
}
