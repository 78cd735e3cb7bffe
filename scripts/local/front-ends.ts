/** Builds the front ends with vite, only when a source changed since the last build. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './paths.ts';

const frontEnds = [
  { name: 'the sidebar', app: 'zendesk', sources: ['apps/zendesk', 'apps/panel', 'shared'] },
  {
    name: 'the console',
    app: 'console',
    sources: ['apps/console', 'apps/panel', 'shared'],
  },
  { name: 'the HubSpot window', app: 'hubspot', sources: ['apps/hubspot', 'apps/panel', 'shared'] },
  { name: 'the desk', app: 'desk', sources: ['apps/desk', 'shared'] },
];

/** `say` hears one line for each front end that has to be built. */
export async function buildFrontEnds(say: (what: string) => void): Promise<void> {
  for (const { name, app, sources } of frontEnds) {
    const stampFile = join(root, 'dist', `.${app}.stamp`);
    const stamp = fingerprint([...sources, 'package-lock.json']);
    if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) continue;
    say(`Building ${name} …`);
    await build({ configFile: join(root, 'apps', app, 'vite.config.ts'), root: join(root, 'apps', app), logLevel: 'error' });
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(stampFile, stamp);
  }
}

function fingerprint(sources: string[]): string {
  const hash = createHash('sha256');
  const visit = (path: string): void => {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!name.startsWith('.') && name !== 'node_modules' && name !== 'sample-data') visit(join(path, name));
    } else hash.update(path).update(readFileSync(path));
  };
  for (const source of sources) visit(join(root, source));
  return hash.digest('hex');
}
