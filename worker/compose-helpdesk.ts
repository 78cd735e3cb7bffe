/** Each installation's helpdesk with its own token: a token that is refused or near its end is renewed once, whoever asks. */
import type { ConnectedSource } from '#shared/knowledge-api';
import { evenPacer } from './adapters/embedded/even-pacer.ts';
import { systemClock } from './adapters/embedded/system-clock.ts';
import { hubspotKnowledgeSource } from './adapters/hubspot/hubspot-knowledge-source.ts';
import { type HubspotOAuth, hubspotOAuth } from './adapters/hubspot/hubspot-oauth.ts';
import { hubspotPortal } from './adapters/hubspot/hubspot-portal.ts';
import { hubspotTicketsSource } from './adapters/hubspot/hubspot-tickets-source.ts';
import { sitemapSource } from './adapters/web/sitemap-source.ts';
import { zendeskOAuth } from './adapters/zendesk/zendesk-oauth.ts';
import { zendeskSources } from './adapters/zendesk/zendesk-sources.ts';
import type { Config } from './env.ts';
import { AppError } from './errors.ts';
import type { HelpdeskOAuth, HelpdeskPortal } from './helpdesk-ports.ts';
import type { InstallationClient } from './installation/record-client.ts';
import type { KnowledgeSource } from './source-ports.ts';

/** One HubSpot app serves every portal: its secret signs all requests, so it belongs to the environment. */
export type HubspotApp = {
  appId: string | null;
  /** The secret that holds now, and the one before it while it is changed. */
  secrets: string[];
  apiUrl: string;
  oauth: HubspotOAuth;
  portal(record: InstallationClient): Promise<HelpdeskPortal>;
};

/** Note with the moment, in milliseconds, at which the portal's token ends. */
export const HUBSPOT_TOKEN_UNTIL = 'hubspot_token_until';

/** Address and token of the installation's account; a token that Zendesk refuses is renewed once, whoever asks. */
export async function zendeskAccess(config: Config, record: InstallationClient) {
  const [settings, token] = await Promise.all([record.settings(), record.secret('helpdesk_token')]);
  if (!settings) throw new AppError('unknown_installation', 'This installation does not exist, or was removed. Install Deskgraph again.');
  if (settings.platform !== 'zendesk') throw new AppError('unavailable', `Deskgraph does not write to ${settings.platform} yet.`, { retryable: false });
  if (token === null) throw new AppError('unavailable', 'The helpdesk is not connected. An admin must connect it.', { retryable: false });
  const origin = settings.helpdeskUrl;
  const oauth = composeOAuth(config, origin);
  return { origin, token, headers: marketplaceHeaders(config), ...(oauth ? { renew: (stale: string) => renewToken(stale, record, oauth) } : {}) };
}

const HUBSPOT_API = 'https://api.hubapi.com';
/** A token this close to its end is renewed before it is used: refused calls count against the app. */
const TOKEN_LEAD_MS = 60_000;

export function composeHubspot(config: Config): HubspotApp | null {
  const { HUBSPOT_APP_ID, HUBSPOT_CLIENT_ID: clientId, HUBSPOT_CLIENT_SECRET: clientSecret, PUBLIC_URL, HUBSPOT_API_URL: origin = HUBSPOT_API } = config;
  if (!clientId || !clientSecret || !PUBLIC_URL) return null;
  return {
    appId: HUBSPOT_APP_ID ?? null,
    secrets: [clientSecret, config.HUBSPOT_CLIENT_SECRET_PREVIOUS].filter((s) => s !== undefined),
    apiUrl: origin,
    oauth: hubspotOAuth({ origin, clientId, clientSecret, redirectUri: `${new URL(PUBLIC_URL).origin}/hubspot/oauth/callback` }),
    portal: async (record) => hubspotPortal(await hubspotAccess(config, record)),
  };
}

/** Address and token of the portal. The token lives half an hour; renewing goes through the installation, one at a time. */
export async function hubspotAccess(config: Config, record: InstallationClient) {
  const app = composeHubspot(config);
  const [settings, token, until] = await Promise.all([record.settings(), record.secret('helpdesk_token'), record.setupNote(HUBSPOT_TOKEN_UNTIL)]);
  if (!settings) throw new AppError('unknown_installation', 'This installation does not exist, or was removed. Install Deskgraph again.');
  if (token === null || !app) throw new AppError('unavailable', 'HubSpot is not connected. An admin must install Deskgraph again.', { retryable: false });
  const renew = (stale: string): Promise<string | null> =>
    renewToken(stale, record, {
      refresh: async (refresh) => {
        const grant = await app.oauth.refresh(refresh);
        await record.putSetupNote(HUBSPOT_TOKEN_UNTIL, JSON.stringify(systemClock.now() + grant.expiresIn * 1_000));
        return { access: grant.access, refresh: grant.refresh ?? refresh };
      },
    });
  const nearEnd = until !== null && Number(until) - TOKEN_LEAD_MS < systemClock.now();
  const current = nearEnd ? await renew(token) : token;
  if (current === null) throw new AppError('unavailable', 'HubSpot is not connected any more. An admin must install Deskgraph again.', { retryable: false });
  return { origin: settings.helpdeskUrl, portalId: settings.accountId, token: current, renew };
}

