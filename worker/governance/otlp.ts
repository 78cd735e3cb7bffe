/**
 * A trace as OTLP/HTTP JSON (opentelemetry.io/docs/specs/otlp, JSON Protobuf encoding: hex ids, times in nanoseconds as
 * strings), with the `gen_ai.*` semantic conventions where they name what is told. A trace holds no personal data;
 * neither does this.
 */
import { createHash } from 'node:crypto';
import type { Span, Trace } from '#shared/trace';

type Value =
  | { stringValue: string }
  | { intValue: string }
  | { doubleValue: number }
  | { boolValue: boolean }
  | { arrayValue: { values: { stringValue: string }[] } };
type Attribute = { key: string; value: Value };

const SPAN_KIND_INTERNAL = 1;
const SPAN_KIND_SERVER = 2;
const STATUS_OK = 1;
const STATUS_ERROR = 2;

const hex = (text: string, bytes: number): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, bytes * 2);
const nanoseconds = (milliseconds: number): string => `${BigInt(Math.round(milliseconds * 1_000)) * 1_000n}`;

export function toOtlp(trace: Trace, { installation, version }: { installation: string; version: string }) {
  const traceId = hex(trace.id, 16);
  const rootId = hex(`${trace.id}/root`, 8);
  const began = Date.parse(trace.startedAt);
  const { model, name } = trace.drafter ?? { model: null, name: null };
  const root = {
    traceId,
    spanId: rootId,
    name: 'invoke_agent deskgraph',
    kind: SPAN_KIND_SERVER,
    startTimeUnixNano: nanoseconds(began),
    endTimeUnixNano: nanoseconds(began + trace.totalMs),
    attributes: attributes({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'deskgraph',
      'gen_ai.agent.version': trace.releaseId,
      'gen_ai.conversation.id': trace.ticketId,
      'deskgraph.suggestion': trace.suggestionId,
      'deskgraph.snapshot': trace.snapshot ?? '',
      'deskgraph.outcome': trace.outcome,
      'deskgraph.answer_hash': trace.answerHash,
      'deskgraph.cost_usd': trace.costUsd,
      'deskgraph.removed': trace.removed.map(({ reason, count }) => `${reason}:${count}`),
    }),
    status: { code: STATUS_OK },
  };
  const spans = trace.spans.map((span, i) => ({
    traceId,
    spanId: hex(`${trace.id}/${i}`, 8),
    parentSpanId: rootId,
    name: span.stage,
    kind: SPAN_KIND_INTERNAL,
    startTimeUnixNano: nanoseconds(began + span.startMs),
    endTimeUnixNano: nanoseconds(began + span.startMs + span.durationMs),
    attributes: attributes({ ...conventional(span, { model, name }), 'deskgraph.input_hash': span.inputHash, ...prefixed(span) }),
    status: { code: 'error' in span.attributes ? STATUS_ERROR : STATUS_OK },
  }));
  const resource = { attributes: attributes({ 'service.name': 'deskgraph', 'service.version': version, 'deskgraph.installation': installation }) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'deskgraph.pipeline', version }, spans: [root, ...spans] }] }] };
}

/** What the conventions have a name for: writing with a model, and retrieval. */
function conventional({ stage, attributes: told }: Span, { model, name }: { model: string | null; name: string | null }): Record<string, string> {
  if (stage === 'draft')
    return {
      'gen_ai.operation.name': name === 'model' ? 'chat' : 'generate_content',
      'gen_ai.provider.name': name === 'model' ? 'openai' : 'deskgraph',
      'gen_ai.request.model': String(told.model ?? model ?? '') || 'extractive',
    };
  return stage === 'retrieve' ? { 'gen_ai.operation.name': 'retrieval', 'gen_ai.data_source.id': 'snapshot' } : {};
}

const prefixed = ({ stage, attributes: told }: Span): Span['attributes'] =>
  Object.fromEntries(Object.entries(told).map(([key, value]) => [`deskgraph.${stage}.${key}`, value]));

const attributes = (values: Span['attributes']): Attribute[] => Object.entries(values).map(([key, value]) => ({ key, value: otlpValue(value) }));

function otlpValue(value: Span['attributes'][string]): Value {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((item) => ({ stringValue: item })) } };
}
