/** HubSpot's OAuth with the endpoints of 2026-09: where an admin installs the app, and how a code or a refresh token becomes access. */
import { AppError } from '../../errors.ts';

/** Every one is used: tickets to read and tag, conversations to read and comment, contacts for names, owners for routing. */
export const HUBSPOT_SCOPES = ['oauth', 'tickets', 'conversations.read', 'conversations.write', 'crm.objects.contacts.read', 'crm.objects.owners.read'];

const TIMEOUT_MS = 8_000;
/** What HubSpot says when the grant is gone: uninstalled, revoked, or the portal no longer exists. */
const GRANT_GONE: readonly string[] = ['BAD_REFRESH_TOKEN', 'BAD_AUTH_CODE', 'BAD_HUB', 'INVALID_GRANT'];

export type HubspotGrant = { access: string; refresh: string | null; portalId: string; userId: string /** Seconds. */; expiresIn: number };

export type HubspotOAuth = {
  authorizeUrl(state: string): string;
  exchange(code: string): Promise<HubspotGrant>;
  /** Throws `AppError('unauthenticated')` when an admin must install again, `unavailable` when our own configuration is wrong. */
  refresh(token: string): Promise<HubspotGrant>;
  /** Ends the installation on HubSpot's side. */
  uninstall(access: string): Promise<void>;
};

export type HubspotOAuthOptions = { origin: string; clientId: string; clientSecret: string; redirectUri: string; fetch?: typeof fetch };

export function hubspotOAuth({ origin, clientId, clientSecret, redirectUri, fetch: send = (...a) => fetch(...a) }: HubspotOAuthOptions): HubspotOAuth {
  const unreachable = (cause: unknown): never => {
    throw new AppError('upstream_failed', 'HubSpot could not be reached. Try again in a minute.', { retryable: true, cause });
  };

  async function grant(form: Record<string, string>): Promise<HubspotGrant> {
    const response = await send(`${origin}/oauth/2026-09/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri }).toString(),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(unreachable);
    const answer = (await response.json().catch(() => null)) as Record<string, unknown> | null;
    if (response.ok) return toGrant(answer);
    const said = [answer?.status, answer?.error, answer?.category].filter((s) => typeof s === 'string').map((s) => s.toUpperCase());
    if (response.status < 500 && said.some((s) => GRANT_GONE.includes(s)))
      throw new AppError('unauthenticated', 'HubSpot no longer knows this connection. An admin must install Deskgraph again.');
    // A wrong client secret is ours: no portal is disconnected for it.
    if (response.status < 500 && response.status !== 429)
      throw new AppError('unavailable', 'HubSpot does not accept Deskgraph’s own credentials. Check HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET.', {
        retryable: false,
      });
    throw new AppError('upstream_failed', `HubSpot answered ${response.status}. Try again in a minute.`, { retryable: true });
  }

  return {
    authorizeUrl: (state) => {
      const query = { client_id: clientId, redirect_uri: redirectUri, scope: HUBSPOT_SCOPES.join(' '), state };
      return `https://app.hubspot.com/oauth/authorize?${Object.entries(query)
        .map(([k, v]) => `${k}=${encodeURIComponent(v)}`)
        .join('&')}`;
    },
    exchange: (code) => grant({ grant_type: 'authorization_code', code }),
    refresh: (token) => grant({ grant_type: 'refresh_token', refresh_token: token }),
    async uninstall(access) {
      const response = await send(`${origin}/appinstalls/2026-09/external-install`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${access}` },
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch(unreachable);
      await response.body?.cancel();
      // Refused access means that the installation is gone already.
      if (!response.ok && ![401, 403, 404].includes(response.status))
        throw new AppError('upstream_failed', `HubSpot answered ${response.status}. Try again in a minute.`, { retryable: true });
    },
  };
}

function toGrant(answer: Record<string, unknown> | null): HubspotGrant {
  const { access_token: access, refresh_token: refresh, hub_id: portal, user_id: user, expires_in: expiresIn } = answer ?? {};
  const id = (value: unknown): string => (typeof value === 'number' || typeof value === 'string' ? String(value) : '');
  if (typeof access !== 'string' || access === '' || !/^\d{1,20}$/.test(id(portal)))
    throw new AppError('upstream_failed', 'HubSpot gave no access. Try again in a minute.', { retryable: true });
  return {
    access,
    refresh: typeof refresh === 'string' && refresh !== '' ? refresh : null,
    portalId: id(portal),
    userId: /^\d{1,20}$/.test(id(user)) ? id(user) : '',
    expiresIn: typeof expiresIn === 'number' && expiresIn > 0 ? expiresIn : 1_800,
  };
}
