import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config as hubspotRules } from '@hubspot/eslint-config-ui-extensions';
import { translate } from '@hubspot/project-parsing-lib/translate';
import { remoteBuild } from '@hubspot/ui-extensions-dev-server/build';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProjectFiles, projectFiles, writeProject } from '../../../scripts/hubspot/package.ts';
import { HUBSPOT_SCOPES } from '../../../worker/adapters/hubspot/hubspot-oauth.ts';
import { appSchema, cardSchema, settingsSchema, webhooksSchema, workflowActionSchema } from './project-schema.ts';

// Inside of the project: HubSpot installs each extension's packages beside it, here the project's own are found.
const cache = join(import.meta.dirname, '../../../node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'deskgraph-hubspot-'));
// HubSpot's parser does not look into a folder of packages.
const parsed = mkdtempSync(join(tmpdir(), 'deskgraph-hubspot-'));
afterAll(() => {
  for (const one of [folder, parsed]) rmSync(one, { recursive: true, force: true });
});
let files: ProjectFiles;
beforeAll(async () => {
  files = await projectFiles('https://worker.example.test');
  writeProject(files, folder);
  writeProject(files, parsed);
});
const json = (path: string) => JSON.parse(new TextDecoder().decode(files.get(path)));

describe('the HubSpot project', () => {
  test('is understood by HubSpot’s own parser: app, two cards, settings, webhooks, workflow action, none skipped', async () => {
    const { intermediateRepresentation, skippedHsMetaFiles } = await translate(
      { projectSourceDir: join(parsed, 'src'), platformVersion: '2026.03', accountId: 1 } as never,
      { skipValidation: true } as never,
    );
    const nodes = Object.values(intermediateRepresentation.intermediateNodesIndexedByUid) as { componentType: string; uid: string }[];
    expect(new Set(nodes.map(({ uid }) => uid)).size).toBe(6);
    expect(nodes.map((n) => n.componentType.toLowerCase().replace(/_/g, '-')).sort()).toEqual([
      'application',
      'card',
      'card',
      'settings',
      'webhooks',
      'workflow-action',
    ]);
    expect(skippedHsMetaFiles).toEqual([]);
  });

  test.each([
    ['app-hsmeta.json', appSchema],
    ['cards/helpdesk-card-hsmeta.json', cardSchema],
    ['cards/record-card-hsmeta.json', cardSchema],
    ['settings/settings-hsmeta.json', settingsSchema],
    ['webhooks/webhooks-hsmeta.json', webhooksSchema],
    ['workflow-actions/triage-ticket-hsmeta.json', workflowActionSchema],
  ])('%s holds what is documented for it and nothing else', (name, schema) => {
    expect(schema.safeParse(json(`src/app/${name}`)).error?.issues).toBeUndefined();
    const described = [...files.keys()].filter((path) => path.endsWith('-hsmeta.json'));
    expect(described).toHaveLength(6);
    // Deeper than a component's own folder they are skipped without a word.
    for (const path of described) expect(path.split('/').length, path).toBeLessThanOrEqual(4);
  });

  test.each([
    ['cards', 'deskgraph-card.tsx'],
    ['settings', 'settings-page.tsx'],
  ])('%s builds alone', async (name, entryPoint) => {
    const outputDir = mkdtempSync(join(tmpdir(), 'deskgraph-card-'));
    await remoteBuild({ root: join(folder, 'src/app', name), entryPoint, outputDir, logLevel: 'error', appConfig: {} } as never);
    const built = readFileSync(join(outputDir, entryPoint.replace('.tsx', '.js')), 'utf8');
    expect(built).toContain('https://worker.example.test');
    expect(built.length).toBeLessThan(200_000);
  });

  test('breaks none of HubSpot’s own lint rules, and would be told if it did', async () => {
    const linter = new ESLint({ cwd: parsed, overrideConfigFile: true, overrideConfig: hubspotRules });
    const found = await linter.lintFiles(['src/app/**/*.{ts,tsx}']);
    expect(found.length).toBeGreaterThan(20);
    expect(found.flatMap(({ filePath, messages }) => messages.map((m) => `${filePath}:${m.line} ${m.message}`))).toEqual([]);
    const [broken] = await linter.lintText('export const Card = () => <div onClick={() => window.alert(1)} />;', { filePath: 'src/app/cards/broken.tsx' });
    expect(broken?.errorCount).toBeGreaterThan(0);
  });

  test('imports nothing from above an extension’s folder, and nothing that is not declared', () => {
    for (const [path, bytes] of files) {
      if (!/\.tsx?$/.test(path)) continue;
      for (const [, specifier = ''] of new TextDecoder().decode(bytes).matchAll(/(?:from|import)\s*['"]([^'"]+)['"]/g)) {
        if (specifier.startsWith('.')) {
          const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
          expect([path, files.has(target)]).toEqual([path, true]);
          expect(target.split('/').slice(0, 3)).toEqual(path.split('/').slice(0, 3));
        } else expect(['react', '@hubspot/ui-extensions']).toContain(specifier);
      }
    }
  });

  test('names the Worker wherever HubSpot calls it, and asks for exactly the scopes that the Worker asks for', () => {
    const app = json('src/app/app-hsmeta.json').config;
    expect(app.permittedUrls).toEqual({ fetch: ['https://worker.example.test'], iframe: ['https://worker.example.test'], img: [] });
    expect(app.auth).toMatchObject({ redirectUrls: ['https://worker.example.test/hubspot/oauth/callback'], requiredScopes: HUBSPOT_SCOPES });
    expect(json('src/app/webhooks/webhooks-hsmeta.json').config.settings.targetUrl).toBe('https://worker.example.test/hubspot/webhooks');
    expect(json('src/app/workflow-actions/triage-ticket-hsmeta.json').config.actionUrl).toBe('https://worker.example.test/hubspot/workflow/triage');
    const cards = ['helpdesk', 'record'].map((name) => json(`src/app/cards/${name}-card-hsmeta.json`));
    expect(cards.map((c) => [c.config.location, c.config.entrypoint, c.config.objectTypes])).toEqual([
      ['helpdesk.sidebar', '/app/cards/deskgraph-card.tsx', ['tickets']],
      ['crm.record.sidebar', '/app/cards/deskgraph-card.tsx', ['tickets']],
    ]);
    expect(json('hsproject.json')).toEqual({ name: 'deskgraph', srcDir: 'src', platformVersion: '2026.03' });
  });

  test('ships every file that its descriptions name', () => {
    for (const path of [
      'src/app/app-logo.png',
      'src/app/cards/preview.png',
      'src/app/cards/deskgraph-card.tsx',
      'src/app/settings/settings-page.tsx',
      'src/app/cards/package.json',
      'src/app/settings/package.json',
    ])
      expect([path, files.has(path)]).toEqual([path, true]);
  });

  test('holds neither secrets nor another address, and is the same every time', async () => {
    const whole = [...files]
      .filter(([path]) => !path.endsWith('.png'))
      .map(([, bytes]) => new TextDecoder().decode(bytes))
      .join('\n');
    expect(whole).not.toMatch(/client_secret|HUBSPOT_CLIENT_SECRET|localhost|console\.log/);
    expect([...(await projectFiles('https://worker.example.test'))]).toEqual([...files]);
  });

  test.each(['', 'worker.example.test', 'http://worker.example.test', 'https://localhost', 'https://a.test/path', 'https://u@a.test'])(
    '"%s" is no address of a Worker',
    async (url) => {
      await expect(projectFiles(url)).rejects.toThrow('--worker-url');
    },
  );
});

describe('words', () => {
  test.each(['de', 'es', 'fr', 'ja', 'pt-BR'])('%s has every word of card and settings, with the same places to fill', (locale) => {
    const read = (name: string): Record<string, string> => {
      const words = JSON.parse(readFileSync(join(import.meta.dirname, `../../../apps/hubspot/translations/${name}.json`), 'utf8')) as Record<
        string,
        Record<string, string>
      >;
      return Object.fromEntries(['card', 'settings'].flatMap((part) => Object.entries(words[part] ?? {}).map(([key, text]) => [`${part}.${key}`, text])));
    };
    const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    const [english, other] = [read('en'), read(locale)];
    expect(Object.keys(other).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) expect([key, places(other[key] ?? '')]).toEqual([key, places(text)]);
  });
});
