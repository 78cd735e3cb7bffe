/** The HubSpot project as `hs project upload` takes it: every extension folder complete in itself, because imports from above it are refused. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { transformWithOxc } from 'vite';
import { root } from '../local/paths.ts';

export type ProjectFiles = Map<string, Uint8Array>;

const SOURCE = join(root, 'apps/hubspot');
const APP = join(SOURCE, 'src/app');
/** The Worker's address in the sources. */
const PLACEHOLDER = 'https://deskgraph.example.com';
const EXTENSIONS: { folder: string; entry: string }[] = [
  { folder: 'cards', entry: 'deskgraph-card.tsx' },
  { folder: 'settings', entry: 'settings-page.tsx' },
];

/** Throws with a sentence when `workerUrl` is no origin that HubSpot would call: https, and nothing local. */
export function hubspotWorkerOrigin(workerUrl: string): string {
  const url = URL.canParse(workerUrl) ? new URL(workerUrl) : null;
  const plain = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!url || !plain || url.protocol !== 'https:' || /^(localhost|127\.|\[)/.test(url.hostname))
    throw new Error(`--worker-url takes the Worker's public address, such as https://deskgraph.example.workers.dev; it is "${workerUrl}".`);
  return url.origin;
}

/** Every file of the project by its path below `dist/hubspot/`, sorted. */
export async function projectFiles(workerUrl: string): Promise<ProjectFiles> {
  const origin = hubspotWorkerOrigin(workerUrl);
  const files: ProjectFiles = new Map();
  const put = (path: string, content: string | Uint8Array) => files.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  put('hsproject.json', readFileSync(join(SOURCE, 'hsproject.json')));
  for (const path of filesBelow(APP)) {
    const name = relative(APP, path);
    if (/\.tsx?$/.test(name)) continue;
    put(`src/app/${name}`, name.endsWith('-hsmeta.json') ? readFileSync(path, 'utf8').replaceAll(PLACEHOLDER, origin) : readFileSync(path));
  }
  for (const { folder, entry } of EXTENSIONS) {
    for (const [path, content] of await extension(join(APP, folder), entry)) put(`src/app/${folder}/${path}`, content.replaceAll(PLACEHOLDER, origin));
    put(`src/app/${folder}/package.json`, `${JSON.stringify(manifest(folder), null, 2)}\n`);
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Replaces `dist/hubspot/`; answers its path. */
export function writeProject(files: ProjectFiles, folder = join(root, 'dist/hubspot')): string {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** One extension and what it imports from elsewhere, which goes to its `lib/`. Types are taken out: they are checked here, not there. */
async function extension(folder: string, entry: string): Promise<Map<string, string>> {
  const out = new Map<string, string>();
  const places = new Map<string, string>();
  const placeOf = (file: string): string => {
    const known = places.get(file);
    if (known) return known;
    let place = dirname(file) === folder ? basename(file) : `lib/${basename(file)}`;
    if ([...places.values()].includes(place)) place = `lib/${basename(dirname(file))}-${basename(file)}`;
    places.set(file, place);
    return place;
  };
  const visit = async (file: string): Promise<void> => {
    const place = placeOf(file);
    if (out.has(place)) return;
    const source = readFileSync(file, 'utf8');
    if (file.endsWith('.json')) {
      out.set(place, source);
      return;
    }
    out.set(place, '');
    const { code } = await transformWithOxc(source, file, { jsx: 'preserve', sourcemap: false });
    const found: string[] = [];
    // HubSpot bundles JSON by itself, and its lint rules do not read import attributes.
    const plain = code.replace(/ with \{ type: ["']json["'] \}/g, '');
    const rewritten = plain.replace(/(from\s*|import\s*)(['"])([#.][^'"]*)\2/g, (_, before: string, quote: string, specifier: string) => {
      const target = specifier.startsWith('#shared/') ? join(root, 'shared', `${specifier.slice(8)}.ts`) : join(dirname(file), specifier);
      if (!existsSync(target)) throw new Error(`${relative(root, file)} imports ${specifier}, which is not there.`);
      found.push(target);
      const path = relative(dirname(place), placeOf(target));
      return `${before}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
    });
    out.set(place, rewritten);
    for (const target of found) await visit(target);
  };
  await visit(join(folder, entry));
  return out;
}

function manifest(folder: string): object {
  const { version, devDependencies: known } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
    devDependencies: Record<string, string>;
  };
  const pinned = (name: string): Record<string, string> => ({ [name]: known[name] ?? '' });
  return {
    name: `deskgraph-${folder}`,
    version,
    private: true,
    type: 'module',
    dependencies: { ...pinned('@hubspot/ui-extensions'), ...pinned('react') },
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name.startsWith('.') || name === 'node_modules') return [];
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
