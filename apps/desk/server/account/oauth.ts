/** Zendesk's OAuth for a global client, with the page on which an administrator allows it. PKCE (S256) is required. */
import { Hono } from 'hono';
import type { DeskContext } from '../context.ts';
import { escapeHtml } from '../text.ts';

const CODE_MS = 120_000;
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const asked = ['client_id', 'redirect_uri', 'scope', 'state', 'code_challenge', 'code_challenge_method'] as const;

export function createOAuth({ store, now, oauthSecret }: Pick<DeskContext, 'store' | 'now' | 'oauthSecret'>): Hono {
  const app = new Hono();

  app.get('/authorizations/new', (c) => {
    const fields = asked.map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(c.req.query(name) ?? '')}">`).join('');
    const scopes = (c.req.query('scope') ?? '').split(' ').map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`);
    return c.html(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Allow access</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:34rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem;margin-right:.5rem}</style></head>
<body><main><h1>Allow Deskgraph to use your account?</h1><p>The local desk stands here for <strong>${escapeHtml(store.settings()?.name ?? '')}</strong> on Zendesk.</p>
<p>It asks for:</p><ul>${scopes.join('')}</ul><form method="post" action="../authorizations">${fields}
<button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></form></main></body></html>`,
      200,
      { 'content-security-policy': POLICY },
    );
  });

  app.post('/authorizations', async (c) => {
    const form = await c.req.parseBody();
    const value = (name: string): string => (typeof form[name] === 'string' ? form[name] : '');
    const back = URL.canParse(value('redirect_uri')) ? new URL(value('redirect_uri')) : null;
    if (back?.host !== new URL(c.req.url).host || value('code_challenge_method') !== 'S256' || value('code_challenge') === '')
      return c.json({ error: 'invalid_request' }, 400);
    const state = { state: value('state') };
    if (value('decision') !== 'allow') back.search = new URLSearchParams({ error: 'access_denied', ...state }).toString();
    else {
      const code = crypto.randomUUID();
      store.saveObject('code', code, { challenge: value('code_challenge'), redirectUri: value('redirect_uri'), until: now() + CODE_MS });
      back.search = new URLSearchParams({ code, ...state }).toString();
    }
    return c.redirect(back.toString());
  });

  app.post('/tokens', async (c) => {
    const given = (await c.req.json().catch(() => ({}))) as Record<string, unknown>;
    if (!oauthSecret || given.client_id !== 'zdg-deskgraph' || given.client_secret !== oauthSecret) return c.json({ error: 'invalid_client' }, 401);
    const granted = given.grant_type === 'refresh_token' ? given.refresh_token === store.object('token', 'current')?.refresh : await redeem(given);
    if (!granted) return c.json({ error: 'invalid_grant' }, 400);
    // Both old tokens end at once.
    const tokens = { access: crypto.randomUUID() + crypto.randomUUID(), refresh: crypto.randomUUID() + crypto.randomUUID() };
    store.saveObject('token', 'current', tokens);
    return c.json({ access_token: tokens.access, refresh_token: tokens.refresh, token_type: 'bearer', scope: given.scope ?? 'read', expires_in: 7_200 });
  });

  async function redeem({ code, code_verifier, redirect_uri }: Record<string, unknown>): Promise<boolean> {
    const known = store.object('code', String(code));
    store.removeObject('code', String(code));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(String(code_verifier ?? ''))));
    const challenge = btoa(String.fromCharCode(...digest))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '');
    return known !== null && known.challenge === challenge && known.redirectUri === redirect_uri && Number(known.until) > now();
  }
  return app;
}
