/** Connecting a Zendesk account: an admin grants access, and the same step makes webhook and triggers. */
import type { Platform } from '../../compose.ts';
import { AppError } from '../../errors.ts';
import type { HelpdeskAccount } from '../../helpdesk-ports.ts';
import { ensureArticleWebhook } from '../../service/setup/article-webhook.ts';
import { connect } from '../../service/setup/connection.ts';
import { startReading } from '../../service/start-reading.ts';
import type { RouteDeps } from '../context.ts';
import { toErrorBody } from '../errors.ts';
import { issueState, subdomainSchema, verifierOf, verifyState } from '../oauth-state.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';
import { MESSAGE_POLICY, messagePage } from '../sidebar-page.ts';
import { articleWebhookEndpoint, webhookEndpoint } from '../webhook-endpoint.ts';

export function zendeskOAuthRoutes({ platform }: RouteDeps): Routes {
  const { config, clock } = platform;
  const app = createRoutes();
  const page = (message: string, status: number): Response =>
    new Response(messagePage(message), { status, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': MESSAGE_POLICY } });

  app.get('/zendesk/oauth/start', provenBy('oauth_state'), async (c) => {
    try {
      const subdomain = subdomainOf(c.req.query('subdomain') ?? '');
      const { state, challenge } = await issueState(config.SESSION_KEY, subdomain, clock.now());
      return new Response(null, {
        status: 302,
        headers: { location: oauthOf(platform, subdomain).authorizeUrl(state, challenge), 'content-security-policy': MESSAGE_POLICY },
      });
    } catch (error) {
      const { status, body } = toErrorBody(error, c.var.requestId);
      return page(body.error.message, status);
    }
  });

  app.get('/zendesk/oauth/callback', provenBy('oauth_state'), async (c) => {
    try {
      const { subdomain, id, expiresAt } = await verifyState(config.SESSION_KEY, c.req.query('state') ?? '', clock.now());
      const code = c.req.query('code') ?? '';
      if (c.req.query('error') !== undefined || code === '' || code.length > 2_048)
        throw new AppError('forbidden', 'Zendesk gave no access. Open Deskgraph’s set-up page and choose Connect again.');
      await finish(platform, { subdomain, stateId: id, stateExpiresAt: expiresAt, code });
      return page('Deskgraph is connected. You can close this window; the set-up page in Zendesk shows each step.', 200);
    } catch (error) {
      const { status, body } = toErrorBody(error, c.var.requestId);
      return page(body.error.message, status);
    }
  });
  return app;
}

type Grant = { subdomain: string; stateId: string; stateExpiresAt: number; code: string };

/** Nothing is created before Zendesk has said that the grant is an administrator's of this very account. */
async function finish(platform: Platform, { subdomain, stateId, stateExpiresAt, code }: Grant): Promise<void> {
  const { config, clock } = platform;
  const { origin, account: accountWith } = platform.zendesk(subdomain);
  const installation = `zendesk:${subdomain}`;
  const record = platform.installation(installation);
  const known = await record.settings();
  const spend = async (): Promise<void> => {
    if (!(await record.spendToken(`oauth:${stateId}`, stateExpiresAt)))
      throw new AppError('unauthenticated', 'This connection was finished before. Start it again if something is missing.');
  };
  if (known) await spend();
  const tokens = await oauthOf(platform, subdomain).exchange(code, await verifierOf(config.SESSION_KEY, stateId));
  const account = accountWith(tokens.access);
  await adminOnly(account);
  if (!known) {
    await record.create({ id: installation, name: subdomain, platform: 'zendesk', helpdeskUrl: origin, accountId: '' });
    await spend();
  }
  await record.putSecrets({ helpdesk_token: tokens.access, helpdesk_refresh_token: tokens.refresh });
  await platform.directory.add(installation);
  await connect(record, account, webhookEndpoint(platform, subdomain), clock);
  if ((await record.sources()).length === 0) await record.saveSource({ id: 'zendesk', kind: 'zendesk', config: {}, paused: false });
  await ensureArticleWebhook(record, { account: async () => account }, articleWebhookEndpoint(platform, subdomain));
  // The connection stands whether or not reading begins now: the clock starts it again.
  await startReading(platform, installation).catch(() => null);
  await record.releaseParked();
}

async function adminOnly(account: HelpdeskAccount): Promise<void> {
  const { role } = await account.whoAmI();
  if (role === 'admin') return;
  // A grant that is not used should not lie around.
  await account.revokeToken().catch(() => undefined);
  throw new AppError('forbidden', 'Only an administrator of the Zendesk account can connect Deskgraph. Ask one to open this page.');
}

function subdomainOf(text: string): string {
  const parsed = subdomainSchema.safeParse(text);
  if (!parsed.success) throw new AppError('invalid_request', `subdomain: ${parsed.error.issues[0]?.message}.`, { path: 'subdomain' });
  return parsed.data;
}

function oauthOf(platform: Platform, subdomain: string) {
  const { oauth } = platform.zendesk(subdomain);
  if (!oauth)
    throw new AppError('unavailable', 'Connecting to Zendesk is not set up here: ZENDESK_CLIENT_ID, ZENDESK_CLIENT_SECRET and PUBLIC_URL are needed.', {
      retryable: false,
    });
  return oauth;
}
