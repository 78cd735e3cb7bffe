/**
 * Zendesk's published rules for an app package (developer.zendesk.com, manifest, translations and assets reference), and
 * those that its validator leaves to the reviewer: logos and their sizes, hosts, labels, lengths.
 */

type Files = Map<string, Uint8Array>;
type Json = Record<string, unknown>;

const manifestTypes: Record<string, string> = {
  name: 'string',
  author: 'object',
  version: 'string',
  frameworkVersion: 'string',
  defaultLocale: 'string',
  location: 'object',
  parameters: 'array',
  domainWhitelist: 'array',
  private: 'boolean',
  singleInstall: 'boolean',
  signedUrls: 'boolean',
  requirementsOnly: 'boolean',
  marketingOnly: 'boolean',
  oauth: 'object',
  termsConditionsURL: 'string',
  remoteInstallationURL: 'string',
  gaID: 'string',
  experiments: 'object',
};
const locations: Record<string, string[]> = {
  support: [
    'ticket_sidebar',
    'new_ticket_sidebar',
    'user_sidebar',
    'organization_sidebar',
    'nav_bar',
    'top_bar',
    'ticket_editor',
    'modal',
    'background',
    'system_top_bar',
  ],
  chat: ['chat_sidebar', 'background'],
};
const locationTypes: Record<string, string> = {
  url: 'string',
  flexible: 'boolean',
  autoLoad: 'boolean',
  autoHide: 'boolean',
  size: 'object',
  signed: 'boolean',
};
const parameterTypes = ['text', 'checkbox', 'url', 'number', 'multiline', 'hidden', 'oauth'];
const listingKeys = ['name', 'short_description', 'long_description', 'installation_instructions'];
const blocked = /\.(zip|gz|tgz|tar|rar|7z|jar|pdf|docx?|xlsx?|pptx?|exe|dll|so|dmg|msi|apk|bin|sh|bat|com)$/i;
const locale = /^[a-z]{2}(-\w{2,3})?$/;

/** One sentence a fault; empty when the package may be submitted. */
export function packageFaults(files: Files): string[] {
  const raw = read(files, 'manifest.json');
  if (raw === null) return ['manifest.json is missing.'];
  const manifest = JSON.parse(raw) as Json;
  return [
    ...repeatedKeys(raw).map((key) => `manifest.json holds "${key}" twice.`),
    ...typeFaults(manifest),
    ...locationFaults(manifest, files),
    ...parameterFaults(manifest, files),
    ...translationFaults(manifest, files),
    ...assetFaults(manifest, files),
    ...fileFaults(files),
  ];
}

const read = (files: Files, path: string): string | null => {
  const bytes = files.get(path);
  return bytes ? new TextDecoder('utf-8', { fatal: true }).decode(bytes) : null;
};
const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);
const rows = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

function typeFaults(manifest: Json): string[] {
  const faults = Object.entries(manifest).flatMap(([key, value]) => {
    const type = manifestTypes[key];
    if (!type) return [`manifest.json has an unknown key, ${key}.`];
    return typeOf(value) === type ? [] : [`${key} must be of type ${type}.`];
  });
  for (const key of ['name', 'author', 'version', 'frameworkVersion', 'defaultLocale', 'location']) if (!(key in manifest)) faults.push(`${key} is missing.`);
  if (manifest.frameworkVersion !== '2.0') faults.push('frameworkVersion must be 2.0.');
  const author = manifest.author as Json | undefined;
  for (const key of ['name', 'email', 'url']) if (typeof author?.[key] !== 'string') faults.push(`author.${key} must be a string.`);
  if (typeof author?.url === 'string' && !URL.canParse(author.url)) faults.push('author.url is no address.');
  if (manifest.private !== false) faults.push('private must be false for the marketplace.');
  return faults;
}

function locationFaults(manifest: Json, files: Files): string[] {
  const hosts = (manifest.domainWhitelist ?? []) as string[];
  return Object.entries((manifest.location ?? {}) as Record<string, Record<string, Json | string>>).flatMap(([product, places]) =>
    Object.entries(places).flatMap(([place, value]) => {
      const at = `${product}.${place}`;
      if (!locations[product]?.includes(place)) return [`${at} is no location.`];
      const options = typeof value === 'string' ? { url: value } : value;
      const faults = Object.entries(options).flatMap(([key, v]) => (locationTypes[key] === typeof v ? [] : [`${at}.${key} is unknown or of another type.`]));
      return [...faults, ...urlFaults(at, String(options.url ?? ''), hosts, files)];
    }),
  );
}

function urlFaults(at: string, url: string, hosts: string[], files: Files): string[] {
  if (url.startsWith('assets/')) return files.has(url) ? [] : [`${at} names a file that is not there.`];
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return [`${at} must be an https address.`];
  return hosts.includes(new URL(url).host) ? [] : [`${new URL(url).host} is not in domainWhitelist.`];
}

