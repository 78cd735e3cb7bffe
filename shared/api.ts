/**
 * The HTTP contract under `/v1`. Every route takes `Authorization: Bearer <session token>`; the installation is the
 * token's, never a parameter. Errors have the shape of `errors.ts`.
 *
 * POST /v1/suggestions             suggestionRequest → server-sent events, or one Suggestion with `Accept: application/json`
 * GET  /v1/tickets/:id/suggestion  → the latest Suggestion prepared or given for the ticket, or null
 * GET  /v1/tickets/:id/context     → TicketContext (ticket-context.ts)
 * POST /v1/tickets/:id/escalate    escalateRequest → EscalateResponse
 * POST /v1/tickets/:id/tags        tagRequest → TagResponse
 * POST /v1/tickets/:id/similar     similarRequest → SimilarResponse: what solved those that the agent may read
 * POST /v1/tickets/:id/assist      assistRequest → AssistResponse (assist.ts)
 * GET, PUT  /v1/budget             → Budget (budget.ts)
 * POST /v1/feedback                feedback → { ok: true }
 * GET  /v1/passages/:id            → Passage
 * GET  /v1/traces/:id              → TraceView
 * GET  /v1/traces?ticket=&outcome=&reason=&article=&release=&before=&limit=   → TraceList
 * GET  /v1/traces/:id/otlp         → OTLP/HTTP JSON; `?push=1` sends it to OTLP_ENDPOINT
 * POST /v1/suggestions/:id/replay  replayRequest → ReplayAnswer
 * GET  /v1/releases                → { releases: ReleaseView[] };  GET /v1/releases/:id → ReleaseView, manifest, diffToLive
 * GET  /v1/proposals               → { proposals: Proposal[] };  GET /v1/proposals/:id → Proposal
 * POST /v1/proposals               proposalRequest → Proposal
 * POST /v1/proposals/:id/evaluate  → Proposal with its gate;  GET /v1/proposals/:id/blast-radius?n= → BlastRadius
 * POST /v1/proposals/:id/approve, …/publish   reasonRequest → Proposal
 * POST /v1/rollback                rollbackRequest → { releaseId }
 * GET, POST /v1/golden, DELETE /v1/golden/:id
 * GET, PUT  /v1/settings           → { controls, killSwitch };  POST /v1/kill-switch → { killSwitch, inFlight }
 * POST /v1/erasure                 erasureRequest → Erasure;  GET /v1/erasure/:id → Erasure
 * GET  /v1/audit?after=, /v1/audit/checkpoints, /v1/audit/export (NDJSON)
 * POST /v1/session                 → SessionResponse (renews the token)
 * POST /v1/ingest/runs             → IngestRun
 * PUT  /v1/ingest/runs/:id/chunks/:kind/:sequence   NDJSON ≤ 1 MB → IngestChunkResponse
 * POST /v1/ingest/runs/:id/finish  → IngestRun
 * GET  /v1/ingest/runs/:id         → IngestRun
 * /v1/knowledge/…                  sources, runs, documents, the graph and its corrections: knowledge-api.ts
 * GET  /healthz                    → Health (no token)
 */
import * as z from 'zod';
import type { ErrorBody } from './errors.ts';
import {
  type Citation,
  type Decision,
  type DraftSentence,
  type Evidence,
  type NextAction,
  type Route,
  type SimilarTicket,
  type Suggestion,
  suggestionSchema,
} from './suggestion.ts';
import { ticketSchema } from './ticket.ts';

export const suggestionRequestSchema = z
  .object({
    /** The ticket as the caller sees it, or its id alone: then it is fetched from the helpdesk. */
    ticket: ticketSchema.optional(),
    ticketId: z.string().min(1).max(128).optional(),
    /** `decision` ends the stream before a draft is written: what the panel shows on opening. */
    until: z.enum(['decision', 'draft']).default('draft'),
    /** From 1 on: write it anew, another way. 0 takes what is prepared for the same content, if anything is. */
    attempt: z.number().int().min(0).max(20).default(0),
  })
  .refine((r) => r.ticket !== undefined || r.ticketId !== undefined, { message: 'Give a ticket, or a ticketId.' });

