import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
/** Keys of this machine: one set a checkout, because wrangler reads the desk's from one fixed place. */
export const keysFile = join(root, '.deskgraph', 'keys.json');
/** Everything a local run leaves behind: state, log, process id. Tests run beside it in a home of their own. */
export const homeDir = process.env.DESKGRAPH_HOME ?? join(root, '.deskgraph');
export const stateDir = join(homeDir, 'state');
export const workerEnvFile = join(homeDir, 'worker.env');
export const logFile = join(homeDir, 'worker.log');
export const pidFile = join(homeDir, 'worker.pid');
/** Where the running Worker answers; written by `start`, read by `token` and `ingest`. */
export const originFile = join(homeDir, 'origin');
export const sampleDir = join(root, 'apps/desk/sample-data');