function parameterFaults(manifest: Json, files: Files): string[] {
  const parameters = rows(manifest.parameters);
  const labels = app(files, String(manifest.defaultLocale))?.parameters as Record<string, { label?: string }> | undefined;
  const names = parameters.map((p) => String(p.name));
  return [
    ...names.filter((n, i) => names.indexOf(n) !== i || n === 'name').map((n) => `A parameter cannot be called ${n}, or is there twice.`),
    ...parameters.flatMap((p) => [
      ...(parameterTypes.includes(String(p.type)) ? [] : [`The parameter ${p.name} is of an unknown type.`]),
      ...(p.type === 'hidden' && p.required === true ? [`The hidden parameter ${p.name} cannot be required.`] : []),
      ...(labels?.[String(p.name)]?.label ? [] : [`The parameter ${p.name} has no label.`]),
    ]),
  ];
}

function app(files: Files, language: string): Json | undefined {
  const raw = read(files, `translations/${language}.json`);
  return raw === null ? undefined : ((JSON.parse(raw) as Json).app as Json | undefined);
}

function translationFaults(manifest: Json, files: Files): string[] {
  const faults: string[] = [];
  if (!locale.test(String(manifest.defaultLocale))) faults.push('defaultLocale is no locale.');
  if (!files.has(`translations/${manifest.defaultLocale}.json`)) faults.push(`translations/${manifest.defaultLocale}.json is missing.`);
  for (const path of files.keys()) {
    const language = /^translations\/(.*)\.json$/.exec(path)?.[1];
    if (language === undefined) continue;
    if (!locale.test(language)) faults.push(`${path} is not named for a locale.`);
    faults.push(...listingFaults(path, app(files, language)));
  }
  return faults;
}

function listingFaults(path: string, words: Json | undefined): string[] {
  const faults: string[] = [];
  const tooLong = (key: string, max: number): boolean => String(words?.[key] ?? '').length > max;
  for (const key of listingKeys) if (typeof words?.[key] !== 'string' || words[key] === '') faults.push(`${path} lacks app.${key}.`);
  if (tooLong('name', 40)) faults.push(`${path}: the name is longer than 40 characters.`);
  if (tooLong('short_description', 80)) faults.push(`${path}: the short description is longer than 80 characters.`);
  if (tooLong('long_description', 65_000)) faults.push(`${path}: the long description is longer than 65,000 characters.`);
  if (/zendesk/i.test(String(words?.name ?? ''))) faults.push(`${path}: the name holds Zendesk’s mark.`);
  return faults;
}

function assetFaults(manifest: Json, files: Files): string[] {
  const faults: string[] = [];
  const size = (path: string, width: number, height: number, maxBytes = Number.POSITIVE_INFINITY): void => {
    const png = pngHeader(files.get(path));
    if (!png) faults.push(`${path} is missing, or no PNG.`);
    else if (png.width !== width || png.height !== height) faults.push(`${path} must be ${width}×${height}; it is ${png.width}×${png.height}.`);
    else if ((files.get(path)?.length ?? 0) > maxBytes) faults.push(`${path} is larger than ${maxBytes} bytes.`);
  };
  size('assets/logo.png', 320, 320);
  size('assets/logo-small.png', 128, 128);
  // Colour type 6: true colour with transparency.
  if (pngHeader(files.get('assets/logo-small.png'))?.colourType !== 6) faults.push('assets/logo-small.png must have transparency.');
  const shots = [...files.keys()].filter((p) => p.startsWith('assets/screenshot'));
  if (shots.length < 3) faults.push('There must be three screenshots.');
  for (const shot of shots) size(shot, 1_024, 768, 500_000);
  for (const place of Object.keys((manifest.location as Record<string, Json> | undefined)?.support ?? {}))
    if (['nav_bar', 'top_bar', 'system_top_bar', 'ticket_editor'].includes(place) && !files.has(`assets/icon_${place}.svg`))
      faults.push(`assets/icon_${place}.svg is missing.`);
  return faults;
}

function pngHeader(bytes: Uint8Array | undefined): { width: number; height: number; colourType: number } | null {
  if (!bytes || bytes.length < 26 || new TextDecoder('latin1').decode(bytes.slice(1, 4)) !== 'PNG') return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20), colourType: view.getUint8(25) };
}

function fileFaults(files: Files): string[] {
  return [...files].flatMap(([path, bytes]) => {
    const faults: string[] = [];
    if (/(^|\/)\./.test(path) || path.includes('..')) faults.push(`${path} may not be shipped.`);
    if (blocked.test(path)) faults.push(`${path} is of a blocked type.`);
    const text = /\.(svg|js|html|css)$/.test(path) ? new TextDecoder().decode(bytes) : '';
    if (path.endsWith('.svg')) {
      for (const tag of text.match(/<(style|script|image|foreignObject|use|a)\b|\son\w+=|xlink:|data:/gi) ?? [])
        faults.push(`${path} holds ${tag}, which is scrubbed.`);
    } else if (/http:\/\/(?!localhost)/.test(text)) faults.push(`${path} holds an http:// address.`);
    return faults;
  });
}

/** Keys that one object of a JSON text holds more than once. */
function repeatedKeys(text: string): string[] {
  const repeated: string[] = [];
  const open: (Set<string> | null)[] = [];
  for (const [token, , key] of text.matchAll(/("((?:[^"\\]|\\.)*)"\s*:)|"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (key !== undefined) {
      const keys = open.at(-1);
      if (keys?.has(key)) repeated.push(key);
      keys?.add(key);
    }
  }
  return repeated;
}
