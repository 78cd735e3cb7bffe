/** A trace in the words of the field: span names, kinds and attributes of the GenAI conventions, times in nanoseconds. */
import { expect, test } from 'vitest';
import type { TraceView } from '#shared/trace';
import { toOtlp } from '../../worker/governance/otlp.ts';

const trace = (draft: TraceView['spans'][number]['attributes']): TraceView => ({
  id: 'trc_1',
  suggestionId: 'sug_1',
  ticketId: '77',
  releaseId: 'rel_1',
  snapshot: 'a'.repeat(64),
  outcome: 'answer',
  startedAt: '2026-01-05T09:00:00.000Z',
  totalMs: 12.5,
  costUsd: 0.002,
  spans: [
    { stage: 'retrieve', startMs: 1, durationMs: 2, inputHash: 'h', attributes: { articles: ['a1@3'] } },
    { stage: 'draft', startMs: 3, durationMs: 8, inputHash: 'h', attributes: draft },
    { stage: 'ground', startMs: 11, durationMs: 1, inputHash: 'h', attributes: { error: 'TypeError' } },
  ],
  answerHash: 'x',
  documents: ['a1@3'],
  models: { drafter: 'extractive', embedder: 'embedded' },
  drafter: { name: 'model', model: 'gpt-4o-mini' },
  prompts: {},
  removed: [{ reason: 'promise', count: 1 }],
  feedback: [{ kind: 'inserted', reason: null, tag: null, at: '2026-01-05T09:01:00.000Z' }],
});

const spansOf = (view: TraceView) => toOtlp(view, { installation: 'zendesk:acme', version: '1' }).resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
const attribute = (span: ReturnType<typeof spansOf>[number] | undefined, key: string) => span?.attributes.find((a) => a.key === key)?.value;

test('a model’s draft is a client span of the chat operation with its tokens; retrieval names its snapshot and documents', () => {
  const [root, retrieve, draft, ground] = spansOf(trace({ calls: 1, model: 'gpt-4o-mini', inputTokens: 900, outputTokens: 120 }));
  expect(root).toMatchObject({ name: 'invoke_agent deskgraph', kind: 1, startTimeUnixNano: '1767603600000000000', endTimeUnixNano: '1767603600012500000' });
  expect(attribute(root, 'gen_ai.provider.name')).toEqual({ stringValue: 'deskgraph' });
  expect(retrieve).toMatchObject({ name: `retrieval ${'a'.repeat(64)}`, kind: 1, parentSpanId: root?.spanId });
  expect(attribute(retrieve, 'gen_ai.retrieval.documents')).toEqual({ stringValue: '[{"id":"a1@3"}]' });
  expect(draft).toMatchObject({ name: 'chat gpt-4o-mini', kind: 3 });
  expect(attribute(draft, 'gen_ai.usage.input_tokens')).toEqual({ intValue: '900' });
  expect(attribute(draft, 'gen_ai.usage.output_tokens')).toEqual({ intValue: '120' });
  expect(ground?.status).toEqual({ code: 2 });
  expect(attribute(ground, 'error.type')).toEqual({ stringValue: 'TypeError' });
});

test('a draft of the articles’ own words is no call of a model; what the agent did is an event of the root', () => {
  const [root, , draft] = spansOf({ ...trace({ calls: 0, model: '' }), drafter: { name: 'extractive', model: null } });
  expect(draft).toMatchObject({ name: 'draft', kind: 1 });
  expect(draft?.attributes.filter(({ key }) => key.startsWith('gen_ai.'))).toEqual([]);
  expect(root).toMatchObject({ events: [{ name: 'deskgraph.feedback', timeUnixNano: '1767603660000000000' }] });
});

test('a cost or a confidence stays a number with a fraction when it happens to be whole', () => {
  const [root, , draft] = spansOf({ ...trace({ calls: 0, costUsd: 0 }), costUsd: 0 });
  expect(attribute(root, 'deskgraph.cost_usd')).toEqual({ doubleValue: 0 });
  expect(attribute(draft, 'deskgraph.draft.costUsd')).toEqual({ doubleValue: 0 });
  expect(attribute(draft, 'deskgraph.draft.calls')).toEqual({ intValue: '0' });
});
