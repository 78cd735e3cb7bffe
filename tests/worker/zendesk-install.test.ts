/** From "Connect to Zendesk" to nothing left: an account's whole life with Deskgraph. */
import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import type { RemovalReport, SetupView } from '../../shared/setup.ts';
import { articles, bindings, ingest, tokenFor } from './support/harness.ts';
import { marketplace, world } from './support/zendesk-world.ts';

describe('connecting an account', () => {
  test('asks for the least it needs, with PKCE, and comes back to us', async () => {
    const { start, subdomain } = world();
    const url = new URL(await start());
    expect(url.origin).toBe(`https://${subdomain}.zendesk.com`);
    expect(url.searchParams.get('scope')).toBe('read tickets:write triggers:write webhooks:write');
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(url.searchParams.get('redirect_uri')).toBe('https://worker.example/zendesk/oauth/callback');
  });

  test.each(['', 'a', 'Acme', 'acme.evil', 'acme/evil', 'acme@evil.example', '-acme', 'acme%00', 'a'.repeat(64), '..'])(
    'does not start for %j',
    async (subdomain) => {
      const { call } = world();
      const answer = await call('GET', `/zendesk/oauth/start?subdomain=${encodeURIComponent(subdomain)}`);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('location')).toBeNull();
    },
  );

  test('makes webhook and triggers, reads the secret, and keeps every token encrypted', async () => {
    const { install, zendesk, record, subdomain } = world();
    expect((await install()).status).toBe(200);
    expect(zendesk.state.webhooks).toMatchObject([
      { endpoint: expect.stringMatching(new RegExp(`/webhooks/zendesk/${subdomain}$`)), subscriptions: ['conditional_ticket_events'], status: 'active' },
      // One that triggers call cannot take events as well; articles have their own, with its own secret.
      { endpoint: expect.stringContaining(`/${subdomain}?of=articles`), subscriptions: expect.arrayContaining(['zen:event-type:article.published']) },
    ]);
    expect((await record.webhookCredentials())?.secrets).toContain(zendesk.state.secrets[String(zendesk.state.webhooks[1]?.id)]);
    expect(zendesk.state.triggers.map((t) => t.title)).toEqual(['Notify requester', 'Deskgraph: ticket created', 'Deskgraph: updated by customer']);
    expect(await record.secret('webhook_secret')).toBe(zendesk.state.secrets[String(zendesk.state.webhooks[0]?.id)]);
    const [access] = [...zendesk.state.access];
    expect(await record.secret('helpdesk_token')).toBe(access);
    const stored = await runInDurableObject(bindings.INSTALLATION.getByName(`installation:zendesk:${subdomain}`), (_, state) =>
      JSON.stringify(state.storage.sql.exec('SELECT * FROM secrets').toArray()),
    );
    expect(stored).not.toContain(access);
    expect(stored).not.toContain('signing-secret');
  });

  test('every call carries the marketplace’s headers', async () => {
    const { install, zendesk } = world();
    await install();
    expect(zendesk.state.calls.length).toBeGreaterThan(6);
    for (const { headers } of zendesk.state.calls) for (const [name, value] of Object.entries(marketplace)) expect(headers.get(name)).toBe(value);
  });

  test('can be repeated: nothing is made twice, and a rotated secret holds beside the old one', async () => {
    const { install, zendesk, record } = world({ pageSize: 1 });
    await install();
    const first = await record.secret('webhook_secret');
    const id = String(zendesk.state.webhooks[0]?.id);
    zendesk.state.secrets[id] = 'a rotated secret of the webhook';
    expect((await install()).status).toBe(200);
    expect(zendesk.state.webhooks).toHaveLength(2);
    expect(zendesk.state.triggers).toHaveLength(3);
    expect((await record.webhookCredentials())?.secrets).toEqual(['a rotated secret of the webhook', first, expect.any(String)]);
  });

  test('a callback works once, for its own account, within ten minutes, and only with the verifier that belongs to it', async () => {
    const { start, back, zendesk, install, call } = world();
    await install();
    const url = zendesk.allow(await start());
    expect((await back(url)).status).toBe(200);
    expect((await back(url)).status).toBe(401);
    const foreign = zendesk.allow(await start());
    const code = foreign.searchParams.get('code') ?? '';
    zendesk.state.challenges[code] = 'a challenge that someone else chose';
    expect((await back(foreign)).status).toBe(401);
    for (const state of ['', 'noise', 'a.b.c', (await start()).slice(-40)])
      expect((await call('GET', `/zendesk/oauth/callback?code=x&state=${state}`)).status).toBe(401);
  });

  test('is an administrator’s to do: another’s grant is given back, and leaves nothing', async () => {
    const { install, zendesk, record } = world({ role: 'agent' });
    expect((await install()).status).toBe(403);
    expect(zendesk.state.access.size).toBe(0);
    expect(zendesk.state.webhooks).toEqual([]);
    expect(await record.settings()).toBeNull();
  });

  test('says no when the admin does', async () => {
    const { start, call } = world();
    const state = new URL(await start()).searchParams.get('state');
    expect((await call('GET', `/zendesk/oauth/callback?error=access_denied&state=${state}`)).status).toBe(403);
  });

  test('a step that fails is told, and the next try goes on', async () => {
    const { install, zendesk, call, subdomain } = world();
    await install();
    zendesk.state.webhooks = [];
    zendesk.state.triggers = [];
    const token = await tokenFor(subdomain);
    zendesk.state.refuse['POST /api/v2/webhooks'] = () => Response.json({ errors: [{ code: 'WebhookLimit' }] }, { status: 422 });
    const view = (await call('POST', '/v1/setup/repair', { token, body: {} })).json as unknown as SetupView;
    expect(view.connected).toBe(false);
    expect(view.steps.map((s) => [s.id, s.state])).toContainEqual(['webhook', 'failed']);
    const again = (await call('POST', '/v1/setup/repair', { token, body: {} })).json as unknown as SetupView;
    expect(again.connected).toBe(true);
    expect(zendesk.state.triggers).toHaveLength(2);
  });
});

