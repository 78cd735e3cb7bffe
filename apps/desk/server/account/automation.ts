/** Webhooks and triggers of an account, and the end of a token. Paths are relative to `/api/v2`. */
import { Hono } from 'hono';
import { recordNotFound, ZendeskError } from '../errors.ts';
import type { ObjectRecord, Store } from '../store.ts';
import { isObject } from '../ticket-update.ts';

const kinds = { webhooks: 'webhook', triggers: 'trigger' } as const;

export function createAutomation(store: Store): Hono {
  const app = new Hono();
  const shown = ({ secret: _, ...row }: ObjectRecord): ObjectRecord => row;
  const calls = (trigger: ObjectRecord, webhook: string): boolean => JSON.stringify(trigger.actions ?? []).includes(`"${webhook}"`);

  app.delete('/oauth/tokens/current.json', (c) => {
    store.removeObject('token', 'current');
    return c.body(null, 204);
  });
  app.get('/webhooks/:id/signing_secret', (c) => {
    const webhook = store.object('webhook', c.req.param('id'));
    if (!webhook) throw recordNotFound();
    return c.json({ signing_secret: { algorithm: 'SHA256', secret: webhook.secret } });
  });

  for (const [many, one] of Object.entries(kinds) as ['webhooks' | 'triggers', 'webhook' | 'trigger'][]) {
    const read = async (request: Request): Promise<ObjectRecord> => {
      const body: unknown = await request.json().catch(() => null);
      const given = isObject(body) ? body[one] : null;
      if (!isObject(given)) throw new ZendeskError(400, { error: 'InvalidRequest', description: `The request must hold "${one}"` });
      return given;
    };
    const find = (id: string): { id: string; row: ObjectRecord } => {
      const key = id.replace(/\.json$/, '');
      const row = store.object(one, key);
      if (!row) throw recordNotFound();
      return { id: key, row };
    };
    for (const path of [`/${many}`, `/${many}.json`]) {
      app.get(path, (c) => c.json({ [many]: store.objects(one).map(shown), meta: { has_more: false, after_cursor: null }, links: {} }));
      app.post(path, async (c) => {
        const id = one === 'webhook' ? `01DESK${store.next('webhook', 1_001)}` : String(store.next('trigger', 400_001));
        const row = { ...(await read(c.req.raw)), id, ...(one === 'webhook' ? { secret: crypto.randomUUID() + crypto.randomUUID() } : {}) };
        store.saveObject(one, id, row);
        return c.json({ [one]: shown(row) }, 201);
      });
    }
    app.get(`/${many}/:id`, (c) => c.json({ [one]: shown(find(c.req.param('id')).row) }));
    app.put(`/${many}/:id`, async (c) => {
      const { id, row } = find(c.req.param('id'));
      const changed = { ...row, ...(await read(c.req.raw)), id };
      store.saveObject(one, id, changed);
      return c.json({ [one]: shown(changed) });
    });
    app.delete(`/${many}/:id`, (c) => {
      const { id } = find(c.req.param('id'));
      // A webhook that a trigger calls stays.
      if (one === 'webhook' && store.objects('trigger').some((t) => calls(t, id))) return c.json({ errors: [{ code: 'WebhookInUse' }] }, 422);
      store.removeObject(one, id);
      return c.body(null, 204);
    });
  }
  return app;
}
