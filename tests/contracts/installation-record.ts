/** What every `InstallationRecord` does, whatever keeps it. */
import { expect, test } from 'vitest';
import type { IngestRun } from '../../shared/api.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import type { Trace } from '../../shared/trace.ts';
import { defaultManifest } from '../../worker/governance/default-release.ts';
import { createRelease } from '../../worker/governance/release.ts';
import type { InboxEvent } from '../../worker/helpdesk-ports.ts';
import type { InstallationRecord, InstallationSettings } from '../../worker/ports.ts';

export const exampleSettings: InstallationSettings = {
  id: 'zendesk:acme',
  name: 'Acme',
  platform: 'zendesk',
  helpdeskUrl: 'https://acme.zendesk.com',
  accountId: '42',
};

/** A suggestion with just what the record looks at. */
export const exampleSuggestion = (id: string, ticketId: string): Suggestion =>
  ({ suggestionId: id, ticketId, releaseId: 'rel_1', traceId: `trc_${id}` }) as Suggestion;
export const exampleTrace = (id: string): Trace => ({ id: `trc_${id}`, suggestionId: id, outcome: 'answer', answerHash: 'hash' }) as Trace;
const event = (n: number): InboxEvent => ({
  id: `evt_${n}`,
  dedupeKey: `key ${n}`,
  kind: 'ticket_created',
  ticketId: String(n),
  receivedAt: '2026-01-01T00:00:00Z',
});
const exampleRun = (id: string, state: IngestRun['state']): IngestRun => ({
  id,
  state,
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

/** `create` gives an empty record of an installation that exists with `exampleSettings`, another one each time. */
export function installationRecordContract(create: () => Promise<InstallationRecord>): void {
  test('keeps its settings, and has no release before the first is published', async () => {
    const record = await create();
    expect(await record.settings()).toEqual(exampleSettings);
    expect(await record.liveRelease()).toBeNull();
  });

  test('the release published last is live, and publishing an old one again is a rollback', async () => {
    const record = await create();
    const first = createRelease(defaultManifest('zendesk:acme'));
    const second = createRelease({ ...first.manifest, snapshot: 'a'.repeat(64), snapshotParts: 1 });
    for (const release of [first, second, first]) {
      await record.publishRelease(release, null);
      expect(await record.liveRelease()).toEqual(release);
    }
  });

  test('the newest suggestion of a ticket is found, alone or by what it was made from', async () => {
    const record = await create();
    await record.saveSuggestion(exampleSuggestion('sug_1', '7'), exampleTrace('sug_1'), 'hash 1');
    await record.saveSuggestion(exampleSuggestion('sug_2', '7'), exampleTrace('sug_2'), 'hash 2');
    await record.saveSuggestion(exampleSuggestion('sug_3', '8'), exampleTrace('sug_3'), 'hash 1');
    expect((await record.latestSuggestion('7'))?.suggestionId).toBe('sug_2');
    expect((await record.latestSuggestion('7', 'hash 1'))?.suggestionId).toBe('sug_1');
    expect(await record.latestSuggestion('7', 'hash 3')).toBeNull();
    expect(await record.suggestion('sug_3')).toEqual(exampleSuggestion('sug_3', '8'));
    expect(await record.suggestion('sug_4')).toBeNull();
    expect(await record.trace('trc_sug_1')).toEqual({ ...exampleTrace('sug_1'), feedback: [] });
  });

  test('what was shown before a draft is kept, but is not what is prepared for the ticket', async () => {
    const record = await create();
    await record.saveSuggestion(exampleSuggestion('sug_1', '7'), exampleTrace('sug_1'), '');
    expect(await record.suggestion('sug_1')).not.toBeNull();
    expect(await record.latestSuggestion('7')).toBeNull();
  });

  test('an idempotency key answers its own body with its own suggestion, refuses another body, and can be freed', async () => {
    const record = await create();
    expect(await record.claimIdempotencyKey('k', 'body')).toEqual({ state: 'new' });
    expect(await record.claimIdempotencyKey('k', 'body')).toEqual({ state: 'pending' });
    expect(await record.claimIdempotencyKey('k', 'other')).toEqual({ state: 'conflict' });
    await record.settleIdempotencyKey('k', 'sug_1');
    expect(await record.claimIdempotencyKey('k', 'body')).toEqual({ state: 'replay', suggestionId: 'sug_1' });
    await record.settleIdempotencyKey('k', null);
    expect(await record.claimIdempotencyKey('k', 'other')).toEqual({ state: 'new' });
  });

  test('of many equal claims at once one is new', async () => {
    const record = await create();
    const states = await Promise.all(Array.from({ length: 20 }, () => record.claimIdempotencyKey('k', 'body')));
    expect(states.filter((s) => s.state === 'new')).toHaveLength(1);
    const spent = await Promise.all(Array.from({ length: 20 }, () => record.spendToken('t', Date.now() + 60_000)));
    expect(spent.filter(Boolean)).toHaveLength(1);
  });

  test('an event is kept once under its key, handed to one worker at a time, and gone when it is done', async () => {
    const record = await create();
    expect(await record.receive([event(1)])).toEqual([true]);
    expect(await record.receive([{ ...event(1), id: 'evt_2' }])).toEqual([false]);
    expect(await record.pendingEvents(10)).toEqual([event(1)]);
    const claims = await Promise.all([record.claimEvent('evt_1'), record.claimEvent('evt_1'), record.claimEvent('evt_2')]);
    expect(claims.filter((c) => c !== null)).toEqual([event(1)]);
    await record.settleEvent('evt_1', 'done', '');
    expect(await record.pendingEvents(10)).toEqual([]);
    expect(await record.claimEvent('evt_1')).toBeNull();
    expect(await record.receive([event(1)])).toEqual([false]);
  });

  test('an event to be retried stays pending, and after its last attempt is dead, not lost among the pending', async () => {
    const record = await create();
    await record.receive([event(1)]);
    let claims = 0;
    while ((await record.pendingEvents(10)).length > 0 && claims < 50) {
      if (await record.claimEvent('evt_1')) claims++;
      await record.settleEvent('evt_1', 'retry', 'helpdesk is down');
    }
    expect(claims).toBeGreaterThan(2);
    expect(claims).toBeLessThan(50);
    expect(await record.receive([event(1)])).toEqual([false]);
  });

  test('an intent is planned once, sent by one at a time, and once confirmed never sent again', async () => {
    const record = await create();
    const plan = (id: string) => record.planEffect({ id, key: 'tags|7', kind: 'add_tags', ticketId: '7', payload: { tags: ['billing'] } });
    const first = await plan('eff_1');
    expect(first).toMatchObject({ id: 'eff_1', status: 'planned', attempts: 0 });
    expect(await plan('eff_2')).toEqual(first);
    const claims = await Promise.all([record.claimEffect('eff_1'), record.claimEffect('eff_1')]);
    expect(claims.filter((c) => c !== null)).toMatchObject([{ id: 'eff_1', status: 'sent', attempts: 1, payload: { tags: ['billing'] } }]);
    await record.markEffect('eff_1', 'failed', 'helpdesk is down');
    expect(await record.claimEffect('eff_1')).toMatchObject({ attempts: 2 });
    await record.markEffect('eff_1', 'confirmed', '');
    await record.markEffect('eff_1', 'failed', 'a late answer');
    expect(await record.claimEffect('eff_1')).toBeNull();
    expect(await plan('eff_3')).toMatchObject({ id: 'eff_1', status: 'confirmed' });
  });

  test('documents come back page by page in id order, the last version of each', async () => {
    const record = await create();
    const ids = Array.from({ length: 2_500 }, (_, i) => `a${String(i).padStart(5, '0')}`);
    await record.saveDocuments(
      'article',
      ids.map((id) => ({ id, json: JSON.stringify({ id, v: 1 }) })),
    );
    await record.saveDocuments('article', [{ id: 'a00007', json: '{"id":"a00007","v":2}' }]);
    await record.saveDocuments('macro', [{ id: 'm', json: '{}' }]);
    const read: { id: string; v: number }[] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<InstallationRecord['documents']>> = await record.documents('article', after);
      read.push(...page.documents.map((json) => JSON.parse(json) as { id: string; v: number }));
      after = page.next;
      pages++;
    } while (after !== null);
    expect(read.map((d) => d.id)).toEqual(ids);
    expect(read[7]?.v).toBe(2);
    expect(pages).toBeGreaterThan(1);
  });

  test('a page stays within some megabytes however large its documents are', async () => {
    const record = await create();
    const big = 'x'.repeat(900_000);
    await record.saveDocuments(
      'article',
      Array.from({ length: 8 }, (_, i) => ({ id: `a${i}`, json: JSON.stringify(big) })),
    );
    const page = await record.documents('article', null);
    expect(page.documents.length).toBeGreaterThan(0);
    expect(page.documents.length).toBeLessThan(8);
    expect(page.next).not.toBeNull();
  });

  test('a run is read as it was saved last, and one that has ended stays ended', async () => {
    const record = await create();
    await record.saveRun(exampleRun('run_1', 'building'));
    await record.saveRun({ ...exampleRun('run_1', 'published'), progress: 1 });
    await record.saveRun(exampleRun('run_1', 'building'));
    expect(await record.run('run_1')).toMatchObject({ state: 'published', progress: 1 });
    expect(await record.run('run_2')).toBeNull();
  });
}
