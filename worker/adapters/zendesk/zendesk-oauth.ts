/** Zendesk's OAuth for a global client: where an admin grants access, and how a code or a refresh token becomes tokens. */
import { AppError } from '../../errors.ts';
import type { HelpdeskOAuth } from '../../helpdesk-ports.ts';

/**
 * Macros, SLA policies, search and surveys have no scope of their own, so reading is broad; writing is tickets, and the
 * triggers and webhooks that Deskgraph makes for itself.
 */
export const ZENDESK_SCOPES = 'read tickets:write triggers:write webhooks:write';

const TIMEOUT_MS = 10_000;
/** Two hours; the refresh token lives 30 days and is renewed with every use. */
const ACCESS_SECONDS = 7_200;
const REFRESH_SECONDS = 30 * 86_400;

export type ZendeskOAuthOptions = {
  /** `https://<subdomain>.zendesk.com`. */
  origin: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  headers?: Record<string, string>;
  fetch?: typeof fetch;
};

export function zendeskOAuth({
  origin,
  clientId,
  clientSecret,
  redirectUri,
  headers = {},
  fetch: send = (...a) => fetch(...a),
}: ZendeskOAuthOptions): HelpdeskOAuth {
  async function tokens(grant: Record<string, string>): Promise<{ access: string; refresh: string | null }> {
    const response = await send(`${origin}/oauth/tokens`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        ...grant,
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uri: redirectUri,
        scope: ZENDESK_SCOPES,
        expires_in: ACCESS_SECONDS,
        refresh_token_expires_in: REFRESH_SECONDS,
      }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new AppError('upstream_failed', 'Zendesk could not be reached. Try again in a minute.', { retryable: true, cause });
    });
    const answer = (await response.json().catch(() => null)) as { access_token?: unknown; refresh_token?: unknown } | null;
    if (response.status === 400 || response.status === 401) throw new AppError('unauthenticated', 'Zendesk did not accept the grant. Connect Deskgraph again.');
    if (!response.ok || typeof answer?.access_token !== 'string' || answer.access_token === '')
      throw new AppError('upstream_failed', 'Zendesk gave no access. Try again in a minute.', { retryable: true });
    return { access: answer.access_token, refresh: typeof answer.refresh_token === 'string' && answer.refresh_token !== '' ? answer.refresh_token : null };
  }
  return {
    authorizeUrl: (state, challenge) =>
      `${origin}/oauth/authorizations/new?${new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: ZENDESK_SCOPES,
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      })}`,
    exchange: (code, verifier) => tokens({ grant_type: 'authorization_code', code, code_verifier: verifier }),
    refresh: (token) => tokens({ grant_type: 'refresh_token', refresh_token: token }),
  };
}
