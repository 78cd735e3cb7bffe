/** A Worker and a Zendesk account beside it: every call between them goes through the real adapters. */
import { zendeskAccount } from '../../../worker/adapters/zendesk/zendesk-account.ts';
import { zendeskOAuth } from '../../../worker/adapters/zendesk/zendesk-oauth.ts';
import type { Platform } from '../../../worker/compose.ts';
import { AppError } from '../../../worker/errors.ts';
import type { InstallationClient } from '../../../worker/installation/record-client.ts';
import { zendeskAccountServer } from '../../servers/zendesk-account.ts';
import { createClient } from './harness.ts';

export const marketplace = { 'x-zendesk-marketplace-name': 'Deskgraph', 'x-zendesk-marketplace-organization-id': '12', 'x-zendesk-marketplace-app-id': '34' };

let count = 0;
/** A Worker and an account beside it that has never heard of Deskgraph. */
export function world({ name = 'install', ...options }: { name?: string } & Parameters<typeof zendeskAccountServer>[0] = {}) {
  const subdomain = `${name}-${count++}`;
  const zendesk = zendeskAccountServer(options);
  const origin = `https://${subdomain}.zendesk.com`;
  const oauth = zendeskOAuth({
    origin,
    clientId: 'zdg-deskgraph',
    clientSecret: 'client-secret',
    redirectUri: 'https://worker.example/zendesk/oauth/callback',
    headers: marketplace,
    fetch: zendesk.fetch,
  });
  const renew = async (record: InstallationClient, stale: string): Promise<string | null> => {
    const claim = await record.claimTokenRenewal(stale);
    if (claim.state !== 'claimed') return claim.state === 'renewed' ? claim.access : null;
    const tokens = await oauth.refresh(claim.refresh).catch(() => null);
    await record.settleTokenRenewal(tokens);
    return tokens?.access ?? null;
  };
  const overrides: Partial<Platform> = {
    zendesk: () => ({ origin, oauth, account: (token) => zendeskAccount({ origin, token, headers: marketplace, fetch: zendesk.fetch }) }),
    account: async (record) => {
      const token = await record.secret('helpdesk_token');
      if (token === null) throw new AppError('unavailable', 'Not connected.');
      return zendeskAccount({ origin, token, headers: marketplace, fetch: zendesk.fetch, renew: (stale) => renew(record, stale) });
    },
  };
  const { call, platform } = createClient(overrides);
  const start = async () => (await call('GET', `/zendesk/oauth/start?subdomain=${subdomain}`)).headers.get('location') ?? '';
  const back = (url: URL) => call('GET', `${url.pathname}${url.search}`);
  const install = async () => back(zendesk.allow(await start()));
  const record = platform.installation(`zendesk:${subdomain}`);
  return { subdomain, zendesk, call, platform, start, back, install, record };
}
