import { expect, test } from 'vitest';
import type { AssistResponse } from '#shared/assist';
import { compareSent } from '../../../apps/panel/adoption.ts';
import { presentPanel } from '../../../apps/panel/present-suggestion.ts';
import { answer, eventsOf } from '../../browser/sidebar/fixtures.ts';
import { apiError, panelBench, settle, words } from './panel-bench.ts';

const result = (text: string): AssistResponse => ({
  ability: 'answer',
  text,
  language: 'en',
  citations: [],
  by: { drafter: 'extractive', model: null },
  degraded: null,
});

async function opened(similar = answer.similar) {
  const bench = panelBench({ prepared: { ...answer, similar } });
  const opening = bench.store.open();
  await settle();
  bench.call(0).give(...eventsOf({ ...answer, similar }, 'decision'));
  await bench.call(0).end();
  await opening;
  await settle();
  return bench;
}

test('the last question counts, and another ticket’s answer never shows', async () => {
  const { store, asked, world, changed } = await opened();
  void store.ask({ ability: 'answer', text: 'Is it covered?' });
  void store.ask({ ability: 'shorter' });
  await asked[0]?.answer(result('late'));
  expect(store.getState().ability).toMatchObject({ status: 'working', ask: { ability: 'shorter' } });
  await asked[1]?.answer(result('short'));
  expect(store.getState().ability).toMatchObject({ status: 'done', result: { text: 'short' } });
  await store.insertAbility();
  expect([world.composer, store.getState().ability]).toMatchObject(['\n\nshort', { went: 'inserted' }]);

  void store.ask({ ability: 'summarize' });
  world.ticketId = '999';
  changed('fields');
  await settle();
  await asked[2]?.answer(result('of the ticket before'));
  expect(store.getState().ability).toEqual({ status: 'idle' });
});

test('a ticket the Worker may not read is sent as the form holds it; a missing model is no reason to', async () => {
  const { store, asked } = await opened();
  void store.ask({ ability: 'summarize' });
  await asked[0]?.answer(apiError('forbidden', false));
  expect(asked[1]?.body).toMatchObject({ ability: 'summarize', ticket: { id: '4711' } });
  await asked[1]?.answer(result('sum'));
  void store.ask({ ability: 'formal' });
  await asked[2]?.answer(apiError('needs_model', false));
  expect([asked.length, store.getState().ability]).toMatchObject([3, { status: 'failed', problem: { code: 'needs_model' } }]);
});

test('of similar tickets none shows that the agent’s own session could not read, not even its number', async () => {
  const bare = answer.similar.map((ticket) => ({ ...ticket, subject: '', solvedAt: null, solvedBy: null, resolution: '', articleIds: [] }));
  const [mine, others] = answer.similar;
  const bench = panelBench({ prepared: { ...answer, similar: bare } });
  bench.world.readable = { [mine?.id ?? '']: 'As Zendesk has it' };
  bench.world.similar = answer.similar;
  const opening = bench.store.open();
  await settle();
  bench.call(0).give(...eventsOf({ ...answer, similar: bare }, 'decision'));
  expect(presentPanel(bench.store.getState(), words).similar).toEqual([]);
  await bench.call(0).end();
  await opening;
  await settle();
  expect(bench.similarAsked).toEqual([[mine?.id]]);
  const shown = presentPanel(bench.store.getState(), words).similar;
  expect(shown.map(({ subject }) => subject)).toEqual(['As Zendesk has it']);
  expect(JSON.stringify(shown)).not.toContain(others?.subject ?? 'nothing to leak');
});

test('a new ticket is asked about as the form holds it, and nothing is called missing', async () => {
  const bench = panelBench();
  bench.world.ticketId = 'new';
  void bench.store.open();
  await settle();
  expect(bench.call(0).body).toMatchObject({ ticket: { id: 'new' } });
  expect(bench.store.getState().fromForm).toBe(false);
});

test('what became of an inserted draft is told when the agent saves', async () => {
  const { store, feedback, saved } = await opened();
  saved({ ticketId: '4711', text: 'Typed by hand', public: true });
  await store.insert();
  saved({ ticketId: '4711', text: answer.draft.text, public: false });
  saved({ ticketId: '999', text: answer.draft.text, public: true });
  saved({ ticketId: '4711', text: `${answer.draft.text}\nAna`, public: true });
  saved({ ticketId: '4711', text: 'Never mind.', public: true });
  await store.insert('replace');
  saved({ ticketId: '4711', text: 'Never mind.', public: true });
  await store.insert('replace');
  saved({ ticketId: '4711', text: answer.draft.text.split(' ').slice(2).join(' '), public: true });
  // The first went out as it was: the Worker notes that by the reply itself.
  expect(feedback.map(({ kind }) => kind)).toEqual(['shown', 'inserted', 'inserted', 'dismissed', 'inserted', 'edited']);
});

test.each([
  ['sent', 'Hold the button, for ten seconds.'],
  ['edited', 'Hold the button for twenty seconds and wait.'],
  ['dismissed', 'We will call you tomorrow about this.'],
])('a comment counts as %s', (kind, comment) => expect(compareSent('Hold the button for ten seconds.', comment)).toBe(kind));

test('what stands in the composer is translated and replaced; what was typed is put under it', async () => {
  const { store, asked, world } = await opened();
  world.composer = 'Please send it back.';
  void store.ask({ ability: 'translate', language: 'de', of: 'text', text: '' });
  await settle();
  expect(asked[0]?.body).toEqual({ ability: 'translate', language: 'de', of: 'text', text: 'Please send it back.' });
  await asked[0]?.answer({ ...result('Bitte senden Sie es zurück.'), language: 'de' });
  await store.insertAbility();
  expect(world.composer).toBe('Bitte senden Sie es zurück.');
  void store.ask({ ability: 'translate', language: 'de', of: 'text', text: 'Thanks!' });
  await settle();
  expect(asked[1]?.body).toMatchObject({ text: 'Thanks!' });
  await asked[1]?.answer({ ...result('Danke!'), language: 'de' });
  await store.insertAbility();
  expect(world.composer).toBe('Bitte senden Sie es zurück.\n\nDanke!');
});

test('how long the agent has been doing this is kept for all tickets, writes the draft anew, and is taken back when it could not be kept', async () => {
  const { store, world, calls, changed } = await opened();
  await store.loadTenure();
  expect(store.getState().tenure).toEqual({ value: 'standard', failed: false });
  const before = calls.length;
  void store.setTenure('expert');
  await settle();
  expect([world.tenure, calls.length]).toEqual(['expert', before + 1]);
  world.tenureError = apiError('internal');
  await store.setTenure('new');
  expect(store.getState().tenure).toEqual({ value: 'expert', failed: true });
  world.ticketId = '999';
  changed('fields');
  await settle();
  expect(store.getState().tenure.value).toBe('expert');
});
