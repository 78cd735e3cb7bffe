import * as z from 'zod';

export const feedbackSchema = z.object({
  suggestionId: z.string().min(1).max(128),
  kind: z.enum(['up', 'down', 'shown', 'inserted', 'edited', 'copied', 'tag_added', 'tag_removed', 'escalated', 'dismissed', 'sent']),
  reason: z.enum(['wrong_article', 'wrong_facts', 'wrong_tone', 'wrong_language', 'incomplete', 'policy', 'other']).nullable().default(null),
  /** Free words of the agent; personal data is taken out before it is kept. */
  comment: z.string().max(2_000).default(''),
  tag: z.string().max(128).nullable().default(null),
  /** With `sent`: how much of the draft stands in what the agent sent, 0 to 1. */
  kept: z.number().min(0).max(1).nullable().default(null),
});

export type Feedback = z.infer<typeof feedbackSchema>;
