/**
 * A trace as OTLP/HTTP JSON (opentelemetry.io/docs/specs/otlp, JSON Protobuf encoding: hex ids, times in nanoseconds as
 * strings), with the `gen_ai.*` semantic conventions where they name what is told (open-telemetry/semantic-conventions-genai:
 * `invoke_agent NAME` in-process, `retrieval DATA_SOURCE`, `chat MODEL`). What the agent did with it are events of the
 * root. A trace holds no personal data; neither does this.
 */
import { createHash } from 'node:crypto';
import type { Span, Trace, TraceView } from '#shared/trace';

type Value =
  | { stringValue: string }
  | { intValue: string }
  | { doubleValue: number }
  | { boolValue: boolean }
  | { arrayValue: { values: { stringValue: string }[] } };
type Attribute = { key: string; value: Value };

const SPAN_KIND_INTERNAL = 1;
const SPAN_KIND_CLIENT = 3;
const STATUS_OK = 1;
const STATUS_ERROR = 2;

const hex = (text: string, bytes: number): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, bytes * 2);
const nanoseconds = (milliseconds: number): string => `${BigInt(Math.round(milliseconds * 1_000)) * 1_000n}`;

export function toOtlp(trace: Trace & Partial<Pick<TraceView, 'feedback'>>, { installation, version }: { installation: string; version: string }) {
  const traceId = hex(trace.id, 16);
  const rootId = hex(`${trace.id}/root`, 8);
  const began = Date.parse(trace.startedAt);
  const root = {
    traceId,
    spanId: rootId,
    name: 'invoke_agent deskgraph',
    kind: SPAN_KIND_INTERNAL,
    startTimeUnixNano: nanoseconds(began),
    endTimeUnixNano: nanoseconds(began + trace.totalMs),
    attributes: attributes({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.provider.name': 'deskgraph',
      'gen_ai.agent.name': 'deskgraph',
      'gen_ai.agent.version': trace.releaseId,
      'gen_ai.conversation.id': trace.ticketId,
      'gen_ai.data_source.id': dataSource(trace),
      'deskgraph.suggestion': trace.suggestionId,
      'deskgraph.snapshot': trace.snapshot ?? '',
      'deskgraph.outcome': trace.outcome,
      'deskgraph.answer_hash': trace.answerHash,
      'deskgraph.cost_usd': trace.costUsd,
      'deskgraph.removed': trace.removed.map(({ reason, count }) => `${reason}:${count}`),
    }),
    events: (trace.feedback ?? []).map(({ at, kind, reason, tag }) => ({
      timeUnixNano: nanoseconds(Date.parse(at)),
      name: 'deskgraph.feedback',
      attributes: attributes({
        'deskgraph.feedback.kind': kind,
        ...(reason ? { 'deskgraph.feedback.reason': reason } : {}),
        ...(tag ? { 'deskgraph.feedback.tag': tag } : {}),
      }),
    })),
    status: { code: STATUS_OK },
  };
  const spans = trace.spans.map((span, i) => ({
    traceId,
    spanId: hex(`${trace.id}/${i}`, 8),
    parentSpanId: rootId,
    name: nameOf(span, trace),
    kind: callsModel(span) ? SPAN_KIND_CLIENT : SPAN_KIND_INTERNAL,
    startTimeUnixNano: nanoseconds(began + span.startMs),
    endTimeUnixNano: nanoseconds(began + span.startMs + span.durationMs),
    attributes: attributes({ ...conventional(span, trace), 'deskgraph.input_hash': span.inputHash, ...prefixed(span) }),
    status: { code: 'error' in span.attributes ? STATUS_ERROR : STATUS_OK },
  }));
  const resource = { attributes: attributes({ 'service.name': 'deskgraph', 'service.version': version, 'deskgraph.installation': installation }) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'deskgraph.pipeline', version }, spans: [root, ...spans] }] }] };
}

const dataSource = ({ snapshot }: Trace): string => snapshot ?? 'none';

/** A language model of a provider was asked; drafts of the articles' own words are made here. */
const callsModel = ({ stage, attributes: told }: Span): boolean => stage === 'draft' && Number(told.calls ?? 0) > 0;
const modelOf = ({ attributes: told }: Span, { drafter, models }: Trace): string => String(told.model || drafter?.model || models.drafter);

/** Span names of the conventions where they have one; the stage's own elsewhere. */
function nameOf(span: Span, trace: Trace): string {
  if (callsModel(span)) return `chat ${modelOf(span, trace)}`;
  return span.stage === 'retrieve' ? `retrieval ${dataSource(trace)}` : span.stage;
}

/** What the conventions have a name for: writing with a model, retrieval, and failing. */
function conventional(span: Span, trace: Trace): Span['attributes'] {
  const { stage, attributes: told } = span;
  const failed: Span['attributes'] = typeof told.error === 'string' ? { 'error.type': told.error } : {};
  if (callsModel(span))
    return {
      ...failed,
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': modelOf(span, trace),
      'gen_ai.usage.input_tokens': Number(told.inputTokens ?? 0),
      'gen_ai.usage.output_tokens': Number(told.outputTokens ?? 0),
    };
  if (stage !== 'retrieve') return failed;
  const documents = JSON.stringify(trace.documents.map((id) => ({ id })));
  return {
    ...failed,
    'gen_ai.operation.name': 'retrieval',
    'gen_ai.provider.name': 'deskgraph',
    'gen_ai.data_source.id': dataSource(trace),
    'gen_ai.retrieval.documents': documents,
  };
}

const prefixed = ({ stage, attributes: told }: Span): Span['attributes'] =>
  Object.fromEntries(Object.entries(told).map(([key, value]) => [`deskgraph.${stage}.${key}`, value]));

/** An attribute keeps its type, whatever value it happens to have: these are no counts. */
const MEASURED = /usd|confidence|risk$/i;
const attributes = (values: Span['attributes']): Attribute[] =>
  Object.entries(values).map(([key, value]) => ({ key, value: typeof value === 'number' && MEASURED.test(key) ? { doubleValue: value } : otlpValue(value) }));

function otlpValue(value: Span['attributes'][string]): Value {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((item) => ({ stringValue: item })) } };
}
