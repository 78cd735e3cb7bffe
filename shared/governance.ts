/** Change control: who may do what, proposals and their gate, the audit chain. */
import * as z from 'zod';
import { releaseManifestSchema } from './release.ts';
import { outcomeSchema, type Suggestion } from './suggestion.ts';
import { ticketSchema } from './ticket.ts';

export const roleSchema = z.enum(['agent', 'knowledge_manager', 'reviewer', 'admin', 'auditor']);

/** A ticket whose answer is agreed: a release that gets it wrong does not go live. */
export const goldenTicketSchema = z.object({
  id: z.string().min(1).max(128),
  ticket: ticketSchema,
  expect: z.object({
    outcome: outcomeSchema.nullable().default(null),
    /** Tags triage must give; more are allowed. */
    tags: z.array(z.string().max(128)).default([]),
    /** Articles of which at least one must be cited or suggested among the first three. */
    mustCite: z.array(z.string().max(256)).default([]),
    /** Words that must not stand in the draft. */
    mustNotSay: z.array(z.string().max(500)).default([]),
  }),
});

export const releaseStateSchema = z.enum(['proposed', 'evaluated', 'approved', 'live', 'retired']);

/** One difference between two releases, in words. */
export const changeSchema = z.object({ part: z.string(), what: z.string(), before: z.string().nullable(), after: z.string().nullable() });

export const gateReportSchema = z.object({
  ok: z.boolean(),
  golden: z.object({ total: z.number(), failed: z.array(z.object({ id: z.string(), problems: z.array(z.string()) })) }),
  /** The installation's own held-back solved tickets: is the article that solved them found? */
  heldBack: z.object({ n: z.number(), mrr: z.number(), baselineMrr: z.number() }),
  privacy: z.object({ runs: z.number(), leaks: z.number() }),
  injection: z.object({ runs: z.number(), unauthorised: z.number() }),
  /** Of a whole suggestion; `base` is the live release on the same tickets, null for the first. */
  latency: z.object({ p50Ms: z.number(), p95Ms: z.number(), baseP95Ms: z.number().nullable() }),
  /** US dollars a suggestion, on average. */
  cost: z.object({ usd: z.number(), baseUsd: z.number().nullable() }),
  /** Drafts that the release's own model did not write, or could not. */
  model: z.object({ name: z.string(), asked: z.number(), failed: z.number() }),
  /** What the gate itself cost. */
  costUsd: z.number(),
  /** Why it holds the release back; empty when it does not. */
  problems: z.array(z.string()),
  at: z.string(),
});

export const approvalSchema = z.object({ by: z.string(), at: z.string(), why: z.string() });

export const proposalSchema = z.object({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  state: releaseStateSchema,
  releaseId: z.string(),
  baseReleaseId: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  changes: z.array(changeSchema),
  gate: gateReportSchema.nullable(),
  approvals: z.array(approvalSchema),
});

export const proposalRequestSchema = z.object({
  title: z.string().min(1).max(200),
  why: z.string().min(1).max(2_000),
  /** The parts to change; the rest is the live release's. Snapshot and installation are not set by hand. */
  change: releaseManifestSchema.omit({ format: true, installation: true, snapshot: true, snapshotParts: true }).partial(),
});

export const blastRadiusSchema = z.object({
  /** Tickets replayed under both releases. */
  n: z.number(),
  changed: z.array(
    z.object({
      ticketId: z.string(),
      suggestionId: z.string(),
      outcome: z.tuple([z.string(), z.string()]),
      topArticle: z.tuple([z.string().nullable(), z.string().nullable()]),
      tags: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
      /** Both drafted texts, with placeholders for personal data; null where they are the same. */
      draft: z.tuple([z.string(), z.string()]).nullable(),
    }),
  ),
  /** Tickets that could not be replayed, by reason. */
  skipped: z.record(z.string(), z.number()),
});