/** Server-sent events in their order; `event:` is the type, `data:` the JSON of `data`. */
export type SuggestionEvent =
  | { type: 'evidence'; data: Evidence }
  /** `handover`, when it is written by then, is the internal note an escalation would leave. */
  | { type: 'decision'; data: { decision: Decision; nextAction: NextAction; route: Route; handover?: string } }
  | { type: 'draft.delta'; data: { sentence: DraftSentence; citations: Citation[] } }
  | { type: 'suggestion'; data: Suggestion }
  | { type: 'done'; data: { suggestionId: string; traceId: string } }
  | { type: 'error'; data: ErrorBody };

export const escalateRequestSchema = z.object({
  suggestionId: z.string().max(128),
  group: z.string().max(128).nullable().default(null),
  note: z.string().max(20_000).nullable().default(null),
});
export const escalateResponseSchema = z.object({
  effectId: z.string(),
  status: z.enum(['planned', 'sent', 'confirmed', 'failed']),
  group: z.string().nullable(),
  priority: z.string().nullable(),
  tags: z.array(z.string()),
  note: z.string(),
});
export const tagRequestSchema = z.object({ suggestionId: z.string().max(128), tags: z.array(z.string().min(1).max(128)).min(1).max(20) });

/** Ids of the suggestion's `similar` that the agent's own session could read in the helpdesk. */
export const similarRequestSchema = z.object({ suggestionId: z.string().max(128), ids: z.array(z.string().min(1).max(128)).min(1).max(20) });

export const passageSchema = z.object({
  id: z.string(),
  articleId: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  version: z.string(),
  visibility: z.string(),
  /** From the section inwards. */
  headings: z.array(z.string()),
  text: z.string(),
});

export const sessionResponseSchema = z.object({
  token: z.string(),
  expiresAt: z.string(),
  user: z.object({ id: z.string(), name: z.string(), role: z.string() }),
  installation: z.string(),
});

export const ingestRunSchema = z.object({
  id: z.string(),
  /** `held`: built, but the gate or a second person stands before it, as `step` says; what was live stays live. */
  state: z.enum(['receiving', 'building', 'published', 'held', 'failed']),
  /** Documents kept, by kind. */
  read: z.record(z.string(), z.number()),
  skipped: z.array(z.object({ file: z.string(), line: z.number(), reason: z.string() })),
  skippedCount: z.number(),
  step: z.string(),
  /** 0 to 1 within the whole run. */
  progress: z.number(),
  /** Connected sources are read first: all of them, or their articles alone. Absent: it builds from what is stored. */
  reads: z.enum(['all', 'articles']).optional(),
  /** Everything is learned anew, even where only words changed. */
  relearn: z.boolean().optional(),
  seconds: z.number(),
  releaseId: z.string().nullable(),
  snapshot: z.string().nullable(),
  error: z.string().nullable(),
});

export const healthSchema = z.object({
  ok: z.boolean(),
  version: z.string(),
  environment: z.string(),
  configured: z.object({
    vectors: z.string(),
    embedder: z.string(),
    drafter: z.string(),
    /** The model a release names where nobody has decided otherwise. */
    model: z.string(),
    helpdesks: z.array(z.string()),
  }),
  degraded: z.array(z.object({ part: z.string(), message: z.string() })),
  installations: z.array(
    z.object({
      id: z.string(),
      releaseId: z.string().nullable(),
      snapshot: z.string().nullable(),
      /** The drafting model that the live release names. */
      model: z.string().nullable(),
      state: z.string(),
      /** Why the newest build is not live. */
      held: z.string().nullable(),
    }),
  ),
});

export { suggestionSchema };
export type SuggestionRequest = z.infer<typeof suggestionRequestSchema>;
export type SuggestionRequestInput = z.input<typeof suggestionRequestSchema>;
export type EscalateRequest = z.input<typeof escalateRequestSchema>;
export type EscalateResponse = z.infer<typeof escalateResponseSchema>;
export type TagRequest = z.input<typeof tagRequestSchema>;
export type TagResponse = { effectId: string; status: EscalateResponse['status']; tags: string[] };
export type SimilarRequest = z.infer<typeof similarRequestSchema>;
export type SimilarResponse = { similar: SimilarTicket[] };
export type PassageView = z.infer<typeof passageSchema>;
export type SessionResponse = z.infer<typeof sessionResponseSchema>;
export type IngestRun = z.infer<typeof ingestRunSchema>;
export type Health = z.infer<typeof healthSchema>;
