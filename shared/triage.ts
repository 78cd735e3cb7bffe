/** What triage says of a ticket. Every confidence is a probability between 0 and 1, calibrated on held-back tickets. */
import * as z from 'zod';
import { prioritySchema } from './ticket.ts';

export const reasonTextSchema = z.string().max(500);

export const tagSuggestionSchema = z.object({
  tag: z.string(),
  confidence: z.number().min(0).max(1),
  /** At most three, in words an agent understands. */
  reasons: z.array(reasonTextSchema),
  /** True when the ticket carries the tag already. */
  present: z.boolean(),
});

const guess = <T extends z.ZodType>(value: T) => z.object({ value: value.nullable(), confidence: z.number().min(0).max(1) });

export const flagCodeSchema = z.enum([
  'asks_for_human',
  'legal_threat',
  'safety',
  'angry',
  'vip',
  'sla_near',
  'sla_breached',
  'policy',
  'injection',
  'personal_data',
  'known_issue',
  'contradiction',
  'outdated',
  'oversize',
  'empty',
]);

export const flagSchema = z.object({
  code: flagCodeSchema,
  severity: z.enum(['info', 'warning', 'critical']),
  /** One sentence for the agent. */
  message: z.string(),
  /** What it rests on: a policy id, an article id, a matched phrase. Never personal data. */
  evidence: z.array(z.string()),
});

export const triageSchema = z.object({
  tags: z.array(tagSuggestionSchema),
  product: guess(z.string()),
  sentiment: guess(z.enum(['negative', 'neutral', 'positive'])),
  /** ISO 639-1 code of the requester's last message. */
  language: guess(z.string()),
  priority: guess(prioritySchema),
  /** Probability that a human beyond the first line must decide. */
  escalationRisk: z.number().min(0).max(1),
  /** Probability that the ticket lacks what is needed to solve it. */
  needsInfoRisk: z.number().min(0).max(1),
  /** Probability that it is about something this team does not support. */
  outOfScopeRisk: z.number().min(0).max(1),
  flags: z.array(flagSchema),
});

export type TagSuggestion = z.infer<typeof tagSuggestionSchema>;
export type FlagCode = z.infer<typeof flagCodeSchema>;
export type Flag = z.infer<typeof flagSchema>;
export type Triage = z.infer<typeof triageSchema>;
