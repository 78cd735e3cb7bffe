import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { packageFiles, publisherOf, workerOrigin, zipPackage } from '../../../scripts/zendesk/package.ts';
import { packageFaults } from './package-rules.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const worker = 'https://deskgraph.acme.workers.dev';
const files = packageFiles(worker);
const text = (path: string): string => new TextDecoder().decode(files.get(path));
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const manifest = () => JSON.parse(text('manifest.json')) as Record<string, never>;

describe('the package', () => {
  test('keeps Zendesk’s rules, and those its validator leaves out', () => {
    expect(packageFaults(files)).toEqual([]);
  });

  test('points to the Worker it was made for, and nowhere else', () => {
    const { location, domainWhitelist } = manifest() as unknown as { location: { support: Record<string, { url: string }> }; domainWhitelist: string[] };
    expect(Object.keys(location.support)).toEqual(['ticket_sidebar', 'new_ticket_sidebar', 'nav_bar']);
    expect(Object.values(location.support).map((l) => l.url)).toEqual([`${worker}/zendesk/sidebar`, `${worker}/zendesk/sidebar`, `${worker}/zendesk/console`]);
    expect(domainWhitelist).toEqual(['deskgraph.acme.workers.dev']);
  });

  test('names the publisher it was made for, in every place that names one', () => {
    const publisher = publisherOf({ email: 'help@acme.com', website: 'https://acme.com/' });
    expect(publisher).toEqual({ email: 'help@acme.com', website: 'https://acme.com', terms: 'https://acme.com/terms' });
    const own = packageFiles(worker, publisher);
    expect(packageFaults(own)).toEqual([]);
    expect([...own.values()].map((bytes) => new TextDecoder().decode(bytes)).join('\n')).not.toContain('deskgraph.example');
    expect(publisherOf({ email: 'a@b.co', website: 'https://b.co', terms: 'https://b.co/legal' })?.terms).toBe('https://b.co/legal');
  });

  test.each([
    [{ email: 'help@acme.com' }, '--website'],
    [{ terms: 'https://acme.com/terms' }, '--support-email'],
    [{ email: 'help', website: 'https://acme.com' }, '--support-email'],
    [{ email: 'a@b.co', website: 'http://acme.com' }, '--website'],
    [{ email: 'a@b.co', website: 'https://acme.com', terms: 'terms' }, '--terms-url'],
  ])('is not made for the publisher %j', (given, word) => {
    expect(() => publisherOf(given)).toThrow(word);
  });

  test('is the same to the byte each time it is made', () => {
    const [first, second] = [zipPackage(packageFiles(worker)), zipPackage(packageFiles(worker))];
    expect(Buffer.from(first).equals(second)).toBe(true);
    const names = Object.keys(unzipSync(first));
    expect(names).toEqual([...names].sort());
    expect(names.filter((n) => /(^|\/)\.|\.map$|\.tsx?$/.test(n))).toEqual([]);
    expect(unzipSync(first)['manifest.json']).toEqual(files.get('manifest.json'));
  });

  test('holds no link and nothing that was not meant to be shipped', () => {
    const assets = join(root, 'apps/zendesk/assets');
    for (const name of readdirSync(assets)) expect(lstatSync(join(assets, name)).isFile()).toBe(true);
    expect([...files.keys()].filter((p) => p.startsWith('translations/'))).toHaveLength(6);
    expect([...files.keys()].every((p) => /^(manifest\.json|translations\/[\w-]+\.json|assets\/[\w-]+\.(png|svg))$/.test(p))).toBe(true);
  });

  test.each(['http://deskgraph.example.com', 'deskgraph.example.com', 'https://a.example/path', 'https://u:p@a.example', 'https://a.example?x=1', ''])(
    'is not made for %s',
    (url) => {
      expect(() => workerOrigin(url)).toThrow('--worker-url');
    },
  );
});

