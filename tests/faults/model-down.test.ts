/** The whole pipeline before providers that are down, hang, lie or break off, over real sockets and within the process. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Suggestion } from '#shared/suggestion';
import { createEmbeddedDrafter } from '../../worker/adapters/embedded/embedded-drafter.ts';
import { createEmbeddedEmbedder } from '../../worker/adapters/embedded/embedded-embedder.ts';
import { createCallGuard } from '../../worker/adapters/openai/call-guard.ts';
import { createOpenAiDrafter } from '../../worker/adapters/openai/openai-drafter.ts';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import { assistTicket } from '../../worker/pipeline/assist-ticket.ts';
import type { Drafter } from '../../worker/ports.ts';
import { shopCorpus } from '../knowledge/support.ts';
import { type ModelAnswer, type OpenAiServer, type Prompt, type Script, startOpenAiServer } from '../openai-server.ts';
import { manifestFor, ticketOf } from '../pipeline/support.ts';

const built = buildSnapshot(shopCorpus(60)).then(({ bytes, hash }) => loadSnapshot(bytes.slice().buffer, hash));
const extractive = createEmbeddedDrafter();
let first: OpenAiServer;
let second: OpenAiServer;
beforeAll(async () => {
  [first, second] = await Promise.all([startOpenAiServer(), startOpenAiServer()]);
  // Deadlines are for models, not for building the knowledge.
  await suggest([extractive]);
});
afterAll(() => Promise.all([first.close(), second.close()]));

const quick = { firstToken: 1_000, stall: 1_000, total: 2_500 };
const modelAt = (server: OpenAiServer, model: string, guard = createCallGuard()): Drafter =>
  createOpenAiDrafter({ baseUrl: server.url, apiKey: 'sk-of-the-test', model, guard, deadlines: quick });

const quoting = ({ data }: Prompt): ModelAnswer => ({
  sentences: ((data.sources ?? []) as { n: number; text: string }[])
    .slice(0, 2)
    .map(({ n, text }) => ({ text: text.split(/(?<=[.!?])\s+/)[0] ?? '', citations: [n], kind: 'statement' })),
});

async function suggest(drafters: Drafter[], text = 'When do I get my refund money for the broken lamp?') {
  const knowledge = await built;
  const context = {
    installation: 'test',
    release: { id: 'rel_test', manifest: { ...manifestFor(drafters), snapshot: knowledge.hash } },
    knowledge,
    reader: 'agent' as const,
    startedAt: 0,
  };
  const vectors = { name: 'none', query: async () => [], upsert: async () => {}, remove: async () => {} };
  const run = assistTicket(
    { ticket: ticketOf(text, { subject: 'Refund' }), context, suggestionId: 'sug_1', traceId: 'trc_1', attempt: 0, until: 'draft' },
    { clock: { now: () => 0 }, embedder: createEmbeddedEmbedder(), vectors, drafters },
  );
  let next = await run.next();
  while (!next.done) next = await run.next();
  const { suggestion, trace } = next.value;
  return { suggestion: suggestion as Suggestion, trace };
}

const cut = (how: 'end' | 'reset'): Script => ({
  do: 'cut',
  answer: { sentences: [{ text: 'This page tells how refund works for customers.', citations: [1], kind: 'statement' }] },
  after: 10,
  how,
});

test.each<[string, Script]>([
  ['a reset before the answer', { do: 'reset' }],
  ['silence', { do: 'hang' }],
  ['too many requests', { do: 'status', status: 429, headers: { 'retry-after': '1' } }],
  ['no credit', { do: 'status', status: 429, body: { error: { message: 'x', type: 'x', code: 'credit_balance_exhausted' } } }],
  ['500', { do: 'status', status: 500 }],
  ['502', { do: 'status', status: 502 }],
  ['503', { do: 'status', status: 503 }],
  ['504', { do: 'status', status: 504 }],
  ['a page of HTML', { do: 'html' }],
  ['prose', { do: 'say', content: 'Sure!' }],
  ['a slow drip', { do: 'drip', everyMs: 50 }],
  ['a clean early end', cut('end')],
  ['a reset on the way', cut('reset')],
  ['30 MB', { do: 'huge', bytes: 30_000_000 }],
  ['a refusal', { do: 'refuse' }],
])('%s: the second provider writes, and without one the sources’ own words, always labelled', async (_, script) => {
  first.play(script);
  second.play({ do: 'answer', answer: quoting });
  const stoodIn = (await suggest([modelAt(first, 'one'), modelAt(second, 'two'), extractive])).suggestion;
  expect(stoodIn.draft).toMatchObject({ drafter: 'model', model: 'two' });
  expect(stoodIn.degraded.map(({ part }) => part)).toContain('model');
  second.play(script);
  const plain = (await suggest([modelAt(first, 'one'), modelAt(second, 'two'), extractive])).suggestion;
  expect(plain.draft).toMatchObject({ drafter: 'extractive', model: null });
  expect(plain.draft.citations.length).toBeGreaterThan(0);
  expect(plain.degraded.filter(({ part }) => part === 'model')).toHaveLength(2);
});

test.each<[string, () => Promise<Response>]>([
  ['a connection that fails', () => Promise.reject(new TypeError('Network connection lost.'))],
  [
    'a body that breaks',
    async () =>
      new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError('Network connection lost.')) }), {
        headers: { 'content-type': 'text/event-stream' },
      }),
  ],
  ['a body that just ends', async () => new Response('', { headers: { 'content-type': 'text/event-stream' } })],
  ['a status without a body', async () => new Response(null, { status: 503 })],
])('within the process, %s', async (_, fetch) => {
  const model = createOpenAiDrafter({ baseUrl: 'http://model.test/v1', apiKey: 'k', model: 'm', deadlines: quick, fetch: fetch as typeof globalThis.fetch });
  const { suggestion } = await suggest([model, extractive]);
  expect(suggestion.draft.drafter).toBe('extractive');
  expect(suggestion.degraded.map(({ part }) => part)).toContain('model');
});

test('while a provider is down, everyone is answered and it is left alone; when it is back, so are its drafts', async () => {
  const guard = createCallGuard({ consecutive: 10, halfOpenAfterMs: 150 });
  const model = modelAt(first, 'one', guard);
  first.play({ do: 'status', status: 500 });
  first.requests.length = 0;
  for (let i = 0; i < 40; i++) expect((await suggest([model, extractive])).suggestion.draft.citations.length).toBeGreaterThan(0);
  // Ten failures, each tried twice, and what the half-open breaker let through since.
  const whileOpen = first.requests.length;
  expect(whileOpen).toBeLessThan(80);
  expect(guard.state()).not.toBe('closed');
  first.play({ do: 'answer', answer: quoting });
  await expect.poll(async () => (await suggest([model, extractive])).suggestion.draft.model, { timeout: 5_000, interval: 100 }).toBe('one');
  expect(guard.state()).toBe('closed');
});

test('what calls cost stands in the trace', async () => {
  first.play({ do: 'answer', answer: quoting, usage: { prompt_tokens: 2_000, completion_tokens: 100 } });
  const model = createOpenAiDrafter({ baseUrl: first.url, apiKey: 'k', model: 'm', price: { input: 1, output: 10 }, deadlines: quick });
  const { trace } = await suggest([model, extractive]);
  expect(trace.costUsd).toBeCloseTo(0.003, 6);
  expect(trace.spans.find(({ stage }) => stage === 'draft')?.attributes).toMatchObject({ calls: 1, inputTokens: 2_000, outputTokens: 100 });
  expect((await suggest([extractive])).trace.costUsd).toBe(0);
});
