/** A support policy as typed data: the conditions under which it applies, and what it then demands. */
import * as z from 'zod';
import { channelSchema, customerSchema, prioritySchema } from './ticket.ts';

const names = z.array(z.string().min(1).max(128)).max(100);

export const policyConditionSchema = z.object({
  /** Any of these words or phrases stands in the requester's text (case and accents folded, whole words). */
  keywords: names.default([]),
  /** Any of these tags is given by triage or stands on the ticket. */
  intents: names.default([]),
  tiers: names.default([]),
  plans: names.default([]),
  regions: names.default([]),
  channels: z.array(channelSchema).default([]),
  /** The text names an amount of money above this value, in any currency listed or, with an empty list, in any. */
  amountAbove: z
    .object({ value: z.number().nonnegative(), currencies: z.array(z.string().length(3)).default([]) })
    .nullable()
    .default(null),
});

export const policyDemandSchema = z.object({
  /** A human must decide. The reason is shown to the agent word for word. */
  escalate: z
    .object({ reason: z.string().min(1).max(500), group: z.string().max(128).nullable().default(null), priority: prioritySchema.nullable().default(null) })
    .nullable()
    .default(null),
  /** The requester must prove who they are before anything else is said or done. */
  askIdentity: z.boolean().default(false),
  /** Phrases that must not stand in a public reply. */
  forbid: names.default([]),
  /** Sentences the reply must hold, word for word. */
  say: z.array(z.string().max(1_000)).max(10).default([]),
  /** Articles the reply must rest on. */
  cite: names.default([]),
  /** Promises this policy authorises, such as `refund` or `replacement`; without one such a promise is blocked. */
  authorises: names.default([]),
});

/** What somebody may write, and whether the policy then applies. */
export const policyExampleSchema = z.object({
  says: z.string().min(1).max(2_000),
  applies: z.boolean(),
  /** Facts of the customer that the policy's conditions ask for. */
  customer: customerSchema.partial().optional(),
});

export const policySchema = z.object({
  id: z.string().min(1).max(128),
  title: z.string().min(1).max(300),
  /** The policy in words, as the team wrote it; internal unless an article says the same in public. */
  text: z.string().max(20_000),
  when: policyConditionSchema,
  then: policyDemandSchema,
  /** Its golden tickets: a release in which one of them is wrong does not go live. */
  golden: z.array(policyExampleSchema).max(20).optional(),
});

export type PolicyCondition = z.infer<typeof policyConditionSchema>;
export type PolicyDemand = z.infer<typeof policyDemandSchema>;
export type Policy = z.infer<typeof policySchema>;
