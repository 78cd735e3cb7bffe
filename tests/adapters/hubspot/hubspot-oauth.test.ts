import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HUBSPOT_SCOPES, type HubspotOAuth, hubspotOAuth } from '../../../worker/adapters/hubspot/hubspot-oauth.ts';
import { type RunningPortal, runPortal } from './portal-under-test.ts';

let server: RunningPortal;
let oauth: HubspotOAuth;
beforeAll(async () => {
  server = await runPortal();
  oauth = hubspotOAuth({ origin: server.origin, clientId: 'id', clientSecret: 'secret', redirectUri: 'https://w.example.test/hubspot/oauth/callback' });
});
beforeEach(() => server.reset());
afterAll(() => server.close());

test('asks for exactly its scopes, separated as HubSpot wants them', () => {
  const url = oauth.authorizeUrl('a state');
  expect(url).toContain('https://app.hubspot.com/oauth/authorize?client_id=id&');
  expect(url).toContain(`scope=${HUBSPOT_SCOPES.map(encodeURIComponent).join('%20')}`);
  expect(url).toContain('state=a%20state');
});

test('a code becomes access to the portal that HubSpot names, asked for as a form', async () => {
  expect(await oauth.exchange('code-1')).toEqual({ access: 'token', refresh: 'refresh-1', portalId: '4242', userId: '7', expiresIn: 1_800 });
  expect(Object.fromEntries(server.portal.oauth.calls[0] ?? [])).toEqual({
    grant_type: 'authorization_code',
    code: 'code-1',
    client_id: 'id',
    client_secret: 'secret',
    redirect_uri: 'https://w.example.test/hubspot/oauth/callback',
  });
  expect((await oauth.refresh('refresh-1')).access).toBe('token');
});

test.each([
  ['BAD_REFRESH_TOKEN', 'unauthenticated'],
  ['BAD_HUB', 'unauthenticated'],
  ['invalid_grant', 'unauthenticated'],
  ['invalid_client', 'unavailable'],
  ['BAD_CLIENT_SECRET', 'unavailable'],
])('%s is told as %s: a portal is not disconnected for a fault of ours', async (said, code) => {
  server.portal.oauth.refuse = said;
  await expect(oauth.refresh('refresh-1')).rejects.toMatchObject({ code });
});

test.each([429, 500, 503])('an answer of %i may pass', async (status) => {
  server.faults.push({ path: /./, kind: 'status', status });
  await expect(oauth.refresh('refresh-1')).rejects.toMatchObject({ code: 'upstream_failed', retryable: true });
});

test.each(['malformed', 'shape', 'hang'] as const)('an answer that is %s gives no access', async (kind) => {
  server.faults.push({ path: /./, kind });
  await expect(oauth.exchange('code-1')).rejects.toMatchObject({ code: 'upstream_failed' });
});

test('uninstalling tells HubSpot, and an installation that is gone already counts', async () => {
  await oauth.uninstall('token');
  expect(server.portal.oauth.uninstalled).toBe(true);
  await oauth.uninstall('no longer good');
});
