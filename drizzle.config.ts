import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  driver: 'durable-sqlite',
  schema: ['./worker/installation/tables.ts', './worker/installation/knowledge-tables.ts', './worker/installation/governance-tables.ts'],
  out: './worker/installation/migrations',
});
