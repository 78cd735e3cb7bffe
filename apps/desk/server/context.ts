import type { RateLimiter } from './rate-limit.ts';
import type { TicketRecord } from './records.ts';
import type { Store } from './store.ts';
import type { createOutbox, WebhookType } from './webhook.ts';

/** What the routes of one installation's desk work with. */
export type DeskContext = {
  store: Store;
  outbox: ReturnType<typeof createOutbox>;
  limiter: RateLimiter;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Queues the signed webhook for a ticket; it is kept before this resolves, and sent soon after. */
  announce: (type: WebhookType, ticket: TicketRecord, actorId: number) => Promise<void>;
  /** PKCS8 PEM of the development app, when the environment holds one. */
  privateKey: string | undefined;
  /** Secret of Deskgraph's OAuth client; without it nothing can be connected. */
  oauthSecret?: string | undefined;
};
