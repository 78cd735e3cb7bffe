import { createHash } from 'node:crypto';
import type { Draft } from '#shared/suggestion';
import type { Span, StageName, Trace } from '#shared/trace';
import { canonicalJson, sha256 } from '../governance/canonical.ts';
import type { Ports } from '../ports.ts';
import type { RunContext } from './types.ts';

export type SpanAttributes = Span['attributes'];

export type TraceRecorder = {
  /**
   * Runs a stage and records it. `input` is hashed, never kept; `describe` names the choices made: ids, counts, codes
   * and scores, never a word of the ticket. A stage that throws is recorded with the error's name.
   */
  span<T>(stage: StageName, input: unknown, run: () => T | Promise<T>, describe?: (result: T) => SpanAttributes): Promise<T>;
  /** Adds a span of a stage that ran piece by piece. */
  add(stage: StageName, input: unknown, startedAt: number, attributes: SpanAttributes): void;
  finish(outcome: string, answer: { answerHash: string; draft: Draft | null }): Trace;
};

/** Longest text an attribute keeps: ids and codes are shorter. */
const MAX_ATTRIBUTE = 128;

export function startTrace(ids: { traceId: string; suggestionId: string; ticketId: string }, context: RunContext, deps: Pick<Ports, 'clock'>): TraceRecorder {
  const { clock } = deps;
  const spans: Span[] = [];
  const add: TraceRecorder['add'] = (stage, input, startedAt, attributes) => {
    spans.push({
      stage,
      startMs: startedAt - context.startedAt,
      durationMs: clock.now() - startedAt,
      inputHash: hashOf(input),
      attributes: trimmed(attributes),
    });
  };
  return {
    async span(stage, input, run, describe) {
      const startedAt = clock.now();
      try {
        const result = await run();
        add(stage, input, startedAt, describe?.(result) ?? {});
        return result;
      } catch (error) {
        add(stage, input, startedAt, { error: error instanceof Error ? error.name : 'unknown' });
        throw error;
      }
    },
    add,
    finish: (outcome, { answerHash, draft }) => ({
      id: ids.traceId,
      suggestionId: ids.suggestionId,
      ticketId: ids.ticketId,
      releaseId: context.release.id,
      snapshot: context.release.manifest.snapshot,
      outcome,
      startedAt: new Date(context.startedAt).toISOString(),
      totalMs: clock.now() - context.startedAt,
      costUsd: spans.reduce((sum, { attributes }) => sum + (typeof attributes.costUsd === 'number' ? attributes.costUsd : 0), 0),
      spans,
      answerHash,
      documents: documentsOf(spans),
      models: context.release.manifest.models,
      drafter: draft && { name: draft.drafter, model: draft.model },
      prompts: promptHashes(context.release),
      removed: draft?.removed ?? [],
    }),
  };
}

/** `article@version` of everything that was retrieved. */
function documentsOf(spans: readonly Span[]): string[] {
  const found = spans.find((span) => span.stage === 'retrieve')?.attributes.articles;
  return Array.isArray(found) ? found : [];
}

/** Of the releases used last: a release is named by its content, and comes anew with each request. */
const hashed = new Map<string, Record<string, string>>();
const RELEASES_KEPT = 20;

/** The instructions to a model one by one; the team's own sentences, which are many, as one. */
function promptHashes({ id, manifest: { prompts } }: RunContext['release']): Record<string, string> {
  const known = hashed.get(id);
  if (known) return known;
  const all = Object.entries(prompts);
  const hashes = Object.fromEntries(all.filter(([name]) => !name.startsWith('say.')).map(([name, text]) => [name, sha256(text).slice(0, 16)]));
  hashes.say = sha256(canonicalJson(Object.fromEntries(all.filter(([name]) => name.startsWith('say.'))))).slice(0, 16);
  if (hashed.size >= RELEASES_KEPT) hashed.clear();
  hashed.set(id, hashes);
  return hashes;
}

/** First 16 hex digits of the SHA-256 of a stage's input as JSON. */
export function hashOf(input: unknown): string {
  const text = typeof input === 'string' ? input : (JSON.stringify(input) ?? '');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function trimmed(attributes: SpanAttributes): SpanAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, MAX_ATTRIBUTE) : Array.isArray(value) ? value.slice(0, 20).map((item) => item.slice(0, MAX_ATTRIBUTE)) : value,
    ]),
  );
}