describe('the token', () => {
  test('is renewed once, however many calls find it stale', async () => {
    const { install, zendesk, platform, record } = world();
    await install();
    zendesk.state.access.clear();
    const accounts = await Promise.all(Array.from({ length: 200 }, () => platform.account(record)));
    const names = await Promise.all(accounts.map((account) => account.whoAmI()));
    expect(names.every((n) => n.role === 'admin')).toBe(true);
    expect(zendesk.state.refreshes).toBe(1);
    expect(await record.secret('helpdesk_refresh_token')).toBe(zendesk.state.refresh);
  });

  test('that was revoked asks for an admin, and every waiting call is told', async () => {
    const { install, zendesk, platform, record } = world();
    await install();
    zendesk.state.access.clear();
    zendesk.state.refresh = null;
    const account = await platform.account(record);
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => account.whoAmI()));
    for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'upstream_failed', retryable: false } });
  });
});

describe('disconnecting', () => {
  test('leaves nothing at Zendesk, in KV, in the vector index or in the record but the proof', async () => {
    const { install, zendesk, call, subdomain, record } = world();
    await install();
    const token = await tokenFor(subdomain);
    expect((await ingest(token, { article: articles })).state).toBe('published');
    const report = (await call('POST', '/v1/setup/disconnect', { token, body: {} })).json as unknown as RemovalReport;
    expect(report).toMatchObject({ webhook: true, triggers: 2, tokenRevoked: true, left: [] });
    expect(report.snapshots).toBeGreaterThan(0);
    expect(zendesk.state.webhooks).toEqual([]);
    expect(zendesk.state.triggers.map((t) => t.title)).toEqual(['Notify requester']);
    expect(zendesk.state.access.size).toBe(0);
    // A signed checkpoint of the audit chain may have been due: it is part of the proof.
    const stored = (await bindings.SNAPSHOTS.list()).keys.map(({ name }) => name).filter((name) => !name.startsWith('audit/'));
    expect(stored.filter((name) => name.includes(encodeURIComponent(`zendesk:${subdomain}`)))).toEqual([]);
    const rows = await runInDurableObject(bindings.INSTALLATION.getByName(`installation:zendesk:${subdomain}`), (_, state) => {
      const tables = state.storage.sql
        .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
        .toArray()
        .map((t) => t.name)
        .filter((n) => !/^(sqlite_|_cf_|__drizzle)/.test(n));
      return Object.fromEntries(
        tables.map((name) => [name, Number(state.storage.sql.exec(`SELECT count(*) AS n FROM "${name}"`).one().n)]).filter(([, n]) => n !== 0),
      );
    });
    expect(Object.keys(rows)).toEqual(['audit']);
    expect(await record.settings()).toBeNull();
    expect(await call('GET', '/v1/setup', { token })).toMatchObject({ status: 404 });
    expect((await install()).status).toBe(200);
  });

  test('goes through when Zendesk does not answer, and says what is left to do by hand', async () => {
    const { install, zendesk, call, subdomain, record } = world();
    await install();
    const token = await tokenFor(subdomain);
    zendesk.state.access.clear();
    zendesk.state.refresh = null;
    const report = (await call('POST', '/v1/setup/disconnect', { token, body: {} })).json as unknown as RemovalReport;
    expect(report.left.length).toBeGreaterThan(2);
    expect(await record.settings()).toBeNull();
  });

  test('is an admin’s to do', async () => {
    const { install, call, subdomain } = world();
    await install();
    for (const role of ['agent', 'reviewer', 'auditor'])
      expect((await call('POST', '/v1/setup/disconnect', { token: await tokenFor(subdomain, role), body: {} })).status).toBe(403);
  });
});
