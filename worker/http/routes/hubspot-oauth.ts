/** Installing in HubSpot: the admin's grant says which portal it is, and the same step prepares it. */
import type { Platform } from '../../compose.ts';
import { HUBSPOT_TOKEN_UNTIL, type HubspotApp } from '../../compose-helpdesk.ts';
import { AppError } from '../../errors.ts';
import { readAccess, writeAccess } from '../../service/setup/hubspot-access.ts';
import type { RouteDeps } from '../context.ts';
import { toErrorBody } from '../errors.ts';
import { issueState, verifyState } from '../oauth-state.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';
import { MESSAGE_POLICY, messagePage } from '../sidebar-page.ts';

/** The subject of the state: no account is known before HubSpot names it. */
const SUBJECT = 'hubspot-install';

export function hubspotOAuthRoutes({ platform }: RouteDeps): Routes {
  const { config, clock } = platform;
  const app = createRoutes();
  const page = (message: string, status: number): Response =>
    new Response(messagePage(message), { status, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': MESSAGE_POLICY } });

  app.get('/hubspot/oauth/start', provenBy('oauth_state'), async (c) => {
    try {
      const { oauth } = appOf(platform);
      const { state } = await issueState(config.SESSION_KEY, SUBJECT, clock.now());
      return new Response(null, { status: 302, headers: { location: oauth.authorizeUrl(state), 'content-security-policy': MESSAGE_POLICY } });
    } catch (error) {
      const { status, body } = toErrorBody(error, c.var.requestId);
      return page(body.error.message, status);
    }
  });

  app.get('/hubspot/oauth/callback', provenBy('oauth_state'), async (c) => {
    try {
      const state = await verifyState(config.SESSION_KEY, c.req.query('state') ?? '', clock.now());
      const code = c.req.query('code') ?? '';
      if (state.subdomain !== SUBJECT || c.req.query('error') !== undefined || code === '' || code.length > 2_048)
        throw new AppError('forbidden', 'HubSpot gave no access. Start the installation again.');
      await install(platform, code, { id: state.id, expiresAt: state.expiresAt });
      return page('Deskgraph is installed. Add its card to the help desk sidebar in HubSpot’s settings, then open any ticket.', 200);
    } catch (error) {
      const { status, body } = toErrorBody(error, c.var.requestId);
      return page(body.error.message, status);
    }
  });
  return app;
}

async function install(platform: Platform, code: string, state: { id: string; expiresAt: number }): Promise<void> {
  const { oauth, apiUrl, portal } = appOf(platform);
  const grant = await oauth.exchange(code);
  const installation = `hubspot:${grant.portalId}`;
  const record = platform.installation(installation);
  await record.create({ id: installation, name: `HubSpot ${grant.portalId}`, platform: 'hubspot', helpdeskUrl: apiUrl, accountId: grant.portalId });
  if (!(await record.spendToken(`oauth:${state.id}`, state.expiresAt)))
    throw new AppError('unauthenticated', 'This installation was finished before. Start it again if something is missing.');
  await record.putSecrets({ helpdesk_token: grant.access, helpdesk_refresh_token: grant.refresh });
  await record.putSetupNote(HUBSPOT_TOKEN_UNTIL, JSON.stringify(platform.clock.now() + grant.expiresIn * 1_000));
  const access = await readAccess(record);
  // HubSpot lets only admins install, so who installs is one here too.
  if (grant.userId !== '') await writeAccess(record, { ...access, roles: { ...access.roles, [grant.userId]: 'admin' } });
  await platform.directory.add(installation);
  await (await portal(record)).prepare();
  await record.releaseParked();
  await record.note(`hubspot user ${grant.userId}`, 'installation.connect', installation, {});
}

function appOf({ hubspot }: Platform): HubspotApp {
  if (!hubspot)
    throw new AppError('unavailable', 'HubSpot is not set up here: HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and PUBLIC_URL are needed.', { retryable: false });
  return hubspot;
}
