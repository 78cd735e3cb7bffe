import { AppError } from '../../errors.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { consoleRole } from '../../service/setup/console-role.ts';
import { readBytes } from '../body.ts';
import type { AppContext, RouteDeps } from '../context.ts';
import { toErrorBody } from '../errors.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';
import { issueSession, type Session } from '../session-token.ts';
import { connectPage, htmlResponse, messagePage, newNonce, pagePolicy, sidebarPage } from '../sidebar-page.ts';
import { verifyPageToken } from '../zendesk-page-token.ts';

const MAX_FORM_BYTES = 16_384;
const CDN_SDK = 'https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js';
const LOCAL_SDK = '/zendesk/zaf_sdk.js';

export function zendeskPageRoutes({ platform }: RouteDeps): Routes {
  const { config, clock } = platform;
  const local = config.ENVIRONMENT === 'local';
  const sdkUrl = local ? LOCAL_SDK : CDN_SDK;
  // The development key opens nothing outside a local environment, even if it were set there.
  const keys = [config.ZENDESK_APP_PUBLIC_KEY, local ? config.DEV_APP_PUBLIC_KEY : undefined].filter((k) => k !== undefined);
  const app = createRoutes();

  const page = (html: string, status: number, nonce: string): Response =>
    htmlResponse(html, status, pagePolicy({ nonce, sdkUrl, frameAncestors: config.FRAME_ANCESTORS }));

  const serve = async (c: AppContext): Promise<Response> => {
    const file = await platform.assets.fetch(c.req.raw);
    if (file.status === 404) throw new AppError('not_found', 'There is nothing at this address.');
    // A new build takes the same names: kept, but asked about each time.
    const answer = new Response(file.body, file);
    answer.headers.set('cache-control', 'no-cache');
    return answer;
  };

  app.get('/zendesk/sidebar', provenBy('none'), () =>
    page(messagePage('Open Deskgraph inside Zendesk: it lives in the sidebar of a ticket.'), 200, newNonce()),
  );

  app.get('/zendesk/console', provenBy('none'), () =>
    page(messagePage('Open Deskgraph inside Zendesk: its console is in the bar on the left.'), 200, newNonce()),
  );

  /** Who opened the page, from the signed token alone; the token is spent. */
  async function opened(c: AppContext): Promise<{ session: Session; record: InstallationClient; installed: boolean }> {
    const { session, tokenId, expiresAt } = await verifyPageToken(await tokenOf(c), keys, clock.now());
    const record = platform.installation(session.installation);
    const installed = (await record.settings()) !== null;
    if (installed && !(await record.spendToken(tokenId, expiresAt, session.user.id)))
      throw new AppError('unauthenticated', 'This page was opened before. Reload it in Zendesk.');
    return { session, record, installed };
  }

  async function start(c: AppContext, bundle: 'zendesk/sidebar' | 'console/console', session: Session, nonce: string): Promise<Response> {
    const issued = await issueSession(config.SESSION_KEY, session, clock.now());
    const baseUrl = new URL(config.PUBLIC_URL && !local ? config.PUBLIC_URL : c.req.url).origin;
    const stylesheet = (await platform.assets.fetch(new URL(`/${bundle}.css`, c.req.url), { method: 'HEAD' })).ok;
    const data = { baseUrl, ...issued, user: session.user, installation: session.installation, sdkUrl };
    return page(sidebarPage({ bundle, session: data, sdkUrl, nonce, stylesheet }), 200, nonce);
  }

  const answering = (work: (c: AppContext, nonce: string) => Promise<Response>) => async (c: AppContext) => {
    const nonce = newNonce();
    try {
      return await work(c, nonce);
    } catch (error) {
      const { status, body } = toErrorBody(error, c.var.requestId);
      return page(messagePage(body.error.message), status, nonce);
    }
  };

  app.post(
    '/zendesk/sidebar',
    provenBy('signed_page'),
    answering(async (c, nonce) => {
      const { session, installed } = await opened(c);
      if (!installed) throw new AppError('unknown_installation', 'Deskgraph is not installed for this account. An admin must install it first.');
      return start(c, 'zendesk/sidebar', session, nonce);
    }),
  );

  app.post(
    '/zendesk/console',
    provenBy('signed_page'),
    answering(async (c, nonce) => {
      const { session, record, installed } = await opened(c);
      // Before the first grant nobody's role can be asked for; Zendesk itself lets only an administrator through.
      const connected = installed && (await record.secret('helpdesk_token')) !== null;
      if (!connected) return page(connectPage(`/zendesk/oauth/start?subdomain=${session.installation.replace(/^zendesk:/, '')}`), 200, nonce);
      const role = await consoleRole(session.installation, session.user.id, platform, record);
      if (role === 'agent') throw new AppError('forbidden', 'The console is for administrators of your Zendesk account, and for whom they gave a role there.');
      return start(c, 'console/console', { ...session, console: true, user: { ...session.user, role } }, nonce);
    }),
  );

  app.get('/console/*', provenBy('none'), serve);
  app.get('/zendesk/*', provenBy('none'), serve);
  return app;
}

async function tokenOf(c: AppContext): Promise<string> {
  const form = new URLSearchParams(new TextDecoder().decode(await readBytes(c.req.raw, MAX_FORM_BYTES)));
  const token = form.get('token');
  if (!token) throw new AppError('unauthenticated', 'This page was opened without a signed token. Open it inside Zendesk.');
  return token;
}
