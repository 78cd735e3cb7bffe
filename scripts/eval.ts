/** `npm run eval -- SUITE … [--json]`: one JSON object on standard output and nothing else there, or a table. */
import { suites } from '../tests/evals/index.ts';

type Args = Record<string, string | string[]>;

/** `--name value`, `--name` alone (→ an empty string), and repeated names (→ a list). */
function readArgs(words: readonly string[]): Args {
  const args: Args = {};
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (!word.startsWith('--')) continue;
    const following = words[i + 1];
    const value = following === undefined || following.startsWith('--') ? '' : following;
    if (value !== '') i++;
    const name = word.slice(2);
    const before = args[name];
    args[name] = before === undefined ? value : [before, value].flat();
  }
  return args;
}

function printTable(value: object, indent = ''): void {
  for (const [key, entry] of Object.entries(value)) {
    const flat = entry === null || typeof entry !== 'object' || (Array.isArray(entry) && entry.every((e) => typeof e !== 'object'));
    if (flat) process.stdout.write(`${(indent + key).padEnd(32)} ${Array.isArray(entry) ? entry.join(' … ') : entry}\n`);
    else {
      process.stdout.write(`${indent}${key}\n`);
      printTable(entry, `${indent}  `);
    }
  }
}

const [name, ...rest] = process.argv.slice(2);
const suite = name === undefined ? undefined : suites[name];
if (!suite) {
  process.stderr.write(`Usage: npm run eval -- SUITE … [--json], with SUITE one of: ${Object.keys(suites).sort().join(', ')}\n`);
  process.exit(1);
}
const { json, ...args } = readArgs(rest);
try {
  const result = await suite(args);
  if (json !== undefined) process.stdout.write(`${JSON.stringify(result)}\n`);
  else printTable(result);
} catch (error) {
  process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
