/** The app that an admin installs: manifest, translations, assets. The pages themselves are served by the Worker. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { root } from '../local/paths.ts';

export type PackageFiles = Map<string, Uint8Array>;

/** Whom the listing names: what customers write to, and whose site and terms they read. */
export type Publisher = { email: string; website: string; terms: string };

type Manifest = {
  version: string;
  author: { name: string; email: string; url: string };
  termsConditionsURL: string;
  domainWhitelist: string[];
  location: Record<string, Record<string, { url: string }>>;
};

/** The earliest moment a zip can name: the same files give the same bytes on any day. */
const FIXED_DATE = new Date(1980, 0, 1, 0, 0, 0);
const LISTING_LANGUAGES = ['de', 'en', 'es', 'fr', 'ja', 'pt-BR'];

/** `workerUrl` as given on a command line. Throws with a sentence when it is no origin that Zendesk would open. */
export function workerOrigin(workerUrl: string): string {
  const url = URL.canParse(workerUrl) ? new URL(workerUrl) : null;
  const plain = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!url || !plain || url.protocol !== 'https:')
    throw new Error(`--worker-url takes the Worker's address, such as https://deskgraph.example.workers.dev; it is "${workerUrl}".`);
  return url.origin;
}

/**
 * The publisher as given on a command line; without `terms` they stand at `/terms` of the site. Null with nothing given: the
 * manifest's own example stays, which a private upload may name and a listing may not. Throws with a sentence otherwise.
 */
export function publisherOf({
  email,
  website,
  terms,
}: {
  email?: string | undefined;
  website?: string | undefined;
  terms?: string | undefined;
}): Publisher | null {
  if (email === undefined && website === undefined && terms === undefined) return null;
  if (email === undefined || website === undefined) throw new Error('--support-email and --website belong together: the listing names both.');
  if (!/^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/.test(email)) throw new Error(`--support-email takes an address, such as support@acme.com; it is "${email}".`);
  const site = httpsUrl('--website', website);
  return { email, website: site.href.replace(/\/$/, ''), terms: terms === undefined ? new URL('/terms', site).href : httpsUrl('--terms-url', terms).href };
}

function httpsUrl(option: string, given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url?.protocol !== 'https:' || url.username !== '') throw new Error(`${option} takes an address that begins with https://; it is "${given}".`);
  return url;
}

/** Every file of the package by its path, sorted. Nothing else is shipped: no source, no map, no dotfile. */
export function packageFiles(workerUrl: string, publisher: Publisher | null = null): PackageFiles {
  const origin = workerOrigin(workerUrl);
  const files: [string, Uint8Array][] = [['manifest.json', json(readManifest(origin, publisher))]];
  for (const locale of LISTING_LANGUAGES) {
    const { app } = JSON.parse(readFileSync(join(root, `apps/zendesk/translations/${locale}.json`), 'utf8')) as { app: unknown };
    // The sidebar's own words come with its bundle.
    files.push([`translations/${locale}.json`, json({ app })]);
  }
  for (const name of readdirSync(join(root, 'apps/zendesk/assets')))
    if (!name.startsWith('.')) files.push([`assets/${name}`, readFileSync(join(root, 'apps/zendesk/assets', name))]);
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A zip whose bytes depend on the files alone. */
export function zipPackage(files: PackageFiles): Uint8Array {
  const entries: Zippable = {};
  for (const [path, bytes] of files) entries[path] = [bytes, { mtime: FIXED_DATE, level: 9, os: 0, attrs: 0 }];
  return zipSync(entries);
}

/** Writes `dist/zendesk/` and `dist/deskgraph-zendesk.zip`; answers the zip's path. */
export function writePackage(files: PackageFiles, dist = join(root, 'dist')): string {
  const folder = join(dist, 'zendesk');
  rmSync(folder, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const zip = join(dist, 'deskgraph-zendesk.zip');
  writeFileSync(zip, zipPackage(files));
  return zip;
}

/** The manifest of the root with the Worker's address, and the publisher where there is one, in the place of the example's. */
function readManifest(origin: string, publisher: Publisher | null): Manifest {
  const manifest = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as Manifest;
  for (const locations of Object.values(manifest.location))
    for (const location of Object.values(locations)) location.url = `${origin}${new URL(location.url).pathname}`;
  manifest.domainWhitelist = [new URL(origin).host];
  if (publisher) {
    manifest.author = { ...manifest.author, email: publisher.email, url: publisher.website };
    manifest.termsConditionsURL = publisher.terms;
  }
  return manifest;
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
