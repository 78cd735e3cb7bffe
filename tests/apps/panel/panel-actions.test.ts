import { expect, test } from 'vitest';
import { answer, eventsOf } from '../../browser/sidebar/fixtures.ts';
import { apiError, panelBench, settle } from './panel-bench.ts';

async function withDraft() {
  const bench = panelBench({ prepared: { ...answer, createdAt: '2026-11-20T10:00:00Z' } });
  const opening = bench.store.open();
  await settle();
  bench.call(0).give(...eventsOf(answer, 'decision'));
  await bench.call(0).end();
  await opening;
  return bench;
}

test('inserts into an empty composer and asks before touching a full one', async () => {
  const { store, world, feedback } = await withDraft();
  await store.insert();
  expect([world.composer, store.getState().insertion.status]).toEqual([answer.draft.text, 'inserted']);
  await store.insert();
  expect([world.composer, store.getState().insertion.status]).toEqual([answer.draft.text, 'choose']);
  await store.insert('append');
  expect(world.composer).toBe(`${answer.draft.text}\n\n${answer.draft.text}`);
  await store.insert('replace');
  expect(world.composer).toBe(answer.draft.text);
  expect(feedback.map((f) => f.kind)).toEqual(['shown', 'inserted', 'inserted', 'inserted']);
});

test('writes nothing into another ticket, asked or not', async () => {
  const { store, world, feedback } = await withDraft();
  world.ticketId = '999';
  world.composer = 'Dear somebody else,';
  for (const mode of [undefined, 'append', 'replace'] as const) {
    await store.insert(mode);
    expect(store.getState().insertion.status).toBe('refused');
  }
  expect([world.composer, feedback.map((f) => f.kind)]).toEqual(['Dear somebody else,', ['shown']]);
});

test('without a finished draft there is nothing to insert or copy', async () => {
  const { store, world, feedback } = panelBench();
  await store.insert();
  await store.copy();
  expect([world.composer, feedback]).toEqual(['', []]);
});

test('tags go into the form of this ticket alone', async () => {
  const { store, world, feedback } = await withDraft();
  await store.addTag('refund');
  expect([world.tags, store.getState().tags]).toEqual([['refund'], { refund: 'added' }]);
  expect(feedback).toMatchObject([{ kind: 'shown' }, { kind: 'tag_added', tag: 'refund', suggestionId: 'sug_1' }]);
  world.ticketId = '999';
  await store.addTag('vip');
  expect([world.tags, store.getState().tags.vip]).toEqual([['refund'], 'failed']);
});

test('escalates with the note as edited, and can be tried again', async () => {
  const { store, world, escalations } = await withDraft();
  world.escalateError = apiError('upstream_failed');
  await store.escalate({ group: 'Billing', note: 'Call her.' });
  expect(store.getState().escalation).toMatchObject({ status: 'failed', problem: { action: 'retry' } });
  world.escalateError = null;
  await store.escalate({ group: 'Billing', note: null });
  expect(escalations).toEqual([{ ticketId: '4711', suggestionId: 'sug_1', group: 'Billing', note: null }]);
  expect(store.getState().escalation).toMatchObject({ status: 'done', result: { status: 'confirmed' } });
});

test('a lost report disturbs nothing; a lost verdict is said', async () => {
  const { store, world } = await withDraft();
  world.feedbackError = apiError('network');
  await store.copy();
  expect(store.getState().copied).toBe('yes');
  await store.judge('down', 'wrong_tone');
  expect(store.getState().verdict).toEqual({ kind: 'down', reason: 'wrong_tone', status: 'failed' });
  world.copyFails = true;
  await store.copy();
  expect(store.getState().copied).toBe('failed');
});
