import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventsOf, answer as sample } from '../../browser/sidebar/fixtures.ts';
import { apiError, panelBench, settle } from './panel-bench.ts';

const answer = { ...sample, createdAt: '2026-11-20T10:00:00Z' };
const named = (id: string) => ({ ...answer, suggestionId: id, summary: id });

async function opened(prepared = false) {
  const bench = panelBench({ prepared: prepared ? answer : null });
  const opening = bench.store.open();
  await settle();
  bench.call(0).give(...eventsOf(answer, 'decision'));
  await bench.call(0).end();
  await opening;
  return bench;
}

test('opens on evidence and decision, with no draft', async () => {
  const { store, call } = await opened();
  expect(call(0).body).toEqual({ until: 'decision', attempt: 0, ticketId: '4711' });
  expect(store.getState()).toMatchObject({ opening: { status: 'ready' }, draft: { status: 'idle' }, suggestionId: 'sug_1', handover: answer.handover });
});

test('a prepared draft is shown when the Worker answers with that very suggestion', async () => {
  const { store, calls } = await opened(true);
  expect(calls).toHaveLength(1);
  expect(store.getState().draft).toMatchObject({ status: 'done', prepared: true });
});

test('a prepared suggestion that is outdated, was never drafted, or cannot be had leaves the draft to a click', async () => {
  for (const prepared of [
    { ...answer, suggestionId: 'sug_old' },
    { ...answer, draft: { ...answer.draft, text: '', sentences: [] } },
    apiError('unavailable'),
  ]) {
    const { store, world, call } = panelBench();
    world.prepared = prepared;
    void store.open();
    await settle();
    call(0).give(...eventsOf(answer, 'decision'));
    await call(0).end();
    expect(store.getState()).toMatchObject({ opening: { status: 'ready' }, draft: { status: 'idle' } });
  }
});

test('a helpdesk that the Worker cannot read is replaced by the form, from then on', async () => {
  const { store, call } = panelBench();
  void store.open();
  await settle();
  await call(0).fail(apiError('upstream_failed'));
  expect(call(1).body).toMatchObject({ until: 'decision', ticket: { id: '4711', subject: 'Refund' } });
  call(1).give(...eventsOf(answer, 'decision'));
  await call(1).end();
  expect(store.getState()).toMatchObject({ opening: { status: 'ready' }, fromForm: true });
  void store.suggest();
  await settle();
  expect(call(2).body).toMatchObject({ until: 'draft', ticket: { id: '4711' } });
});

test('streams: sentences grow, the suggestion ends it', async () => {
  const { store, call } = await opened();
  const writing = store.suggest();
  await settle();
  const events = eventsOf(named('sug_2'), 'draft');
  call(1).give(...events.slice(0, 4));
  expect(store.getState().draft).toMatchObject({ status: 'streaming', sentences: sample.draft.sentences.slice(0, 2), citations: [{ n: 1 }] });
  call(1).give(...events.slice(4));
  await call(1).end();
  await writing;
  expect(store.getState()).toMatchObject({ suggestionId: 'sug_2', draft: { status: 'done', prepared: false, draft: answer.draft } });
  expect(call(1).key).toBe('key-2');
});

test('an answer that comes late is dropped, whatever it holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('old', 'new'), { maxLength: 20 }), fc.boolean(), async (order, failing) => {
      const { store, call } = await opened();
      void store.suggest();
      await settle();
      void store.regenerate();
      await settle();
      expect(call(1).signal?.aborted).toBe(true);
      const queues = { old: eventsOf(named('sug_old'), 'draft'), new: eventsOf(named('sug_new'), 'draft') };
      for (const which of order) {
        const event = queues[which].shift();
        if (event) call(which === 'old' ? 1 : 2).give(event);
      }
      if (failing) await call(1).fail(apiError('internal'));
      call(2).give(...queues.new);
      await call(2).end();
      call(1).give(...queues.old);
      expect(store.getState()).toMatchObject({ suggestionId: 'sug_new', evidence: { summary: 'sug_new' }, attempt: 1, draft: { status: 'done' } });
      if (store.getState().draft.status === 'done') expect(store.getState().draft).toMatchObject({ draft: { sentences: answer.draft.sentences } });
    }),
    { numRuns: 30 },
  );
});

test('failures are states, with what was written kept to read', async () => {
  const { store, call } = await opened();
  void store.suggest();
  await settle();
  call(1).give(...eventsOf(answer, 'draft').slice(0, 3));
  await call(1).fail(apiError('upstream_failed'));
  expect(store.getState().draft).toMatchObject({
    status: 'error',
    problem: { code: 'upstream_failed', action: 'retry', reference: 'req_1' },
    sentences: [{ text: 'Hi Mia,' }],
  });
  void store.retry();
  await settle();
  expect(call(2).body).toMatchObject({ attempt: 0 });
  call(2).give({ type: 'error', data: { error: { code: 'no_knowledge', message: 'Load articles first.', requestId: 'req_9', retryable: false } } });
  await settle();
  expect(store.getState().draft).toMatchObject({ status: 'error', problem: { code: 'no_knowledge', action: 'none', message: 'Load articles first.' } });
});

test('a stream that says done without a suggestion is an error', async () => {
  const { store, call } = await opened();
  void store.suggest();
  await settle();
  call(1).give({ type: 'done', data: { suggestionId: 'sug_3', traceId: 'trc_3' } });
  await call(1).end();
  expect(store.getState().draft).toMatchObject({ status: 'error', problem: { code: 'network' } });
});

test('a helpdesk that does not answer, and a session that is over, say so', async () => {
  const silent = panelBench();
  silent.world.hostFails = true;
  await silent.store.open();
  expect(silent.store.getState().opening).toMatchObject({ status: 'error', problem: { code: 'host', action: 'retry' } });

  const over = panelBench();
  void over.store.open();
  await settle();
  await over.call(0).fail(apiError('token_expired', false));
  expect(over.store.getState()).toMatchObject({ sessionEnded: true, opening: { status: 'error', problem: { action: 'reload' } } });
});

test('a click before the panel has opened is not lost', async () => {
  const { store, call } = panelBench();
  void store.suggest();
  await settle();
  call(0).give(...eventsOf(answer, 'draft'));
  await call(0).end();
  expect(store.getState()).toMatchObject({ ticketId: '4711', opening: { status: 'ready' }, draft: { status: 'done' } });
});

test('a longer conversation dates the panel; another ticket starts it anew; a removed panel is silent', async () => {
  const { store, world, changed, destroyed, call, calls } = await opened(true);
  changed('content');
  await settle();
  expect(store.getState().outdated).toBe(true);

  world.ticketId = '4712';
  world.prepared = null;
  changed('fields');
  await settle();
  expect(store.getState()).toMatchObject({ ticketId: '4712', draft: { status: 'idle' }, outdated: false });
  expect(call(-1).body).toMatchObject({ ticketId: '4712' });

  let heard = 0;
  store.subscribe(() => {
    heard++;
  });
  destroyed();
  expect(call(-1).signal?.aborted).toBe(true);
  call(-1).give(...eventsOf(answer, 'decision'));
  changed('content');
  await settle();
  expect([heard, calls.length]).toEqual([0, 2]);
});

test('a ticket that was switched without notice gets no draft of the other', async () => {
  const { store, world, call } = await opened(true);
  world.ticketId = '4712';
  world.prepared = null;
  void store.suggest();
  await settle();
  expect(call(-1).body).toMatchObject({ until: 'decision', ticketId: '4712' });
  expect(store.getState()).toMatchObject({ ticketId: '4712', draft: { status: 'idle' } });
});
