/** One installation's desk in this process, over Node's SQLite and a clock that the test moves. */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { createDeskRoutes } from '../../../apps/desk/server/desk-routes.ts';
import { prepareDesk } from '../../../apps/desk/server/prepare-desk.ts';
import { createRateLimiter } from '../../../apps/desk/server/rate-limit.ts';
import type { InstallationRecord } from '../../../apps/desk/server/records.ts';
import { createStore } from '../../../apps/desk/server/store.ts';
import { createTables, type Database, type SqlRow } from '../../../apps/desk/server/tables.ts';
import { createOutbox, queueWebhook } from '../../../apps/desk/server/webhook.ts';

export const settings: InstallationRecord = {
  id: 'demo',
  name: 'Demo',
  accountId: 1_234_567,
  webhookSecret: 'secret',
  webhookUrl: 'http://deskgraph.test/webhooks/zendesk/demo',
  token: 'the token',
};

export type Answer = { status: number; headers: Headers; body: Record<string, never> & { [key: string]: unknown } };

export function localDesk(options: { privateKey?: string } = {}) {
  const database = openDatabase();
  createTables(database.sql);
  const clock = { now: Date.parse('2026-11-20T10:00:00Z') };
  const store = createStore(database);
  const outbox = createOutbox(database);
  prepareDesk(store, settings, [], clock.now);
  const routes = createDeskRoutes({
    store,
    outbox,
    limiter: createRateLimiter(() => clock.now),
    now: () => clock.now,
    announce: async (type, ticket, actorId) => queueWebhook(store, outbox, type, ticket, actorId, clock.now),
    privateKey: options.privateKey,
  });

  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
    const response = await routes.fetch(new Request(`http://localhost${path}`, { method, headers, body: text }));
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  }

  return {
    clock,
    store,
    outbox,
    /** The desk's own JSON. */
    api: (method: string, path: string, body?: unknown) => call(method, `/desk/api/demo${path}`, body),
    /** Zendesk's REST, with the installation's token. */
    rest: (method: string, path: string, body?: unknown, token = settings.token) =>
      call(method, `/desk/zendesk/demo/api/v2${path}`, body, { authorization: `Bearer ${token}` }),
  };
}

function openDatabase(): Database {
  const database = new DatabaseSync(':memory:');
  let depth = 0;
  return {
    sql: {
      exec(query, ...bindings) {
        const rows = database.prepare(query).all(...(bindings as SQLInputValue[])) as SqlRow[];
        return { toArray: () => rows };
      },
    },
    transaction(step) {
      const point = `p${depth++}`;
      database.exec(`SAVEPOINT ${point}`);
      try {
        const result = step();
        database.exec(`RELEASE ${point}`);
        return result;
      } catch (error) {
        database.exec(`ROLLBACK TO ${point}`);
        throw error;
      } finally {
        depth--;
      }
    },
  };
}