describe('the rules see', () => {
  const damaged: [string, Record<string, Uint8Array | null>, string][] = [
    ['a number as version', { 'manifest.json': encode({ ...manifest(), version: 1 }) }, 'version'],
    ['another framework', { 'manifest.json': encode({ ...manifest(), frameworkVersion: '1.0' }) }, 'frameworkVersion'],
    ['the same key twice', { 'manifest.json': encode(text('manifest.json').replace('"private"', '"name": "x",\n  "private"')) }, 'twice'],
    ['a plain address', { 'manifest.json': encode(text('manifest.json').replaceAll(`${worker}/`, 'http://a.example/')) }, 'https'],
    ['a host that is not listed', { 'manifest.json': encode({ ...manifest(), domainWhitelist: [] }) }, 'domainWhitelist'],
    ['an unknown location', { 'manifest.json': encode(text('manifest.json').replace('"nav_bar"', '"nav_barr"')) }, 'nav_barr'],
    ['an unknown key', { 'manifest.json': encode({ ...manifest(), signedUrl: true }) }, 'signedUrl'],
    ['a parameter without a label', { 'manifest.json': encode({ ...manifest(), parameters: [{ name: 'plan', type: 'text' }] }) }, 'label'],
    ['a missing logo', { 'assets/logo.png': null }, 'logo.png'],
    ['a logo of another size', { 'assets/logo.png': files.get('assets/logo-small.png') ?? null }, 'logo.png'],
    ['a missing navigation icon', { 'assets/icon_nav_bar.svg': null }, 'icon_nav_bar'],
    ['a script in a drawing', { 'assets/icon_nav_bar.svg': encode('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>') }, 'script'],
    ['a style in a drawing', { 'assets/icon_nav_bar.svg': encode('<svg xmlns="http://www.w3.org/2000/svg"><style>a{}</style></svg>') }, 'style'],
    ['an archive', { 'assets/x.zip': encode('PK') }, 'x.zip'],
    ['a missing translation', { 'translations/en.json': null }, 'en.json'],
    ['a listing without words', { 'translations/en.json': encode({ app: { name: 'Deskgraph' } }) }, 'long_description'],
    ['a long name', { 'translations/en.json': encode(text('translations/en.json').replace('"Deskgraph"', `"${'x'.repeat(41)}"`)) }, '40'],
    ['a plain address in a script', { 'assets/x.js': encode("fetch('http://a.example')") }, 'http://'],
  ];
  test.each(damaged)('%s', (_, changes, word) => {
    const broken = new Map(files);
    for (const [path, bytes] of Object.entries(changes)) bytes === null ? broken.delete(path) : broken.set(path, bytes);
    expect(packageFaults(broken).join('\n')).toContain(word);
  });
});

describe('translations', () => {
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, Record<string, string>>;
  const flat = (app: string, locale: string) => read(`apps/${app}/translations/${locale}.json`) as unknown as Record<string, string>;
  const english = read('apps/zendesk/translations/en.json');
  test.each(['de', 'es', 'fr', 'pt-BR', 'ja'])('%s says everything that English says, with the same places to fill', (locale) => {
    const own = read(`apps/zendesk/translations/${locale}.json`);
    for (const section of ['app', 'sidebar'] as const) expect(gaps(own[section] ?? {}, english[section] ?? {})).toEqual([]);
    for (const app of ['panel', 'console']) expect(gaps(flat(app, locale), flat(app, 'en'))).toEqual([]);
  });
});

/** Languages share words, such as “Macros”, and never sentences. */
const SENTENCE = /\p{L}+(\P{L}+\p{L}+){2}/u;

/** Keys that are missing, too many, empty, filled at other places, or still in English. */
function gaps(own: Record<string, string>, english: Record<string, string>): string[] {
  const places = (s: string): string => [...new Set(s.match(/\{\w+\}/g))].sort().join();
  return [...new Set([...Object.keys(own), ...Object.keys(english)])].filter((key) => {
    const [said, meant] = [own[key] ?? '', english[key] ?? ''];
    return said.trim() === '' || places(said) !== places(meant) || (said === meant && SENTENCE.test(said.replaceAll(/\{\w+\}/g, '')));
  });
}
