/** `npm run eval -- SUITE … [--json]`: one JSON object on standard output and nothing else there, or a table. */
import { options, suites } from '../tests/evals/index.ts';

type Args = Record<string, string | string[]>;

/** `--name value`, `--name` alone (→ an empty string), and several values or a repeated name (→ a list). */
function readArgs(words: readonly string[]): Args {
  const args: Args = {};
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (!word.startsWith('--')) continue;
    const values: string[] = [];
    while (words[i + 1] !== undefined && !words[i + 1]?.startsWith('--')) values.push(words[++i] as string);
    const name = word.slice(2);
    const all = [...[args[name] ?? []].flat(), ...values];
    args[name] = all.length > 1 ? all : (all[0] ?? '');
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
const unknown = Object.keys(args).filter((option) => !options[name as string]?.includes(option));
try {
  if (unknown.length > 0) throw new Error(`--${unknown[0]} is not known; ${name} takes ${options[name as string]?.map((o) => `--${o}`).join(', ')}.`);
  const result = await suite(args);
  if (json !== undefined) process.stdout.write(`${JSON.stringify(result)}\n`);
  else printTable(result);
} catch (error) {
  process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
