/** The path of one answer. Holds versions, hashes, choices and times; never a word of the ticket. */
import * as z from 'zod';

export const stageNameSchema = z.enum(['normalize', 'enrich', 'retrieve', 'triage', 'decide', 'draft', 'ground', 'route', 'trace']);

export const spanSchema = z.object({
  stage: stageNameSchema,
  /** Milliseconds since the trace began. In production the clock stands still during CPU work. */
  startMs: z.number(),
  durationMs: z.number(),
  /** SHA-256 (hex, first 16) of the stage's input. */
  inputHash: z.string(),
  /** Choices by name: ids, counts, codes, scores. */
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
});

export const traceSchema = z.object({
  id: z.string(),
  suggestionId: z.string(),
  ticketId: z.string(),
  releaseId: z.string(),
  snapshot: z.string().nullable(),
  outcome: z.string(),
  startedAt: z.string(),
  totalMs: z.number(),
  costUsd: z.number(),
  spans: z.array(spanSchema),
  /** SHA-256 of the pseudonymous answer without ids and times: what a replay must come to again. */
  answerHash: z.string(),
  /** `article@version` of everything that was retrieved, best first. */
  documents: z.array(z.string()),
  models: z.object({ drafter: z.string(), embedder: z.string() }),
  /** Who wrote the draft that stands; null where none was written. */
  drafter: z.object({ name: z.string(), model: z.string().nullable() }).nullable(),
  /** Hashes of the release's prompts by name; the team's own sentences together under `say`. */
  prompts: z.record(z.string(), z.string()),
  /** What grounding or policy took out of the draft, and why. */
  removed: z.array(z.object({ reason: z.string(), count: z.number().int() })),
});

/** What the agent did with the suggestion; free words are not part of it. */
export const traceFeedbackSchema = z.object({ kind: z.string(), reason: z.string().nullable(), tag: z.string().nullable(), at: z.string() });
/** A trace as `GET /v1/traces/:id` tells it. */
export const traceViewSchema = traceSchema.extend({ feedback: z.array(traceFeedbackSchema) });
export const traceListSchema = z.object({
  traces: z.array(traceSchema),
  /** Pass as `before` for the next page; null at the end. */ next: z.string().nullable(),
});

export type StageName = z.infer<typeof stageNameSchema>;
export type Span = z.infer<typeof spanSchema>;
export type Trace = z.infer<typeof traceSchema>;
export type TraceView = z.infer<typeof traceViewSchema>;
export type TraceFeedback = z.infer<typeof traceFeedbackSchema>;
export type TraceList = z.infer<typeof traceListSchema>;
