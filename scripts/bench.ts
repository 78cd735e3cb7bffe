/** `npm run bench -- NAME [--json]`: one JSON object on standard output, or a table. */
import { benches } from '../tests/benches/index.ts';

const [name, ...rest] = process.argv.slice(2);
const bench = name === undefined ? undefined : benches[name];
if (!bench) {
  process.stderr.write(`Usage: npm run bench -- NAME [--json], with NAME one of: ${Object.keys(benches).join(', ')}\n`);
  process.exit(1);
}
const args: Record<string, string> = {};
for (let i = 0; i < rest.length; i++) {
  const key = rest[i] as string;
  if (key.startsWith('--') && key !== '--json') args[key.slice(2)] = rest[++i] ?? '';
}
const result = await bench(args);
if (rest.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`);
else
  for (const [key, value] of Object.entries(result)) process.stdout.write(`${key.padEnd(28)} ${typeof value === 'object' ? JSON.stringify(value) : value}\n`);
