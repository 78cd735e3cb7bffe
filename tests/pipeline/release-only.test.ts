/** Everything that shapes an answer comes through the release: the stages can reach no other configuration. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../worker/pipeline/', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

test('no stage imports the environment, settings, the installation, or what publishes releases', () => {
  expect(files.length).toBeGreaterThan(20);
  const forbidden = /^(?:\.\.\/)+(?:env|compose|suggest|queue|effects|installation\/|http\/|insight\/|adapters\/|governance\/(?!canonical))/;
  const wrong = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g)]
      .map((found) => found[1] ?? '')
      .filter((specifier) => forbidden.test(specifier) || specifier.startsWith('cloudflare:') || specifier === '#shared/setup')
      .map((specifier) => `${file} → ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test('no stage reads a variable of the process, a global of the platform, or a clock and dice of its own', () => {
  const reached =
    /\bprocess\.env\b|\bimport\.meta\b|\bglobalThis\b|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.(?:randomUUID|getRandomValues)\b|\bfetch\(/;
  const wrong = files.filter((file) => reached.test(readFileSync(join(folder, file), 'utf8').replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, '')));
  expect(wrong).toEqual([]);
});

test('a run is asked for with a release, ports, who reads it and what was counted, and nothing else that could be set', () => {
  const source = readFileSync(join(folder, 'types.ts'), 'utf8');
  const context = /export type RunContext = \{([\s\S]*?)\n\};/.exec(source)?.[1] ?? '';
  const fields = [...context.matchAll(/^ {2}(\w+)\??:/gm)].map((found) => found[1]);
  expect(fields).toEqual(['installation', 'release', 'knowledge', 'reader', 'startedAt', 'recent', 'tenure']);
});
