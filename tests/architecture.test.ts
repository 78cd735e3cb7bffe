/** Holds the directions in which the source may import, so that a reader knows from the tree where a change belongs. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

const ports = ['worker/ports.ts', 'worker/helpdesk-ports.ts', 'worker/source-ports.ts'];
const inside = [
  'ports.ts',
  'helpdesk-ports.ts',
  'source-ports.ts',
  'errors.ts',
  'text/',
  'governance/',
  'knowledge/',
  'pipeline/',
  'insight/',
  'installation/',
].map((path) => `worker/${path}`);

/** Folder or file → what it may import besides itself and packages. The first match of a path decides. */
const allowed: [from: string, to: string[]][] = [
  ['shared/', []],
  ['worker/text/', []],
  ['worker/errors.ts', ['shared/']],
  ['worker/ports.ts', ['shared/', ...ports]],
  ['worker/helpdesk-ports.ts', ['shared/']],
  ['worker/source-ports.ts', ['shared/']],
  ['worker/env.ts', ['worker/errors.ts', 'shared/']],
  ['worker/adapters/', ['shared/', ...ports, 'worker/errors.ts', 'worker/text/', 'worker/env.ts']],
  ['worker/knowledge/', ['shared/', ...ports, 'worker/errors.ts', 'worker/text/', 'worker/governance/']],
  ['worker/pipeline/', ['shared/', ...ports, 'worker/errors.ts', 'worker/text/', 'worker/knowledge/', 'worker/governance/canonical.ts']],
  ['worker/governance/', ['shared/', ...ports, 'worker/errors.ts', 'worker/text/']],
  ['worker/insight/', ['shared/', ...ports, 'worker/errors.ts', 'worker/text/', 'worker/knowledge/']],
  ['worker/installation/', ['shared/', ...ports, 'worker/errors.ts', 'worker/env.ts', 'worker/governance/']],
  ['worker/compose', ['shared/', 'worker/']],
  ['worker/service/', ['shared/', ...inside, 'worker/env.ts', 'worker/compose']],
  ['worker/', ['shared/', ...inside, 'worker/env.ts', 'worker/compose', 'worker/service/', 'worker/http/', 'worker/queue.ts']],
  ['apps/panel/', ['shared/']],
  ['apps/zendesk/', ['shared/', 'apps/panel/']],
  ['apps/hubspot/', ['shared/', 'apps/panel/']],
  ['apps/console/', ['shared/', 'apps/panel/']],
  ['apps/desk/', ['shared/']],
];

function sources(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [path] : [];
  });
}

/** Files of this project that a file imports, type imports and re-exports included. */
function importsOf(file: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (node && typeof node === 'object') {
      const { type, source } = node as { type?: string; source?: { value?: unknown } };
      if (type && /^(Import|Export)/.test(type) && typeof source?.value === 'string') found.push(source.value);
      Object.values(node).forEach(visit);
    }
  };
  visit(parseAst(readFileSync(join(root, file), 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file));
  return found.flatMap((specifier) => {
    if (specifier.startsWith('#shared/')) return [`shared/${specifier.slice(8)}.ts`];
    if (!specifier.startsWith('.')) return [];
    const path = relative(root, resolve(root, dirname(file), specifier.split('?')[0] ?? specifier));
    return /\.tsx?$/.test(path) ? [path] : [];
  });
}

const graph = new Map([...sources('shared'), ...sources('worker'), ...sources('apps')].map((file) => [file, importsOf(file)]));
const edges = [...graph].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
const describe = (list: { from: string; to: string }[]): string[] => list.map(({ from, to }) => `${from} → ${to}`);

test('every import exists and points in an allowed direction', () => {
  expect(edges.length).toBeGreaterThan(100);
  expect(describe(edges.filter(({ to }) => !existsSync(join(root, to))))).toEqual([]);
  const wrong = edges.filter(({ from, to }) => {
    const rule = allowed.find(([prefix]) => from.startsWith(prefix));
    return !rule || !(to.startsWith(rule[0]) || rule[1].some((prefix) => to.startsWith(prefix)));
  });
  expect(describe(wrong)).toEqual([]);
});

test('only compose knows adapters, and vendors do not know each other', () => {
  const vendor = (path: string): string => path.split('/').slice(0, 3).join('/');
  const wrong = edges.filter(
    ({ from, to }) =>
      to.startsWith('worker/adapters/') && !from.startsWith('worker/compose') && !(from.startsWith('worker/adapters/') && vendor(from) === vendor(to)),
  );
  expect(describe(wrong)).toEqual([]);
});

test('stages do not import each other; one file joins them', () => {
  const stages = ['normalize', 'enrich', 'retrieve', 'triage', 'decide', 'draft', 'ground', 'route', 'trace'];
  const stage = (path: string): string | undefined => stages.find((s) => path.startsWith(`worker/pipeline/${s}/`) || path === `worker/pipeline/${s}.ts`);
  const wrong = edges.filter(({ from, to }) => stage(from) !== undefined && stage(to) !== undefined && stage(from) !== stage(to));
  expect(describe(wrong)).toEqual([]);
});

test('no cycles, type imports included', () => {
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, path: string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push([...path.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const to of graph.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  expect(cycles).toEqual([]);
});

test('ports, pipeline and knowledge know neither Hono nor the platform', () => {
  const inner = [...graph.keys()].filter(
    (file) => /^worker\/(ports|pipeline|knowledge|governance|insight|text)/.test(file) && file !== 'worker/knowledge/workflow.ts',
  );
  const wrong = inner.filter((file) => /from '(hono|cloudflare:|drizzle-orm)/.test(readFileSync(join(root, file), 'utf8')));
  expect(wrong).toEqual([]);
});

test('routes are registered in one way, which asks for their right', () => {
  const raw = [...graph.keys()].filter((file) => file.startsWith('worker/') && /\bnew Hono\b/.test(readFileSync(join(root, file), 'utf8')));
  expect(raw).toEqual(['worker/http/app.ts', 'worker/http/routes.ts']);
});
