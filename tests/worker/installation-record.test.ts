import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../worker/errors.ts';
import { defaultManifest } from '../../worker/governance/default-release.ts';
import { createRelease } from '../../worker/governance/release.ts';
import { openDatabase } from '../../worker/installation/database.ts';
import { installationClient } from '../../worker/installation/record-client.ts';
import { SecretBox } from '../../worker/installation/secrets.ts';
import { exampleSettings, installationRecordContract } from '../contracts/installation-record.ts';
import type { TestBindings } from './support/bindings.ts';
import { testVariables } from './support/variables.ts';

const { INSTALLATION } = env as unknown as TestBindings;
let count = 0;
const fresh = async () => {
  const name = `zendesk:test-${count++}`;
  const record = installationClient(INSTALLATION, name);
  await record.create(exampleSettings);
  return { name, record };
};

describe('the record in a Durable Object', () => {
  installationRecordContract(async () => (await fresh()).record);

  test('a name that was never created has no settings, keeps nothing, and says so with a code', async () => {
    const record = installationClient(INSTALLATION, 'zendesk:nobody');
    expect(await record.settings()).toBeNull();
    expect(await record.webhookCredentials()).toBeNull();
    const refused = await record.liveRelease().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'unknown_installation' });
    await runInDurableObject(INSTALLATION.getByName('installation:zendesk:nobody'), (_, state) => {
      expect([...state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")]).toEqual([]);
    });
  });

  test('snapshots stay as long as something may be replayed under them or rolled back to; older releases are withdrawn', async () => {
    const { name, record } = await fresh();
    const releases = Array.from({ length: 8 }, (_, i) => createRelease({ ...defaultManifest('zendesk:acme'), snapshot: `snapshot-${i}`, snapshotParts: 1 }));
    const oldest = releases[0]?.id ?? '';
    for (const release of releases) await record.publishRelease(release, null);
    expect(await record.neededSnapshots()).toHaveLength(8);
    const age = (change: string) =>
      runInDurableObject(INSTALLATION.getByName(`installation:${name}`), (_, state) => {
        state.storage.sql.exec(change);
      });
    // Made long ago, but live until now: what was answered yesterday can be replayed.
    await age('UPDATE releases SET created_at = 1');
    expect(await record.neededSnapshots()).toHaveLength(8);
    await age('UPDATE release_pointer SET moved_at = 1');
    expect((await record.neededSnapshots()).toSorted()).toEqual(['snapshot-3', 'snapshot-4', 'snapshot-5', 'snapshot-6', 'snapshot-7']);
    expect(await record.release(oldest)).toMatchObject({ withdrawn: 'age' });
    await expect(record.rollback({ releaseId: oldest, user: 'u', why: 'test' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('what was written outlives the object in memory', async () => {
    const { name, record } = await fresh();
    await record.putSecret('helpdesk_token', 'a very secret token');
    await runInDurableObject(INSTALLATION.getByName(`installation:${name}`), (_, state) => {
      state.abort('gone');
    }).catch(() => undefined);
    expect(await record.settings()).toEqual(exampleSettings);
    expect(await record.secret('helpdesk_token')).toBe('a very secret token');
    expect(await record.secret('other')).toBeNull();
  });

  test('the master key is changed without losing a secret, and the one before opens nothing any more', async () => {
    const { name, record } = await fresh();
    await record.putSecret('helpdesk_token', 'kept through the change');
    await runInDurableObject(INSTALLATION.getByName(`installation:${name}`), (_, state) => {
      const box = (masterKey: string) => new SecretBox(openDatabase(state.storage), state.id.toString(), masterKey);
      const [before, after] = [testVariables.MASTER_KEY, btoa('x'.repeat(32))];
      box(after).rewrap(btoa('y'.repeat(32)));
      expect(box(before).get('helpdesk_token')).toBe('kept through the change');
      box(after).rewrap(before);
      expect(box(after).get('helpdesk_token')).toBe('kept through the change');
      expect(() => box(before).get('helpdesk_token')).toThrow();
      // Again, as every opening of the object does while both are set.
      box(after).rewrap(before);
      expect(box(after).get('helpdesk_token')).toBe('kept through the change');
    });
  });

  test('a secret lies encrypted, opens only in its own place, and never the same way twice', async () => {
    const { name, record } = await fresh();
    await record.putSecret('webhook_secret', 'canary-7f3a');
    await record.putSecret('helpdesk_token', 'canary-7f3a');
    const stub = INSTALLATION.getByName(`installation:${name}`);
    const sealed = await runInDurableObject(stub, (_, state) =>
      state.storage.sql
        .exec<{ sealed: string }>('SELECT sealed FROM secrets ORDER BY name')
        .toArray()
        .map((r) => r.sealed),
    );
    expect(sealed.join()).not.toContain('canary');
    expect(new Set(sealed.map((s) => s.split('.')[0])).size).toBe(2);
    await runInDurableObject(stub, (_, state) =>
      state.storage.sql.exec("UPDATE secrets SET sealed = (SELECT sealed FROM secrets WHERE name = 'webhook_secret') WHERE name = 'helpdesk_token'"),
    );
    await expect(record.secret('helpdesk_token')).rejects.toThrow();
    expect(await record.secret('webhook_secret')).toBe('canary-7f3a');
  });

  test('a chunk that is sent twice is counted once, and faults are told by file and line', async () => {
    const { record } = await fresh();
    await record.saveRun({
      id: 'run_1',
      state: 'receiving',
      read: {},
      skipped: [],
      skippedCount: 0,
      step: '',
      progress: 0,
      seconds: 0,
      releaseId: null,
      snapshot: null,
      error: null,
    });
    const skipped = [{ file: 'articles.jsonl', line: 3, reason: 'not JSON' }];
    for (let i = 0; i < 2; i++) await record.receiveChunk({ runId: 'run_1', kind: 'article', sequence: 0, skipped }, [{ id: 'a', json: '{}' }]);
    const run = await record.receiveChunk({ runId: 'run_1', kind: 'article', sequence: 1, skipped: [] }, [{ id: 'b', json: '{}' }]);
    expect(run).toMatchObject({ read: { article: 2 }, skipped, skippedCount: 1 });
    await expect(record.receiveChunk({ runId: 'run_9', kind: 'article', sequence: 0, skipped: [] }, [])).rejects.toMatchObject({ code: 'not_found' });
  });
});
