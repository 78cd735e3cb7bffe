/** `npm run token -- --installation demo`: prints a session token for trying the API by hand. Local only. */
import { parseArgs } from 'node:util';
import { LocalApi, runningOrigin } from './local/api.ts';

try {
  const { values } = parseArgs({ options: { installation: { type: 'string', default: 'demo' }, role: { type: 'string', default: 'agent' } } });
  process.stdout.write(`${await new LocalApi(runningOrigin()).token(values.installation, values.role)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