export const auditEntrySchema = z.object({
  seq: z.number().int().nonnegative(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Hash of the entry before; 64 zeros for the first. */
  prev: z.string(),
  hash: z.string(),
});

/** A signed statement, kept outside the installation, that the chain had this length and head. */
export const checkpointSchema = z.object({
  installation: z.string(),
  seq: z.number().int().nonnegative(),
  hash: z.string(),
  at: z.string(),
  signature: z.string(),
});

/** How an installation changes and how long it remembers. */
export const controlSettingsSchema = z.object({
  /** A change is approved by someone other than who proposed it. */
  secondPerson: z.boolean().default(false),
  /** Days that traces are kept. */
  traceDays: z.number().int().min(1).max(3_650).default(90),
  /** Days that suggestions and what they can be replayed from are kept. */
  suggestionDays: z.number().int().min(1).max(3_650).default(30),
  /** When a live release is taken back by itself: shares of 0 to 1, compared with the release before. */
  watch: z
    .object({
      on: z.boolean().default(true),
      /** Cases below which nothing is concluded. */
      minimum: z.number().int().min(10).max(10_000).default(30),
      acceptanceDrop: z.number().min(0).max(1).default(0.2),
      violationRise: z.number().min(0).max(1).default(0.2),
      failureShare: z.number().min(0).max(1).default(0.1),
      p95Ms: z.number().int().min(100).max(120_000).default(10_000),
    })
    .prefault({}),
  /** What a candidate may take of time and money for one suggestion, and how much more than what is live. */
  gate: z
    .object({
      p95Ms: z.number().int().min(1).max(120_000).default(10_000),
      p95RiseMs: z.number().int().min(1).max(120_000).default(5_000),
      usd: z.number().min(0).max(100).default(0.05),
      usdRise: z.number().min(0).max(100).default(0.02),
    })
    .prefault({}),
});

export const killSwitchSchema = z.object({ on: z.boolean(), by: z.string(), at: z.string(), why: z.string() });
export const killSwitchRequestSchema = z.object({ on: z.boolean(), why: z.string().min(1).max(500) });

export const reasonRequestSchema = z.object({ why: z.string().min(1).max(2_000) });
/** Without a release: the one that was live before. */
export const rollbackRequestSchema = reasonRequestSchema.extend({ releaseId: z.string().max(128).optional() });
export const replayRequestSchema = z.object({ /** Without one: the suggestion's own. */ releaseId: z.string().max(128).optional() });

export const erasureRequestSchema = z
  .object({
    requester: z.object({ id: z.string().min(1).max(128).optional(), email: z.string().min(3).max(320).optional() }).optional(),
    documentId: z.string().min(1).max(256).optional(),
  })
  .refine((r) => (r.requester?.id ?? r.requester?.email ?? r.documentId) !== undefined, { message: 'Name a requester by id or e-mail, or a documentId.' })
  .refine((r) => r.requester === undefined || r.documentId === undefined, { message: 'Name a requester or a document, not both.' });

export const releaseViewSchema = z.object({
  id: z.string(),
  state: releaseStateSchema,
  createdAt: z.string(),
  snapshot: z.string().nullable(),
  /** Why it may not run any more; null while it may. */
  withdrawn: z.string().nullable(),
  proposals: z.array(proposalSchema),
});

export type ControlSettings = z.infer<typeof controlSettingsSchema>;
export type KillSwitch = z.infer<typeof killSwitchSchema>;
export type ErasureRequest = z.infer<typeof erasureRequestSchema>;
export type ReleaseView = z.infer<typeof releaseViewSchema>;
/** Progress of an erasure: `pending` until a snapshot without what was erased is live and the others are gone. */
export type Erasure = {
  id: string;
  state: 'pending' | 'done';
  at: string;
  kind: 'requester' | 'document';
  suggestions: number;
  documents: number;
  runId: string | null;
};
/** Whether the audit chain is whole; `fault` says where it is not. `keyGone` counts signatures of a key from before a change of it. */
export type AuditVerdict = { fault: string | null; entries: number; signedUpTo: number | null; keyGone: number };
export type ReplayAnswer =
  | { state: 'erased' | 'missing'; message: string }
  | { state: 'replayed'; equal: boolean; answerHash: string; suggestion: Suggestion; diff: ReplayDiff | null };
export type ReplayDiff = {
  outcome: [string, string];
  topArticle: [string | null, string | null];
  tags: { added: string[]; removed: string[] };
  draft: [string, string] | null;
};

export type Role = z.infer<typeof roleSchema>;
export type GoldenTicket = z.infer<typeof goldenTicketSchema>;
export type ReleaseState = z.infer<typeof releaseStateSchema>;
export type Change = z.infer<typeof changeSchema>;
export type GateReport = z.infer<typeof gateReportSchema>;
export type Proposal = z.infer<typeof proposalSchema>;
export type ProposalRequest = z.infer<typeof proposalRequestSchema>;
export type BlastRadius = z.infer<typeof blastRadiusSchema>;
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export type Checkpoint = z.infer<typeof checkpointSchema>;
