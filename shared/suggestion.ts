/** One suggestion: what the agent sees for a ticket, stamped with the release and the trace it came from. */
import * as z from 'zod';
import { nodeKinds } from './graph.ts';
import { visibilitySchema } from './knowledge.ts';
import { tenureSchema } from './preferences.ts';
import { prioritySchema } from './ticket.ts';
import { triageSchema } from './triage.ts';

/** One hop of the way from the ticket to an article, with what the edge rests on. */
export const pathHopSchema = z.object({
  kind: z.enum(nodeKinds),
  id: z.string(),
  label: z.string(),
  /** How this hop is reached from the one before it, e.g. `resolves`; null on the first hop. */
  edge: z.string().nullable(),
  /** What the edge rests on: ticket ids, document@version. */
  evidence: z.array(z.string()),
});

export const articleSuggestionSchema = z.object({
  id: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  version: z.string(),
  visibility: visibilitySchema,
  updatedAt: z.string().nullable(),
  /** Ranking score; comparable only inside one suggestion. */
  score: z.number(),
  /** Calibrated probability that this article helps. */
  confidence: z.number().min(0).max(1),
  /** Best passages first. */
  passageIds: z.array(z.string()),
  why: z.object({ reasons: z.array(z.string()), path: z.array(pathHopSchema) }),
});

export const similarTicketSchema = z.object({
  id: z.string(),
  subject: z.string(),
  solvedAt: z.string().nullable(),
  solvedBy: z.string().nullable(),
  /** First sentences of what resolved it, personal data removed. */
  resolution: z.string(),
  articleIds: z.array(z.string()),
  similarity: z.number().min(0).max(1),
});

export const outcomeSchema = z.enum(['answer', 'clarify', 'escalate', 'abstain']);

export const decisionReasonSchema = z.object({
  code: z.enum([
    'evidence_strong',
    'evidence_weak',
    'no_evidence',
    'missing_information',
    'out_of_scope',
    'asks_for_human',
    'legal_threat',
    'safety',
    'policy',
    'angry_vip',
    'sla_near',
    'injection',
    'contradiction',
    'unsupported_draft',
    'empty_ticket',
    'escalation_risk',
    'no_knowledge',
  ]),
  /** One sentence for the agent. */
  message: z.string(),
  /** Policy ids, article ids. */
  evidence: z.array(z.string()),
});

export const confidenceSchema = z.object({
  value: z.number().min(0).max(1),
  words: z.enum(['high', 'medium', 'low']),
  reasons: z.array(z.string()),
});

export const citationSchema = z.object({
  /** The number that stands in the draft, from 1. */
  n: z.number().int().positive(),
  passageId: z.string(),
  articleId: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  /** The cited passage's own words. */
  quote: z.string(),
});

export const draftSentenceSchema = z.object({
  text: z.string(),
  /** Citation numbers; empty only for greeting, closing, and what a policy has the team say. */
  citations: z.array(z.number().int().positive()),
  kind: z.enum(['greeting', 'statement', 'step', 'question', 'policy', 'closing']),
});

export const draftSchema = z.object({
  sentences: z.array(draftSentenceSchema),
  citations: z.array(citationSchema),
  /** The text as it goes into the composer, without citation numbers. */
  text: z.string(),
  language: z.string(),
  drafter: z.enum(['extractive', 'model']),
  model: z.string().nullable(),
  /** What grounding or policy took out, and why; `instruction` was taken out of a source. The text itself is not kept. */
  removed: z.array(
    z.object({
      reason: z.enum(['unsupported', 'internal_only', 'forbidden', 'promise', 'link', 'secret', 'contradiction', 'tone', 'instruction']),
      count: z.number().int(),
    }),
  ),
});

export const nextActionSchema = z.object({
  kind: z.enum(['send_reply', 'ask_customer', 'escalate', 'apply_macro', 'check_identity', 'link_known_issue', 'close_as_out_of_scope', 'review']),
  label: z.string(),
  reason: z.string(),
  macroId: z.string().nullable(),
});

export const routeSchema = z.object({
  mode: z.enum(['auto_reply', 'draft_for_agent', 'escalate']),
  group: z.string().nullable(),
  priority: prioritySchema.nullable(),
  tags: z.array(z.string()),
  /** The rule that fired. */
  rule: z.string(),
});

export const degradedPartSchema = z.object({
  part: z.enum(['vectors', 'model', 'embedder', 'snapshot', 'helpdesk', 'queue', 'knowledge']),
  message: z.string(),
});

export const evidenceSchema = z.object({
  suggestionId: z.string(),
  ticketId: z.string(),
  releaseId: z.string(),
  traceId: z.string(),
  /** Two or three sentences: what the requester wants. */
  summary: z.string(),
  triage: triageSchema,
  articles: z.array(articleSuggestionSchema),
  similar: z.array(similarTicketSchema),
  degraded: z.array(degradedPartSchema),
});

export const decisionSchema = z.object({
  outcome: outcomeSchema,
  reasons: z.array(decisionReasonSchema),
  confidence: confidenceSchema,
});

export const suggestionSchema = evidenceSchema.extend({
  decision: decisionSchema,
  nextAction: nextActionSchema,
  route: routeSchema,
  draft: draftSchema,
  /** The internal note that hands the ticket over: summary, what was tried, evidence. */
  handover: z.string(),
  /** For whom the draft was written; absent for `standard`. */
  tenure: tenureSchema.optional(),
  createdAt: z.string(),
});

export type PathHop = z.infer<typeof pathHopSchema>;
export type ArticleSuggestion = z.infer<typeof articleSuggestionSchema>;
export type SimilarTicket = z.infer<typeof similarTicketSchema>;
export type Outcome = z.infer<typeof outcomeSchema>;
export type DecisionReason = z.infer<typeof decisionReasonSchema>;
export type Confidence = z.infer<typeof confidenceSchema>;
export type Citation = z.infer<typeof citationSchema>;
export type DraftSentence = z.infer<typeof draftSentenceSchema>;
export type Draft = z.infer<typeof draftSchema>;
export type NextAction = z.infer<typeof nextActionSchema>;
export type Route = z.infer<typeof routeSchema>;
export type DegradedPart = z.infer<typeof degradedPartSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type Suggestion = z.infer<typeof suggestionSchema>;
