/** The only file that knows every adapter: it hands the rest of the Worker its ports, for this environment. */
import { kvInstallationDirectory } from './adapters/cloudflare/kv-installation-directory.ts';
import { kvSnapshotStore } from './adapters/cloudflare/kv-snapshot-store.ts';
import { vectorizeVectors } from './adapters/cloudflare/vectorize-vectors.ts';
import { createEmbeddedDrafter } from './adapters/embedded/embedded-drafter.ts';
import { createEmbeddedEmbedder } from './adapters/embedded/embedded-embedder.ts';
import { randomIds } from './adapters/embedded/random-ids.ts';
import { systemClock } from './adapters/embedded/system-clock.ts';
import { createCallGuard } from './adapters/openai/call-guard.ts';
import { createOpenAiDrafter } from './adapters/openai/openai-drafter.ts';
import { createOpenAiEmbedder } from './adapters/openai/openai-embedder.ts';
import { defaultFieldMap } from './adapters/zendesk/to-ticket.ts';
import { zendeskHelpdesk } from './adapters/zendesk/zendesk-helpdesk.ts';
import { type BuildParams, type Config, parseConfig, type WakeUp } from './env.ts';
import { AppError } from './errors.ts';
import type { Installation } from './installation/installation.ts';
import { type InstallationClient, installationClient } from './installation/record-client.ts';
import { type KnowledgeCache, knowledgeCache } from './knowledge-cache.ts';
import type { Clock, Drafter, Embedder, Helpdesk, Ids, SnapshotStore, VectorIndex } from './ports.ts';

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
export type InstallationDirectory = { add(installation: string): Promise<void>; list(): Promise<string[]> };

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
  installation(id: string): InstallationClient;
  /** The helpdesk of the installation, with its own token. */
  helpdesk(record: InstallationClient): Promise<Helpdesk>;
  /** A wake-up that may be lost: the inbox holds the event. */
  wake(message: WakeUp): Promise<void>;
  startBuild(params: BuildParams): Promise<void>;
  assets: Fetcher;
  desk: Fetcher | null;
};

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
    installation: (id) => installationClient(env.INSTALLATION, id),
    helpdesk: composeHelpdesk,
    wake: async (message) => {
      await env.EVENTS.send(message);
    },
    startBuild: async (params) => {
      await env.BUILD.create({ id: params.runId, params });
    },
    assets: env.ASSETS,
    desk: local ? (env.DESK ?? null) : null,
  };
  composed.set(env, platform);
  return platform;
}

async function composeHelpdesk(record: InstallationClient): Promise<Helpdesk> {
  const [settings, token] = await Promise.all([record.settings(), record.secret('helpdesk_token')]);
  if (!settings) throw new AppError('unknown_installation', 'This installation does not exist, or was removed. Install Deskgraph again.');
  if (settings.platform !== 'zendesk') throw new AppError('unavailable', `Deskgraph does not write to ${settings.platform} yet.`, { retryable: false });
  if (token === null) throw new AppError('unavailable', 'The helpdesk is not connected. An admin must connect it.', { retryable: false });
  return zendeskHelpdesk({ origin: settings.helpdeskUrl, token, fieldMap: defaultFieldMap });
}

/** Calls to one provider share a breaker, whichever of its models they go to. */
const providerGuard = createCallGuard();

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

/** In the order they are tried; the last needs nothing and never fails. */
function composeDrafters({ OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL }: Config): Drafter[] {
  const extractive = createEmbeddedDrafter();
  if (!OPENAI_BASE_URL) return [extractive];
  return [
    createOpenAiDrafter({ baseUrl: OPENAI_BASE_URL, apiKey: OPENAI_API_KEY ?? NO_KEY, model: OPENAI_MODEL ?? DEFAULT_MODEL, guard: providerGuard }),
    extractive,
  ];
}
