import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { Response } from 'miniflare';
import { defineConfig } from 'vitest/config';
import { testVariables } from './tests/worker/support/variables.ts';

// The Worker binds the built front ends; its own tests do not need them, but the folder must be there.
mkdirSync(fileURLToPath(new URL('dist/assets', import.meta.url)), { recursive: true });

export default defineConfig({
  test: {
    // Files wait for servers and clocks more than they compute: two at a time, also where there are two cores.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          // No file changes what another one sees: a worker is started once, not once a file.
          isolate: false,
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/worker/**', 'tests/browser/**', '**/node_modules/**'],
          environment: 'node',
          setupFiles: ['tests/property-seed.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            main: './worker/index.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: testVariables,
              cf: false,
              outboundService: () => new Response('Tests reach nothing outside.', { status: 503 }),
              workers: [
                {
                  name: 'deskgraph-desk',
                  modules: true,
                  compatibilityDate: '2026-11-01',
                  script: "export default { fetch: () => new Response('the desk') };",
                },
              ],
            },
          }),
        ],
        test: {
          name: 'workerd',
          include: ['tests/worker/**/*.test.ts'],
          setupFiles: ['tests/property-seed.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/browser/before-all.ts'],
          environment: 'node',
          // A frame is drawn when the machine comes to it; the default of a second says nothing about the page.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
