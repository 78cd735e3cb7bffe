/** The account side of Zendesk: who has which role, the webhook and triggers that Deskgraph needs, changed tickets. */
import { AppError } from '../../errors.ts';
import type { ChangedTicket, HelpdeskAccount, InboxEvent } from '../../helpdesk-ports.ts';
import { slaEvents } from './sla-events.ts';
import { type ZendeskClient, type ZendeskClientOptions, zendeskClient } from './zendesk-client.ts';

const WEBHOOK_NAME = 'Deskgraph';
/** A webhook takes events of the account or calls of triggers, not both. */
const ARTICLE_EVENTS = ['zen:event-type:article.published', 'zen:event-type:article.unpublished'];
const MAX_PAGES = 20;
const EXPORT_PAGE = 1_000;

type Row = Record<string, unknown>;
type Paged = Row & { meta?: { has_more?: boolean; after_cursor?: string | null } | null };

/** What fires each trigger. Ids and moments only: a placeholder of free text could break the JSON. */
const triggers: Record<InboxEvent['kind'], { title: string; conditions: Row[] }> = {
  ticket_created: { title: 'Deskgraph: ticket created', conditions: [{ field: 'update_type', operator: 'is', value: 'Create' }] },
  ticket_updated: {
    title: 'Deskgraph: updated by customer',
    conditions: [
      { field: 'update_type', operator: 'is', value: 'Change' },
      { field: 'role', operator: 'is', value: 'end_user' },
      { field: 'comment_is_public', operator: 'is', value: 'true' },
    ],
  },
};
const triggerBody = (kind: InboxEvent['kind']): string =>
  `{"type":"${kind}","ticket":{"id":"{{ticket.id}}","updated_at":"{{ticket.updated_at_with_timestamp}}"},"actor_id":"{{current_user.id}}"}`;

export function zendeskAccount(options: ZendeskClientOptions): HelpdeskAccount {
  const client = zendeskClient(options);
  return {
    async whoAmI() {
      const user = (await client.get<{ user?: Row | null }>('/api/v2/users/me.json')).user;
      // An anonymous answer is a 200 without an id.
      if (user?.id === null || user?.id === undefined)
        throw new AppError('unauthenticated', 'Zendesk does not know whose access this is. Connect Deskgraph again.');
      return { id: String(user.id), name: String(user.name ?? ''), role: String(user.role ?? '') };
    },
    async roleOf(userId) {
      const { user } = await client.get<{ user?: Row | null }>(`/api/v2/users/${encodeURIComponent(userId)}.json`);
      return String(user?.role ?? '');
    },

    ensureWebhook: (endpoint) => ensureWebhook(client, webhookOf(endpoint, ['conditional_ticket_events'])),
    ensureArticleWebhook: (endpoint) => ensureWebhook(client, webhookOf(endpoint, ARTICLE_EVENTS)),
    async signingSecret(webhookId) {
      const { signing_secret: given } = await client.get<{ signing_secret?: { secret?: unknown } | null }>(
        `/api/v2/webhooks/${encodeURIComponent(webhookId)}/signing_secret`,
      );
      if (typeof given?.secret !== 'string' || given.secret === '')
        throw new AppError('upstream_failed', 'Zendesk did not tell the webhook’s signing secret. Try again.', { retryable: true });
      return given.secret;
    },

    async ensureTrigger(kind, webhookId) {
      const wanted = triggerOf(kind, webhookId);
      const known = (await listAll(client, '/api/v2/triggers.json', 'triggers')).find((t) => t.title === wanted.title);
      if (known) {
        // The admin may have paused it or narrowed its conditions; what it calls must be this webhook.
        if (!callsWebhook(known, webhookId)) await client.put(`/api/v2/triggers/${known.id}.json`, { trigger: { actions: wanted.actions } });
        return { id: String(known.id), created: false };
      }
      const made = (await client.post<{ trigger?: Row | null }>('/api/v2/triggers.json', { trigger: wanted })).trigger;
      return { id: idOf(made, 'trigger'), created: true };
    },
    removeTrigger: (id) => client.remove(`/api/v2/triggers/${encodeURIComponent(id)}.json`),
    removeWebhook: (id) => client.remove(`/api/v2/webhooks/${encodeURIComponent(id)}`),
    revokeToken: () => client.remove('/api/v2/oauth/tokens/current.json'),

    async choices() {
      // What the plan or the role does not have is not offered.
      const named = async (path: string, key: string, offered: (row: Row) => boolean = () => true) => {
        const rows = (await listAll(client, path, key).catch(() => [])).filter(offered);
        return rows.map((row) => ({ id: String(row.id ?? row.name ?? ''), name: String(row.name ?? row.title ?? '') })).filter(({ name }) => name !== '');
      };
      const [groups, brands, tags, people, fields] = await Promise.all([
        named('/api/v2/groups.json', 'groups'),
        named('/api/v2/brands.json', 'brands'),
        named('/api/v2/tags.json', 'tags'),
        named('/api/v2/users.json?role[]=agent&role[]=admin', 'users'),
        // Those that can be filled in; see `fillFields`.
        named('/api/v2/ticket_fields.json', 'ticket_fields', ({ type, active }) => active !== false && (type === 'text' || type === 'tagger')),
      ]);
      return { groups, brands, tags, people, fields };
    },

    slaEvents: (startSeconds) => slaEvents(client, startSeconds),

    async changedTickets(cursor, startSeconds) {
      const query = cursor === null ? `start_time=${startSeconds}` : `cursor=${encodeURIComponent(cursor)}`;
      const page = await client.get<Row>(`/api/v2/incremental/tickets/cursor.json?${query}&per_page=${EXPORT_PAGE}&exclude_deleted=true`);
      const next = typeof page.after_cursor === 'string' && page.after_cursor !== '' ? page.after_cursor : cursor;
      // A page that leads to itself would be read for ever.
      return { tickets: rowsOf(page.tickets).flatMap(toChanged), next, more: page.end_of_stream !== true && next !== cursor };
    },
  };
}

