/** The webhook that a trigger "ticket is created" would send: signed, and retried as Zendesk documents. */
import type { InstallationRecord, TicketRecord } from './records.ts';
import type { Store } from './store.ts';
import type { Database } from './tables.ts';

export type WebhookType = 'ticket_created' | 'ticket_updated';

export type Delivery = {
  /** Equal across retries. */
  invocationId: string;
  ticketId: number;
  type: WebhookType;
  body: string;
  /** Of a webhook that a trigger calls; without it, the installation's own. */
  target?: { url: string; secret: string; webhookId: string };
  attempts: { at: number; status: number | null; ms: number }[];
};

/** What came back: a status, or `null` for a time-out or a connection that failed. */
export type Outcome = { status: number | null; retryAfterSeconds: number | null };

const TIMEOUT_MS = 12_000;
const MAX_RETRIES = 3;
const MAX_RETRIES_AFTER_TIMEOUT = 5;
const LONGEST_RETRY_AFTER_SECONDS = 60;

/** The headers of one attempt. The signature is base64(HMAC-SHA256(secret, timestamp + body)). */
export async function signedHeaders(settings: InstallationRecord, delivery: Delivery, timestamp: string): Promise<Record<string, string>> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(delivery.target?.secret ?? settings.webhookSecret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(timestamp + delivery.body));
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Zendesk Webhook',
    'x-zendesk-account-id': String(settings.accountId),
    'x-zendesk-webhook-id': delivery.target?.webhookId ?? `desk-${settings.id}`,
    'x-zendesk-webhook-invocation-id': delivery.invocationId,
    'x-zendesk-webhook-signature-timestamp': timestamp,
    'x-zendesk-webhook-signature': btoa(String.fromCharCode(...new Uint8Array(signature))),
  };
}

/** The JSON that the trigger's text with placeholders gives; ids are text, as placeholders are. */
export function triggerBody(type: WebhookType, settings: InstallationRecord, ticket: TicketRecord, actorId: number): string {
  return JSON.stringify({
    type,
    account_id: settings.accountId,
    subdomain: settings.id,
    ticket: { id: String(ticket.id), updated_at: ticket.updatedAt, status: ticket.status },
    current_user: { id: String(actorId) },
  });
}

/**
 * Milliseconds until the next attempt, or null when there is none: 409 is tried again up to three times, 429 and 503 when they
 * name a Retry-After below 60 s, a time-out up to five times (platform reference Z4).
 */
export function retryDelay(outcome: Outcome, attemptsSoFar: number): number | null {
  const backOff = 1_000 * 2 ** (attemptsSoFar - 1);
  if (outcome.status === null) return attemptsSoFar <= MAX_RETRIES_AFTER_TIMEOUT ? backOff : null;
  if (attemptsSoFar > MAX_RETRIES) return null;
  if (outcome.status === 409) return backOff;
  const asked = outcome.retryAfterSeconds;
  if ((outcome.status === 429 || outcome.status === 503) && asked !== null && asked < LONGEST_RETRY_AFTER_SECONDS) return asked * 1_000;
  return null;
}

export type Outbox = ReturnType<typeof createOutbox>;

/** Deliveries wait in the database, so that a stopped desk sends them when it runs again. */
export function createOutbox({ sql }: Database) {
  const save = (delivery: Delivery, state: 'waiting' | 'done' | 'failed', dueAt: number): void => {
    sql.exec('INSERT OR REPLACE INTO deliveries VALUES (?, ?, ?, ?, ?)', delivery.invocationId, delivery.ticketId, state, dueAt, JSON.stringify(delivery));
  };
  return {
    add: (delivery: Delivery, now: number): void => save(delivery, 'waiting', now),
    /** When the next attempt is due; null when nothing waits. */
    nextDue(): number | null {
      const [row] = sql.exec("SELECT min(due_at) AS at FROM deliveries WHERE state = 'waiting'").toArray();
      return row?.at === null || row?.at === undefined ? null : Number(row.at);
    },
    /** How the last webhook of a ticket fared. */
    lastOf(ticketId: number): { state: string; attempts: Delivery['attempts'] } | null {
      const [row] = sql.exec('SELECT state, json FROM deliveries WHERE ticket_id = ? ORDER BY rowid DESC LIMIT 1', ticketId).toArray();
      return row ? { state: String(row.state), attempts: (JSON.parse(String(row.json)) as Delivery).attempts } : null;
    },
    /** Makes one attempt at everything that is due. */
    async deliverDue(settings: InstallationRecord, now: () => number, send: typeof fetch): Promise<void> {
      const due = sql.exec("SELECT json FROM deliveries WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at LIMIT 50", now()).toArray();
      await Promise.all(
        due.map(async (row) => {
          const delivery = JSON.parse(String(row.json)) as Delivery;
          const at = now();
          const outcome = await attempt(settings, delivery, at, send);
          delivery.attempts.push({ at, status: outcome.status, ms: now() - at });
          const delivered = outcome.status !== null && outcome.status < 300;
          const delay = delivered ? null : retryDelay(outcome, delivery.attempts.length);
          save(delivery, delivered ? 'done' : delay === null ? 'failed' : 'waiting', now() + (delay ?? 0));
        }),
      );
    },
  };
}

async function attempt(settings: InstallationRecord, delivery: Delivery, at: number, send: typeof fetch): Promise<Outcome> {
  try {
    const timestamp = new Date(at).toISOString();
    const headers = await signedHeaders(settings, delivery, timestamp);
    const response = await send(delivery.target?.url ?? settings.webhookUrl, {
      method: 'POST',
      headers,
      body: delivery.body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    return { status: response.status, retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null };
  } catch {
    return { status: null, retryAfterSeconds: null };
  }
}

/** Keeps the webhook of `ticket` until it is delivered; the caller sees to it that `deliverDue` runs. */
export function queueWebhook(store: Store, outbox: Outbox, type: WebhookType, ticket: TicketRecord, actorId: number, now: number): void {
  const settings = store.settings();
  if (!settings) return;
  const event = { ticketId: ticket.id, type, attempts: [] };
  for (const fired of triggered(store, type, ticket, actorId)) outbox.add({ ...event, invocationId: crypto.randomUUID(), ...fired }, now);
  if (settings.webhookUrl === '') return;
  outbox.add({ ...event, invocationId: crypto.randomUUID(), body: triggerBody(type, settings, ticket, actorId) }, now);
}

/** What the account's own triggers of this type send, their placeholders filled in. */
function triggered(store: Store, type: WebhookType, ticket: TicketRecord, actorId: number): Pick<Delivery, 'body' | 'target'>[] {
  const wanted = type === 'ticket_created' ? 'Create' : 'Change';
  const values: Record<string, string> = {
    'ticket.id': String(ticket.id),
    'ticket.updated_at_with_timestamp': ticket.updatedAt,
    'current_user.id': String(actorId),
  };
  return store.objects('trigger').flatMap((trigger) => {
    const { all = [] } = (trigger.conditions ?? {}) as { all?: { field: string; value: string }[] };
    if (trigger.active === false || all.find((c) => c.field === 'update_type')?.value !== wanted) return [];
    return (trigger.actions as { field: string; value: string[] }[]).flatMap(({ field, value: [webhookId = '', template = ''] }) => {
      const webhook = field === 'notification_webhook' ? store.object('webhook', webhookId) : null;
      if (webhook?.status !== 'active') return [];
      const body = template.replace(/\{\{([a-z_.]+)\}\}/g, (_, name: string) => values[name] ?? '');
      return [{ body, target: { url: String(webhook.endpoint), secret: String(webhook.secret), webhookId } }];
    });
  });
}
