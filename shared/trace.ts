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
});

export type StageName = z.infer<typeof stageNameSchema>;
export type Span = z.infer<typeof spanSchema>;
export type Trace = z.infer<typeof traceSchema>;
