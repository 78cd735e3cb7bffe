/** The only file that knows every adapter: it hands the rest of the Worker its ports, for this environment. */
import type { ConnectedSource } from '#shared/knowledge-api';
import { type CheckpointStore, kvCheckpointStore } from './adapters/cloudflare/kv-checkpoint-store.ts';
import { kvInstallationDirectory } from './adapters/cloudflare/kv-installation-directory.ts';
import { kvSnapshotStore } from './adapters/cloudflare/kv-snapshot-store.ts';
import { vectorizeVectors } from './adapters/cloudflare/vectorize-vectors.ts';
import { createEmbeddedDrafter } from './adapters/embedded/embedded-drafter.ts';
import { createEmbeddedEmbedder } from './adapters/embedded/embedded-embedder.ts';
import { evenPacer } from './adapters/embedded/even-pacer.ts';
import { randomIds } from './adapters/embedded/random-ids.ts';
import { systemClock } from './adapters/embedded/system-clock.ts';
import { hubspotHelpdesk } from './adapters/hubspot/hubspot-helpdesk.ts';
import { hubspotKnowledgeSource } from './adapters/hubspot/hubspot-knowledge-source.ts';
import { type HubspotOAuth, hubspotOAuth } from './adapters/hubspot/hubspot-oauth.ts';
import { hubspotPortal } from './adapters/hubspot/hubspot-portal.ts';
import { hubspotTicketsSource } from './adapters/hubspot/hubspot-tickets-source.ts';
import { createCallGuard } from './adapters/openai/call-guard.ts';
import { createOpenAiDrafter } from './adapters/openai/openai-drafter.ts';
import { createOpenAiEmbedder } from './adapters/openai/openai-embedder.ts';
import { sitemapSource } from './adapters/web/sitemap-source.ts';
import { defaultFieldMap } from './adapters/zendesk/to-ticket.ts';
import { zendeskAccount } from './adapters/zendesk/zendesk-account.ts';
import { zendeskHelpdesk } from './adapters/zendesk/zendesk-helpdesk.ts';
import { zendeskOAuth } from './adapters/zendesk/zendesk-oauth.ts';
import { zendeskSources } from './adapters/zendesk/zendesk-sources.ts';
import { type BuildParams, type Config, parseConfig, type WakeUp } from './env.ts';
import { AppError } from './errors.ts';
import type { Installation } from './installation/installation.ts';
import { type InstallationClient, installationClient } from './installation/record-client.ts';
import { type KnowledgeCache, knowledgeCache } from './knowledge/knowledge-cache.ts';
import type {
  Clock,
  Drafter,
  Embedder,
  Helpdesk,
  HelpdeskAccount,
  HelpdeskOAuth,
  HelpdeskPortal,
  Ids,
  KnowledgeSource,
  SnapshotStore,
  VectorIndex,
} from './ports.ts';

export { LocalVectorize } from './adapters/embedded/local-vectorize.ts';
export { VectorShard } from './adapters/embedded/vector-shard.ts';

/** Bindings and raw variables as the runtime hands them over. */
export type Bindings = Record<string, unknown> & {
  ASSETS: Fetcher;
  SNAPSHOTS: KVNamespace;
  INSTALLATION: DurableObjectNamespace<Installation>;
  EVENTS: Queue<WakeUp>;
  BUILD: Workflow<BuildParams>;
  VECTORIZE: Vectorize;
  /** The local helpdesk; unbound in production. */
  DESK?: Fetcher;
};

/** Which installations there are: for health on this machine, never for deciding anything. */
export type InstallationDirectory = { add(installation: string): Promise<void>; list(): Promise<string[]>; remove(installation: string): Promise<void> };

/** One HubSpot app serves every portal: its secret signs all requests, so it belongs to the environment. */
export type HubspotApp = {
  appId: string | null;
  /** The secret that holds now, and the one before it while it is changed. */
  secrets: string[];
  apiUrl: string;
  oauth: HubspotOAuth;
  portal(record: InstallationClient): Promise<HelpdeskPortal>;
};

export type Platform = {
  config: Config;
  clock: Clock;
  ids: Ids;
  vectors: VectorIndex;
  embedder: Embedder;
  drafters: Drafter[];
  snapshots: SnapshotStore;
  knowledge: KnowledgeCache;
  directory: InstallationDirectory;
  /** Signed statements about audit chains, kept outside of the installations. */
  checkpoints: CheckpointStore;
  installation(id: string): InstallationClient;
  /** The helpdesk of the installation, with its own token. */
  helpdesk(record: InstallationClient): Promise<Helpdesk>;
  /** The account behind it: to set Deskgraph up there, and to take it away. */
  account(record: InstallationClient): Promise<HelpdeskAccount>;
  /** A Zendesk account by its subdomain, before there is an installation. */
  zendesk(subdomain: string): { origin: string; account(token: string): HelpdeskAccount; oauth: HelpdeskOAuth | null };
  /** HubSpot's app; null where none is configured. */
  hubspot: HubspotApp | null;
  /** A wake-up that may be lost: the inbox holds the event. */
  wake(message: WakeUp): Promise<void>;
  startBuild(params: BuildParams): Promise<void>;
  /** The streams of a connected source. Throws `AppError` when its helpdesk is not connected. */
  sources(record: InstallationClient, source: Pick<ConnectedSource, 'id' | 'kind' | 'config'>): Promise<KnowledgeSource[]>;
  assets: Fetcher;
  desk: Fetcher | null;
};

/** Note with the moment, in milliseconds, at which the portal's token ends. */
export const HUBSPOT_TOKEN_UNTIL = 'hubspot_token_until';

