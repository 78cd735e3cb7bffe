import { beforeAll, describe, expect, test } from 'vitest';
import type { Health } from '../../shared/api.ts';
import { healthSchema } from '../../shared/api.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import { compose } from '../../worker/compose.ts';
import { knowledgeCache } from '../../worker/knowledge/knowledge-cache.ts';
import type { SnapshotStore } from '../../worker/ports.ts';
import { articles, bindings, createClient, createInstallation, exampleTicket, ingest } from './support/harness.ts';

let token = '';
let snapshots: string[] = [];
const healthOf = async (client: ReturnType<typeof createClient>): Promise<Health> => healthSchema.parse((await client.call('GET', '/healthz')).json);
const stateOf = (health: Health) => health.installations.find((i) => i.id === 'zendesk:health');

type Faults = { gone?: string[]; damaged?: string[]; cut?: string[] /** Answered with what the second names. */; stale?: [string, string] };

/** A Worker that finds nothing in memory, and in the store not what was put there. */
function withFaults({ gone = [], damaged = [], cut = [], stale }: Faults) {
  const { snapshots: store } = compose(bindings);
  const partial: SnapshotStore = {
    ...store,
    get: async (installation, hash, part) => {
      if (gone.includes(hash)) return null;
      const bytes = await store.get(installation, hash === stale?.[0] ? stale[1] : hash, part);
      if (bytes && cut.includes(hash)) return bytes.slice(0, bytes.byteLength >> 1);
      if (bytes && damaged.includes(hash)) new Uint8Array(bytes).fill(7, bytes.byteLength >> 1, (bytes.byteLength >> 1) + 1);
      return bytes;
    },
  };
  return createClient({ snapshots: partial, knowledge: knowledgeCache() });
}

beforeAll(async () => {
  token = (await createInstallation('health')).token;
  const first = await ingest(token, { article: articles.slice(0, 2) });
  const second = await ingest(token, { article: articles });
  snapshots = [first.snapshot ?? '', second.snapshot ?? ''];
  expect(new Set(snapshots).size).toBe(2);
});

const ask = (client: ReturnType<typeof createClient>) =>
  client.call('POST', '/v1/suggestions', {
    token,
    body: { ticket: exampleTicket('1', 'I forgot my password.'), attempt: 1 },
    headers: { accept: 'application/json' },
  });

describe('GET /healthz', () => {
  test('says what is configured, and that all is well', async () => {
    const health = await healthOf(createClient());
    expect(health).toMatchObject({ ok: true, environment: 'local', configured: { vectors: 'local-vectorize', drafter: 'extractive', helpdesks: ['zendesk'] } });
    expect(stateOf(health)).toMatchObject({ state: 'ready', snapshot: snapshots[1] });
  });

  test.each([
    ['gone', () => withFaults({ gone: [snapshots[1] ?? ''] })],
    ['damaged', () => withFaults({ damaged: [snapshots[1] ?? ''] })],
    ['half-written', () => withFaults({ cut: [snapshots[1] ?? ''] })],
    ['an older one under its name', () => withFaults({ stale: [snapshots[1] ?? '', snapshots[0] ?? ''] })],
  ])('when the live snapshot is %s it says so, and answers rest on the release before, labelled', async (_, make) => {
    const client = make();
    const health = await healthOf(client);
    expect(stateOf(health)?.state).toBe('degraded');
    expect(health.degraded).toContainEqual({ part: 'snapshot', message: expect.stringContaining('zendesk:health') });
    const answer = await ask(client);
    expect(answer.status).toBe(200);
    const suggestion = answer.json as unknown as Suggestion;
    expect(suggestion.degraded.map((d) => d.part)).toContain('snapshot');
    expect(suggestion.releaseId).not.toBe(stateOf(health)?.releaseId);
  });

  test('when no snapshot is left it says so, and a suggestion is refused with what to do', async () => {
    const client = withFaults({ gone: snapshots });
    expect(stateOf(await healthOf(client))?.state).toBe('snapshot_missing');
    expect(await ask(client)).toMatchObject({ status: 503, json: { error: { code: 'snapshot_missing', retryable: true } } });
  });

  test('in production it names no tenant', async () => {
    const { platform } = createClient();
    const health = await healthOf(createClient({ config: { ...platform.config, ENVIRONMENT: 'production' } }));
    expect(health.installations).toEqual([]);
  });
});
