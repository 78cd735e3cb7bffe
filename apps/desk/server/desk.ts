import { DurableObject } from 'cloudflare:workers';
import { createDeskRoutes } from './desk-routes.ts';
import type { Variables } from './env.ts';
import { prepareDesk } from './prepare-desk.ts';
import { createRateLimiter } from './rate-limit.ts';
import type { InstallationRecord } from './records.ts';
import { createStore, type Store } from './store.ts';
import { createTables } from './tables.ts';
import { createOutbox, type Outbox, queueWebhook } from './webhook.ts';

/** The helpdesk of one installation: its tickets, people and webhooks. */
export class Desk extends DurableObject<Variables> {
  readonly #store: Store;
  readonly #outbox: Outbox;
  readonly #routes: { fetch: (request: Request) => Response | Promise<Response> };

  constructor(state: DurableObjectState, env: Variables) {
    super(state, env);
    const database = { sql: state.storage.sql, transaction: <T>(step: () => T) => state.storage.transactionSync(step) };
    createTables(database.sql);
    this.#store = createStore(database);
    this.#outbox = createOutbox(database);
    this.#routes = createDeskRoutes({
      store: this.#store,
      outbox: this.#outbox,
      limiter: createRateLimiter(Date.now),
      now: Date.now,
      announce: async (type, ticket, actorId) => {
        queueWebhook(this.#store, this.#outbox, type, ticket, actorId, Date.now());
        await this.#wake();
      },
      privateKey: env.DEV_APP_PRIVATE_KEY,
      oauthSecret: env.OAUTH_CLIENT_SECRET,
    });
  }

  /** Creates the installation or renews its settings. */
  async register(settings: InstallationRecord, groups: readonly string[]): Promise<void> {
    prepareDesk(this.#store, settings, groups, Date.now());
    await this.#wake();
  }

  override fetch(request: Request): Response | Promise<Response> {
    return this.#routes.fetch(request);
  }

  override async alarm(): Promise<void> {
    const settings = this.#store.settings();
    if (settings) await this.#outbox.deliverDue(settings, Date.now, fetch);
    await this.#wake();
  }

  async #wake(): Promise<void> {
    const due = this.#outbox.nextDue();
    if (due !== null) await this.ctx.storage.setAlarm(Math.max(due, Date.now()));
  }
}
