/** The page in HubSpot's iframe: HubSpot's own fetch cannot stream, a page of the Worker can. Opened by a token that is spent at once. */
import * as z from 'zod';
import type { SuggestionEvent } from '#shared/api';
import type { Suggestion } from '#shared/suggestion';
import { AppError } from '../../errors.ts';
import { mayUse } from '../../governance/rights.ts';
import { consoleRole } from '../../service/setup/console-role.ts';
import { readAccess, requireAccess, requireChannel, roleOf } from '../../service/setup/hubspot-access.ts';
import { suggest } from '../../service/suggest.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { toErrorBody } from '../errors.ts';
import { issuePageToken, verifyPageToken } from '../hubspot-page-token.ts';
import { cardEvent } from '../hubspot-suggestion.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';
import { issueSession, type Session } from '../session-token.ts';
import { htmlResponse, messagePage, newNonce, pagePolicy, sidebarPage } from '../sidebar-page.ts';
import { eventStream } from '../sse.ts';

const FRAMED_BY = 'https://*.hubspot.com';

export function hubspotPageRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const { config, clock } = platform;
  const app = createRoutes();

  app.get('/hubspot/page', provenBy('signed_page'), async (c) => {
    const nonce = newNonce();
    const page = (html: string, status: number): Response => htmlResponse(html, status, policy(nonce));
    try {
      const access = await verifyPageToken(config.SESSION_KEY, 'open', c.req.query('token') ?? '', clock.now());
      const record = platform.installation(access.installation);
      if (!(await record.spendToken(access.tokenId, access.expiresAt, access.userId)))
        throw new AppError('unauthenticated', 'This window was opened before. Open it again from the card.');
      const token = await issuePageToken(config.SESSION_KEY, 'stream', access, clock.now());
      return page(streamPage({ token }, nonce), 200);
    } catch (error) {
      const { status, body } = toErrorBody(error, c.var.requestId);
      return page(messagePage(body.error.message), status);
    }
  });

  /** The console in a tab of its own, for whom an admin gave a role; HubSpot's settings page hands out the address. */
  app.get('/hubspot/console', provenBy('signed_page'), async (c) => {
    const nonce = newNonce();
    const page = (html: string, status: number): Response => htmlResponse(html, status, pagePolicy({ nonce, sdkUrl: null, frameAncestors: "'none'" }));
    try {
      const { installation, userId, tokenId, expiresAt } = await verifyPageToken(config.SESSION_KEY, 'console', c.req.query('token') ?? '', clock.now());
      const record = platform.installation(installation);
      const role = await consoleRole(installation, userId, platform, record);
      if (role === 'agent') throw new AppError('forbidden', 'The console is for whom an admin of Deskgraph gave a role.');
      if (!(await record.spendToken(tokenId, expiresAt, userId)))
        throw new AppError('unauthenticated', 'This page was opened before. Open it again from the settings in HubSpot.');
      const session: Session = { installation, user: { id: userId, name: '', role }, since: Math.floor(clock.now() / 1_000), console: true };
      const issued = await issueSession(config.SESSION_KEY, session, clock.now());
      const data = { baseUrl: '', ...issued, user: session.user, installation };
      return page(sidebarPage({ bundle: 'console/console', session: data, sdkUrl: null, nonce, stylesheet: true }), 200);
    } catch (error) {
      const { status, body } = toErrorBody(error, c.var.requestId);
      return page(messagePage(body.error.message), status);
    }
  });

  app.post('/hubspot/page/stream', provenBy('signed_page'), async (c) => {
    const [scheme, token] = (c.req.header('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) throw new AppError('unauthenticated', 'Open this window from the card in HubSpot.');
    const { installation, userId, ticketId } = await verifyPageToken(config.SESSION_KEY, 'stream', token, clock.now());
    const { attempt } = await readJson(c.req.raw, z.object({ attempt: z.number().int().min(0).max(20).default(0) }));
    const record = platform.installation(installation);
    const access = await readAccess(record);
    if (!mayUse(roleOf(access, userId), 'suggestion.create')) throw new AppError('forbidden', 'Your role may not do this. Ask an admin of your team.');
    await requireAccess(access, platform, record, { userId, ticketId });
    const ticket = await (await platform.helpdesk(record)).fetchTicket(ticketId);
    requireChannel(access, ticket);
    const run = suggest({ installation, ticket, until: 'draft', attempt, userId }, platform, record);
    const shown = (async function* (): AsyncGenerator<SuggestionEvent, Suggestion> {
      for (;;) {
        const next = await run.next();
        if (next.done) return next.value;
        yield cardEvent(next.value, access);
      }
    })();
    return eventStream(shown, c.var.requestId, async () => undefined);
  });

  // A page that is served now must find the parts it was built with: a new build takes the same names.
  const built = async (url: string): Promise<Response> => {
    const file = await platform.assets.fetch(url);
    if (file.status === 404) throw new AppError('not_found', 'There is nothing at this address.');
    const answer = new Response(file.body, file);
    answer.headers.set('cache-control', 'no-cache');
    return answer;
  };
  app.get('/hubspot/page.js', provenBy('none'), (c) => built(c.req.url));
  app.get('/hubspot/chunks/:name', provenBy('none'), (c) => built(c.req.url));
  return app;
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${FRAMED_BY}`,
  ].join('; ');
}

/** `start` becomes JSON inside the page; `<` is escaped, so that no value can end the element it stands in. */
function streamPage(start: { token: string }, nonce: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Deskgraph</title>
<style nonce="${nonce}">body{font:14px/1.5 system-ui,sans-serif;margin:16px;color:#33475b}[role=alert]{color:#b3261e}textarea{width:100%;min-height:220px;box-sizing:border-box;font:inherit}button{font:inherit;padding:6px 12px}</style>
<script type="application/json" id="deskgraph-start">${JSON.stringify(start).replaceAll('<', '\\u003c')}</script>
<script type="module" src="/hubspot/page.js" nonce="${nonce}"></script></head>
<body><main><p id="status" role="status"></p><div id="draft"></div></main></body></html>
`;
}
