/** Brings the production environment up with wrangler: makes what is missing, deploys, looks, and takes back what is not well. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../local/paths.ts';

/** Runs wrangler; `stdout` is what it printed. */
export type Wrangler = (args: string[]) => { ok: boolean; stdout: string; stderr: string };
export type Options = {
  wrangler: Wrangler;
  say: (line: string) => void;
  /** Answers whether the deployed Worker is well; asked until it is, or time is up. */
  healthy: () => Promise<boolean>;
  publicUrl: string;
  /** Of the embedder that is configured; an index keeps its own for good. */
  dimensions: number;
  jurisdiction: 'eu' | null;
  /** Between two looks, in milliseconds. */
  pauseMs?: number;
};

const NAMESPACE = 'deskgraph-snapshots';
const QUEUE = 'deskgraph-events';
const INDEX = 'deskgraph-passages';
const SECRETS = ['SESSION_KEY', 'MASTER_KEY', 'ZENDESK_APP_PUBLIC_KEY', 'ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET'];
const HEALTH_TRIES = 20;
const HEALTH_PAUSE_MS = 3_000;
/** Beside `wrangler.toml`, because its paths are relative. */
const GENERATED = join(root, '.wrangler-production.toml');

/** Throws with a sentence that says what to do. Safe to repeat: what is there already stays. */
export async function deploy(options: Options): Promise<void> {
  const { say } = options;
  const run = must(options.wrangler);
  run(['whoami'], 'You are not signed in to Cloudflare. Run: npx wrangler login');
  const kv = ensureNamespace(options);
  ensureQueue(options);
  ensureIndex(options);
  requireSecrets(options);
  writeFileSync(GENERATED, productionConfig(readFileSync(join(root, 'wrangler.toml'), 'utf8'), kv));
  try {
    const vars = [`PUBLIC_URL:${options.publicUrl}`, ...(options.jurisdiction ? [`JURISDICTION:${options.jurisdiction}`] : [])];
    run(
      ['deploy', '-c', GENERATED, '--env', 'production', '--minify', ...vars.flatMap((v) => ['--var', v])],
      'The Worker was not deployed; what ran before still runs.',
    );
  } finally {
    rmSync(GENERATED, { force: true });
  }
  say('Deployed. Looking whether it is well…');
  if (await becomesHealthy(options.healthy, options.pauseMs)) return say(`${options.publicUrl} is well.`);
  undo(options);
  throw new Error('The new version did not become healthy and was taken back. "npx wrangler tail --env production" shows what it says.');
}

/** Makes the version before the live one again. Data is not touched: migrations only ever add. */
export function undo({ wrangler, say }: Pick<Options, 'wrangler' | 'say'>): void {
  must(wrangler)(['rollback', '--env', 'production', '--yes', '--message', 'Taken back by npm run deploy'], 'There is no earlier version to go back to.');
  say('The version before runs again.');
}

/** The configuration with the id of the account's own KV namespace. */
export function productionConfig(toml: string, namespaceId: string): string {
  if (!toml.includes(`id = "${NAMESPACE}"`)) throw new Error(`wrangler.toml no longer names the KV namespace "${NAMESPACE}".`);
  return toml.replace(`id = "${NAMESPACE}"`, `id = "${namespaceId}"`);
}

function ensureNamespace({ wrangler, say }: Options): string {
  const run = must(wrangler);
  const find = (): string | undefined =>
    (JSON.parse(run(['kv', 'namespace', 'list'], 'The KV namespaces cannot be listed.')) as { id: string; title: string }[]).find((n) => n.title === NAMESPACE)
      ?.id;
  const known = find();
  if (known) return known;
  run(['kv', 'namespace', 'create', NAMESPACE], `The KV namespace ${NAMESPACE} cannot be made.`);
  const made = find();
  if (!made) throw new Error(`The KV namespace ${NAMESPACE} was made, but is not listed yet. Run this again in a minute.`);
  say(`Made the KV namespace ${NAMESPACE}.`);
  return made;
}

function ensureQueue({ wrangler, say }: Options): void {
  if (wrangler(['queues', 'info', QUEUE]).ok) return;
  must(wrangler)(['queues', 'create', QUEUE], `The queue ${QUEUE} cannot be made. Queues need the Workers Paid plan.`);
  say(`Made the queue ${QUEUE}.`);
}

function ensureIndex({ wrangler, say, dimensions }: Options): void {
  const known = wrangler(['vectorize', 'get', INDEX, '--json']);
  if (known.ok) {
    const config = (JSON.parse(known.stdout) as { config?: { dimensions?: number } }).config;
    if (config?.dimensions !== undefined && config.dimensions !== dimensions)
      throw new Error(
        `The index ${INDEX} holds vectors of ${config.dimensions} dimensions, the embedder gives ${dimensions}. Pass --dimensions ${config.dimensions}, or delete the index: the next build fills it anew.`,
      );
    return;
  }
  must(wrangler)(['vectorize', 'create', INDEX, `--dimensions=${dimensions}`, '--metric=cosine'], `The vector index ${INDEX} cannot be made.`);
  say(`Made the vector index ${INDEX}.`);
}

function requireSecrets({ wrangler }: Options): void {
  const listed = wrangler(['secret', 'list', '--env', 'production', '--format', 'json']);
  // Before the first deployment there is no Worker, and so there are no secrets.
  const known = new Set(listed.ok ? (JSON.parse(listed.stdout) as { name: string }[]).map((s) => s.name) : []);
  const missing = SECRETS.filter((name) => !known.has(name));
  if (missing.length > 0)
    throw new Error(
      `These secrets are not set: ${missing.join(', ')}.\n${missing.map((name) => `  npx wrangler secret put ${name} --env production`).join('\n')}\ndocs/operations.md says where each comes from.`,
    );
}

async function becomesHealthy(healthy: () => Promise<boolean>, pause = HEALTH_PAUSE_MS): Promise<boolean> {
  for (let i = 0; i < HEALTH_TRIES; i++) {
    if (await healthy()) return true;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return false;
}

const must =
  (wrangler: Wrangler) =>
  (args: string[], otherwise: string): string => {
    const { ok, stdout, stderr } = wrangler(args);
    if (!ok) throw new Error(`${otherwise}\n${stderr.trim()}`);
    return stdout;
  };
