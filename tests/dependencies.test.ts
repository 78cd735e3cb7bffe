/** What comes from outside: few packages, each of one version and one content, and none that runs a program when it is installed unless it is known. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Locked = {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
};
const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')) as T;
const manifest = read<{ dependencies: Record<string, string>; devDependencies: Record<string, string>; optionalDependencies?: Record<string, string> }>(
  'package.json',
);
const locked = Object.entries(read<{ packages: Record<string, Locked> }>('package-lock.json').packages).filter(([path]) => path !== '');

/** They unpack the program of this platform. */
const KNOWN = new Set(['esbuild', 'workerd']);
/** Of packages that can be part of what is served, those they need included. */
const CEILING = 70;

test('every package is named by one version, and its content by a hash', () => {
  const named = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  expect(Object.entries(named).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  expect(locked.filter(([, { integrity, link }]) => !integrity && !link).map(([path]) => path)).toEqual([]);
});

test('what is served rests on few packages', () => {
  expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(20);
  const served = locked.filter(([, { dev, devOptional, optional }]) => !dev && !devOptional && !optional);
  expect(served.length).toBeLessThanOrEqual(CEILING);
});

test('only known packages run a program when they are installed', () => {
  const run = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13));
  expect([...new Set(run)].filter((name) => !KNOWN.has(name))).toEqual([]);
});
