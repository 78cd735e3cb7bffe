/** Builds that nobody works on any more. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import type { IngestRun } from '../../../shared/api.ts';
import { openDatabase } from '../../../worker/installation/database.ts';
import { sweep } from '../../../worker/installation/sweep.ts';
import { startRun } from '../../../worker/service/start-reading.ts';
import { articles, bindings, createClient, createInstallation } from './harness.ts';

export function lostBuilds(): void {
  test('that went silent is taken up by the alarm, and published', async () => {
    const { token: own } = await createInstallation('events-silent');
    const client = createClient({ startBuild: async () => undefined });
    const started = (await client.call('POST', '/v1/ingest/runs', { token: own, body: {} })).json as unknown as IngestRun;
    await client.call('PUT', `/v1/ingest/runs/${started.id}/chunks/article/0`, { token: own, raw: articles.map((a) => JSON.stringify(a)).join('\n') });
    // The Worker dies between noting the build and starting it.
    expect((await client.call('POST', `/v1/ingest/runs/${started.id}/finish`, { token: own, body: {} })).json).toMatchObject({ state: 'building' });
    const stub = bindings.INSTALLATION.getByName('installation:zendesk:events-silent');
    await runInDurableObject(stub, async (_, state) => {
      expect(await state.storage.getAlarm()).not.toBeNull();
      state.storage.sql.exec('UPDATE runs SET heartbeat_at = 0');
    });
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    let run = started;
    for (let i = 0; i < 200 && run.state !== 'published' && run.state !== 'failed'; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      run = (await client.call('GET', `/v1/ingest/runs/${started.id}`, { token: own })).json as unknown as IngestRun;
    }
    expect(run).toMatchObject({ state: 'published', releaseId: expect.stringMatching(/^rel_/) });
  });

  test('that was lost is started again as it was: it reads what it was to read, and no more', async () => {
    await createInstallation('events-lost');
    const { platform } = createClient({ startBuild: async () => undefined });
    const lost = [
      await startRun(platform, 'zendesk:events-lost', { reads: 'articles' }),
      await startRun(platform, 'zendesk:events-lost', { reads: 'all', relearn: true }),
      await startRun(platform, 'zendesk:events-lost'),
    ];
    const started: object[] = [];
    const build = { get: () => Promise.reject(new Error('no such instance')), create: async ({ params }: { params: object }) => void started.push(params) };
    await runInDurableObject(bindings.INSTALLATION.getByName('installation:zendesk:events-lost'), async (_, { storage }) => {
      const env = { EVENTS: bindings.EVENTS, BUILD: build as unknown as typeof bindings.BUILD };
      await sweep(openDatabase(storage), 'zendesk:events-lost', env, Date.now() + 3_600_000);
    });
    expect(started).toHaveLength(3);
    expect(started).toEqual(
      expect.arrayContaining([
        { installation: 'zendesk:events-lost', runId: lost[0]?.id, reads: 'articles' },
        { installation: 'zendesk:events-lost', runId: lost[1]?.id, reads: 'all', relearn: true },
        { installation: 'zendesk:events-lost', runId: lost[2]?.id },
      ]),
    );
  });
}