/** Servers on one's own machine take any key. */
const NO_KEY = 'none';
const DEFAULT_MODEL = 'gpt-4o-mini';
/** What Vectorize holds at most; also what the common embedding models give by default. */
const MAX_DIMENSIONS = 1_536;

const knowledge = knowledgeCache();
const composed = new WeakMap<Bindings, Platform>();

/** Throws `AppError('unavailable')` that names the variable when the environment is not usable. */
export function compose(env: Bindings): Platform {
  const known = composed.get(env);
  if (known) return known;
  const config = parseConfig(env);
  const local = config.ENVIRONMENT === 'local';
  const embedder = composeEmbedder(config);
  const platform: Platform = {
    config,
    clock: systemClock,
    ids: randomIds,
    embedder,
    drafters: composeDrafters(config),
    vectors: vectorizeVectors(env.VECTORIZE, { name: local ? 'local-vectorize' : 'vectorize', embedder: embedder.name }),
    snapshots: kvSnapshotStore(env.SNAPSHOTS),
    knowledge,
    directory: kvInstallationDirectory(env.SNAPSHOTS),
    checkpoints: kvCheckpointStore(env.SNAPSHOTS),
    installation: (id) => installationClient(config.JURISDICTION ? env.INSTALLATION.jurisdiction(config.JURISDICTION) : env.INSTALLATION, id),
    hubspot: composeHubspot(config),
    helpdesk: async (record) =>
      (await record.settings())?.platform === 'hubspot'
        ? hubspotHelpdesk(await hubspotAccess(config, record))
        : zendeskHelpdesk({ ...(await zendeskAccess(config, record)), fieldMap: defaultFieldMap }),
    account: async (record) => zendeskAccount(await zendeskAccess(config, record)),
    zendesk: (subdomain) => {
      const origin = zendeskOrigin(config, subdomain);
      return { origin, account: (token) => zendeskAccount({ origin, token, headers: marketplaceHeaders(config) }), oauth: composeOAuth(config, origin) };
    },
    wake: async (message) => {
      await env.EVENTS.send(message);
    },
    startBuild: async (params) => {
      await env.BUILD.create({ id: params.runId, params });
    },
    sources: (record, source) => composeSources(config, record, source),
    assets: env.ASSETS,
    desk: local ? (env.DESK ?? null) : null,
  };
  composed.set(env, platform);
  return platform;
}

/** Address and token of the installation's account; a token that Zendesk refuses is renewed once, whoever asks. */
async function zendeskAccess(config: Config, record: InstallationClient) {
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

function composeHubspot(config: Config): HubspotApp | null {
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
async function hubspotAccess(config: Config, record: InstallationClient) {
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

async function composeSources(
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

function zendeskOrigin({ ZENDESK_HOST_TEMPLATE }: Config, subdomain: string): string {
  return (ZENDESK_HOST_TEMPLATE ?? 'https://{subdomain}.zendesk.com').replace('{subdomain}', subdomain);
}

function composeOAuth(config: Config, origin: string): HelpdeskOAuth | null {
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

function marketplaceHeaders(config: Config): Record<string, string> {
  const named = {
    'x-zendesk-marketplace-name': config.ZENDESK_MARKETPLACE_NAME,
    'x-zendesk-marketplace-organization-id': config.ZENDESK_MARKETPLACE_ORGANIZATION_ID,
    'x-zendesk-marketplace-app-id': config.ZENDESK_MARKETPLACE_APP_ID,
  };
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Calls to one provider share a breaker, whichever of its models they go to. */
const providerGuard = createCallGuard();
const fallbackGuard = createCallGuard();

function composeEmbedder({ OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_EMBEDDING_MODEL, OPENAI_EMBEDDING_DIMENSIONS }: Config): Embedder {
  if (!OPENAI_BASE_URL || !OPENAI_EMBEDDING_MODEL) return createEmbeddedEmbedder();
  return createOpenAiEmbedder({
    baseUrl: OPENAI_BASE_URL,
    apiKey: OPENAI_API_KEY ?? NO_KEY,
    model: OPENAI_EMBEDDING_MODEL,
    dimensions: OPENAI_EMBEDDING_DIMENSIONS ?? MAX_DIMENSIONS,
    guard: providerGuard,
  });
}

/** In the order they are tried: the provider, the one that stands in for it, and what needs nothing and never fails. */
function composeDrafters(config: Config): Drafter[] {
  const { OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL, OPENAI_FALLBACK_BASE_URL, OPENAI_FALLBACK_API_KEY, OPENAI_FALLBACK_MODEL } = config;
  const drafters: Drafter[] = [];
  if (OPENAI_BASE_URL)
    drafters.push(
      createOpenAiDrafter({
        baseUrl: OPENAI_BASE_URL,
        apiKey: OPENAI_API_KEY ?? NO_KEY,
        model: OPENAI_MODEL ?? DEFAULT_MODEL,
        guard: providerGuard,
        price: { input: config.OPENAI_PRICE_INPUT ?? 0, output: config.OPENAI_PRICE_OUTPUT ?? 0 },
      }),
    );
  if (OPENAI_FALLBACK_BASE_URL)
    drafters.push(
      createOpenAiDrafter({
        baseUrl: OPENAI_FALLBACK_BASE_URL,
        apiKey: OPENAI_FALLBACK_API_KEY ?? NO_KEY,
        model: OPENAI_FALLBACK_MODEL ?? DEFAULT_MODEL,
        guard: fallbackGuard,
        price: { input: config.OPENAI_FALLBACK_PRICE_INPUT ?? 0, output: config.OPENAI_FALLBACK_PRICE_OUTPUT ?? 0 },
      }),
    );
  return [...drafters, createEmbeddedDrafter()];
}
