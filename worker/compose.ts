/** Hands the rest of the Worker its ports, for this environment. Only this file and those it is split into know adapters. */
import type { ConnectedSource } from '#shared/knowledge-api';
import type { ReleaseManifest } from '#shared/release';
import { type CheckpointStore, kvCheckpointStore } from './adapters/cloudflare/kv-checkpoint-store.ts';
import { kvInstallationDirectory } from './adapters/cloudflare/kv-installation-directory.ts';
import { kvSnapshotStore } from './adapters/cloudflare/kv-snapshot-store.ts';
import { vectorizeVectors } from './adapters/cloudflare/vectorize-vectors.ts';
import { randomIds } from './adapters/embedded/random-ids.ts';
import { systemClock } from './adapters/embedded/system-clock.ts';
import { hubspotHelpdesk } from './adapters/hubspot/hubspot-helpdesk.ts';
import { defaultFieldMap } from './adapters/zendesk/to-ticket.ts';
import { zendeskAccount } from './adapters/zendesk/zendesk-account.ts';
import { zendeskHelpdesk } from './adapters/zendesk/zendesk-helpdesk.ts';
import {
  composeHubspot,
  composeOAuth,
  composeSources,
  type HubspotApp,
  hubspotAccess,
  marketplaceHeaders,
  zendeskAccess,
  zendeskOrigin,
} from './compose-helpdesk.ts';
import { composeDrafters, composeEmbedder, composeProposer, defaultModels } from './compose-models.ts';
import { type BuildParams, type Config, parseConfig, type WakeUp } from './env.ts';
import type { Helpdesk, HelpdeskAccount, HelpdeskOAuth } from './helpdesk-ports.ts';
import type { Installation } from './installation/installation.ts';
import { type InstallationClient, installationClient } from './installation/record-client.ts';
import { type KnowledgeCache, knowledgeCache } from './knowledge/knowledge-cache.ts';
import type { Clock, Drafter, Embedder, GraphProposer, Ids, SnapshotStore, VectorIndex } from './ports.ts';
import type { KnowledgeSource } from './source-ports.ts';

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

export type Platform = {
  config: Config;
  clock: Clock;
  ids: Ids;
  vectors: VectorIndex;
  embedder: Embedder;
  drafters: Drafter[];
  proposer: GraphProposer | null;
  /** What a release names where nobody has decided otherwise. */
  models: ReleaseManifest['models'];
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
    proposer: composeProposer(config),
    models: defaultModels(config, embedder),
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