/** Calls to one account share its limit, whichever stream makes them. */
const pacer = evenPacer({ clock: systemClock });

export async function composeSources(
  config: Config,
  record: InstallationClient,
  { id, kind, config: given }: Pick<ConnectedSource, 'id' | 'kind' | 'config'>,
): Promise<KnowledgeSource[]> {
  const shared = { pacer, clock: systemClock };
  if (kind === 'zendesk') return zendeskSources({ ...(await zendeskAccess(config, record)), ...shared, id, config: given });
  const crawl = (name: string) => {
    const address = typeof given.url === 'string' && URL.canParse(given.url) ? new URL(given.url) : null;
    if (!address) return null;
    const sitemap = typeof given.sitemap === 'string' ? { sitemap: given.sitemap } : {};
    return sitemapSource({ ...shared, name, origin: address.origin, pathPrefix: address.pathname, ...sitemap });
  };
  if (kind === 'web') {
    const source = crawl(`${id}/pages`);
    if (!source) throw new AppError('invalid_request', 'A web help centre needs its address, such as https://help.example.com/.');
    return [source];
  }
  const access = await hubspotAccess(config, record);
  return [
    hubspotKnowledgeSource({ ...access, ...shared, name: `${id}/articles`, crawl: crawl(`${id}/articles`) }),
    hubspotTicketsSource({ ...access, ...shared, ...hubspotProperties(given), name: `${id}/tickets` }),
  ];
}

/** Names of ticket properties an admin has chosen: `tagProperty`, `productProperty`, and `tierProperty` … for facts about the customer. */
function hubspotProperties(given: ConnectedSource['config']) {
  const named = <K extends string>(name: K, key: string = name): { [P in K]?: string } => {
    const value = given[`${key}Property`];
    return typeof value === 'string' && value !== '' ? ({ [name]: value } as { [P in K]?: string }) : {};
  };
  return {
    ...named('tagProperty', 'tag'),
    ...named('productProperty', 'product'),
    customerProperties: { ...named('tier'), ...named('plan'), ...named('region'), ...named('version') },
  };
}

/** The token that holds now, or null when an admin must connect again. */
async function renewToken(stale: string, record: InstallationClient, oauth: Pick<HelpdeskOAuth, 'refresh'>): Promise<string | null> {
  const claim = await record.claimTokenRenewal(stale);
  if (claim.state !== 'claimed') return claim.state === 'renewed' ? claim.access : null;
  try {
    const tokens = await oauth.refresh(claim.refresh);
    await record.settleTokenRenewal(tokens);
    return tokens.access;
  } catch (error) {
    await record.settleTokenRenewal(null);
    if (error instanceof AppError && error.code === 'unauthenticated') return null;
    throw error;
  }
}

export function zendeskOrigin({ ZENDESK_HOST_TEMPLATE }: Config, subdomain: string): string {
  return (ZENDESK_HOST_TEMPLATE ?? 'https://{subdomain}.zendesk.com').replace('{subdomain}', subdomain);
}

export function composeOAuth(config: Config, origin: string): HelpdeskOAuth | null {
  const { ZENDESK_CLIENT_ID: clientId, ZENDESK_CLIENT_SECRET: clientSecret, PUBLIC_URL } = config;
  if (!clientId || !clientSecret || !PUBLIC_URL) return null;
  return zendeskOAuth({
    origin,
    clientId,
    clientSecret,
    redirectUri: `${new URL(PUBLIC_URL).origin}/zendesk/oauth/callback`,
    headers: marketplaceHeaders(config),
  });
}

export function marketplaceHeaders(config: Config): Record<string, string> {
  const named = {
    'x-zendesk-marketplace-name': config.ZENDESK_MARKETPLACE_NAME,
    'x-zendesk-marketplace-organization-id': config.ZENDESK_MARKETPLACE_ORGANIZATION_ID,
    'x-zendesk-marketplace-app-id': config.ZENDESK_MARKETPLACE_APP_ID,
  };
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
