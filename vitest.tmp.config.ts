import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { testVariables } from './tests/worker/support/variables.ts';

// The Worker binds the built front ends; its own tests do not need them, but the folder must be there.
mkdirSync(fileURLToPath(new URL('dist/assets', import.meta.url)), { recursive: true });

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/worker/**', 'tests/browser/**', '**/node_modules/**'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [{ name: 'stub', enforce: 'pre', resolveId(id: string) { if (id.endsWith('/embedded-embedder.ts')) return '/tmp/stubs/embedder.ts'; if (id.endsWith('/assist-ticket.ts')) return '/tmp/stubs/assist.ts'; } },
          cloudflareTest({
            main: './worker/index.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: testVariables,
              cf: false,
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
        test: { name: 'workerd', include: ['tests/worker/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