async function ensureWebhook(client: ZendeskClient, wanted: Row): Promise<{ id: string; created: boolean }> {
  const known = (await listAll(client, `/api/v2/webhooks?filter[name_contains]=${WEBHOOK_NAME}`, 'webhooks')).find((w) => w.endpoint === wanted.endpoint);
  if (known) {
    if (known.status !== 'active') await client.put(`/api/v2/webhooks/${known.id}`, { webhook: { ...wanted } });
    return { id: String(known.id), created: false };
  }
  const made = (await client.post<{ webhook?: Row | null }>('/api/v2/webhooks', { webhook: wanted })).webhook;
  return { id: idOf(made, 'webhook'), created: true };
}

const webhookOf = (endpoint: string, subscriptions: readonly string[]): Row => ({
  name: WEBHOOK_NAME,
  endpoint,
  http_method: 'POST',
  request_format: 'json',
  status: 'active',
  subscriptions,
});

function triggerOf(kind: InboxEvent['kind'], webhookId: string) {
  const { title, conditions } = triggers[kind];
  return { title, active: true, conditions: { all: conditions, any: [] }, actions: [{ field: 'notification_webhook', value: [webhookId, triggerBody(kind)] }] };
}

function callsWebhook(trigger: Row, webhookId: string): boolean {
  return rowsOf(trigger.actions).some(({ field, value }) => field === 'notification_webhook' && Array.isArray(value) && value[0] === webhookId);
}

async function listAll(client: ZendeskClient, path: string, key: string): Promise<Row[]> {
  const all: Row[] = [];
  let after: string | null = null;
  for (let n = 0; n < MAX_PAGES; n++) {
    const page: Paged = await client.get<Paged>(
      `${path}${path.includes('?') ? '&' : '?'}page[size]=100${after === null ? '' : `&page[after]=${encodeURIComponent(after)}`}`,
    );
    all.push(...rowsOf(page[key]));
    const next: string | null = page.meta?.has_more === true ? (page.meta.after_cursor ?? null) : null;
    if (next === null || next === after) break;
    after = next;
  }
  return all;
}

function toChanged(row: Row): ChangedTicket[] {
  if (row.id === null || row.id === undefined) return [];
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const tags = Array.isArray(row.tags) ? row.tags.filter((t) => typeof t === 'string') : [];
  return [{ id: String(row.id), createdAt: text(row.created_at), updatedAt: text(row.updated_at), status: text(row.status), tags }];
}

function idOf(row: Row | null | undefined, what: string): string {
  if (row?.id === null || row?.id === undefined)
    throw new AppError('upstream_failed', `Zendesk made the ${what}, but did not say which it is. Repeat this step.`, { retryable: true });
  return String(row.id);
}

const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? value.filter((v): v is Row => typeof v === 'object' && v !== null && !Array.isArray(v)) : []);
