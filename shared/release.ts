/** A release: the immutable manifest of everything that shapes an answer. Its id is the SHA-256 of its canonical JSON. */
import * as z from 'zod';
import { policySchema } from './policy.ts';
import { promptsSchema } from './prompts.ts';
import { channelSchema } from './ticket.ts';

export const signalSchema = z.enum(['text', 'vectors', 'tickets', 'models', 'graph', 'freshness']);

export const voiceSchema = z.object({
  /** `{name}` is the requester's first name; without a name the greeting ends before it. By ISO 639-1 language. */
  greeting: z.record(z.string(), z.string()),
  closing: z.record(z.string(), z.string()),
  signature: z.string(),
  bannedPhrases: z.array(z.string()),
  maxSentences: z.number().int().positive(),
  /** How customers are addressed (Sie or du, vous or tu), by language; not checked where it is not set. */
  address: z.record(z.string(), z.enum(['formal', 'informal'])).optional(),
});

export const thresholdsSchema = z.object({
  /** Below this calibrated probability that the best article helps, the evidence is weak. */
  answer: z.number(),
  /** Below this one there is no evidence at all. */
  abstain: z.number(),
  tag: z.number(),
  escalate: z.number(),
  needsInfo: z.number(),
  outOfScope: z.number(),
  autoReply: z.number(),
  /** Minutes before an SLA breach from which a ticket counts as near it. */
  slaNearMinutes: z.number(),
});

export const businessHoursSchema = z.object({
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: z.string().refine((name) => isTimeZone(name), { message: 'is not a time zone' }),
  /** 1 is Monday, 7 is Sunday. */
  days: z.array(z.number().int().min(1).max(7)),
  /** `HH:MM` on the clock of that zone; `to` is not part of them. */
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/),
  within: z.boolean(),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

export const routingRuleSchema = z.object({
  id: z.string(),
  when: z.object({
    outcomes: z.array(z.string()).default([]),
    flags: z.array(z.string()).default([]),
    tags: z.array(z.string()).default([]),
    tiers: z.array(z.string()).default([]),
    channels: z.array(channelSchema).optional(),
    /** Lowest calibrated confidence of the answer. */
    minConfidence: z.number().min(0).max(1).optional(),
    /** Lowest risk that the ticket must be passed on. */
    minRisk: z.number().min(0).max(1).optional(),
    /** `within: false` means outside of these hours. */
    hours: businessHoursSchema.optional(),
  }),
  then: z.object({
    mode: z.enum(['auto_reply', 'draft_for_agent', 'escalate']),
    group: z.string().nullable().default(null),
    priority: z.enum(['low', 'normal', 'high', 'urgent']).nullable().default(null),
  }),
});

export const releaseManifestSchema = z.object({
  format: z.literal(1),
  installation: z.string(),
  /** SHA-256 (hex) of the snapshot's bytes; null before the first build. */
  snapshot: z.string().nullable(),
  snapshotParts: z.number().int().nonnegative(),
  signals: z.array(signalSchema),
  prompts: promptsSchema,
  policies: z.array(policySchema),
  /** The tags triage may give. Empty: those learned from the tenant's own tickets. */
  tags: z.array(z.string()),
  /** Intents for which an admin has turned auto-reply on. */
  autoReplyIntents: z.array(z.string()),
  thresholds: thresholdsSchema,
  routing: z.array(routingRuleSchema),
  models: z.object({ drafter: z.string(), embedder: z.string() }),
  voice: voiceSchema,
  /** Link hosts a public reply may hold. */
  linkHosts: z.array(z.string()),
});

export const releaseSchema = z.object({ id: z.string(), manifest: releaseManifestSchema });

export type Signal = z.infer<typeof signalSchema>;
export type Voice = z.infer<typeof voiceSchema>;
export type Thresholds = z.infer<typeof thresholdsSchema>;
export type BusinessHours = z.infer<typeof businessHoursSchema>;
export type RoutingRule = z.infer<typeof routingRuleSchema>;
export type ReleaseManifest = z.infer<typeof releaseManifestSchema>;
export type Release = z.infer<typeof releaseSchema>;
