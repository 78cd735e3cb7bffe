/** What an agent can ask for beside the draft: `POST /v1/tickets/:id/assist`. */
import * as z from 'zod';
import type { Citation } from './suggestion.ts';
import { ticketSchema } from './ticket.ts';

/** Longest text of the agent's that is translated at once. */
export const MAX_TRANSLATED = 4_000;
const language = z.string().regex(/^[a-z]{2}$/);
/** The ticket as the caller sees it; without it, it is fetched from the helpdesk. */
const ticket = ticketSchema.optional();

export const assistRequestSchema = z.discriminatedUnion('ability', [
  z.object({ ability: z.enum(['shorter', 'friendlier', 'formal']), ticket }),
  /** The draft, the customer's last message, or a text of the agent's own in another language: both ways between the two. */
  z.object({
    ability: z.literal('translate'),
    language,
    of: z.enum(['draft', 'message', 'text']).default('draft'),
    text: z.string().max(MAX_TRANSLATED).default(''),
    ticket,
  }),
  z.object({ ability: z.enum(['summarize', 'handover', 'clarify']), ticket }),
  /** What the reply should also say, in the agent's words: answered by the passage that says it. */
  z.object({ ability: z.literal('add_fact'), text: z.string().min(3).max(500), ticket }),
  /** A question of the agent about this ticket. */
  z.object({ ability: z.literal('answer'), text: z.string().min(3).max(1_000), ticket }),
  z.object({ ability: z.literal('fill_macro'), macroId: z.string().min(1).max(128), ticket }),
]);

export type AssistRequest = z.infer<typeof assistRequestSchema>;
export type AssistRequestInput = z.input<typeof assistRequestSchema>;
export type Ability = AssistRequest['ability'];

export type AssistResponse = {
  ability: Ability;
  text: string;
  language: string;
  citations: Citation[];
  /** Who wrote it: the team's own words and the sources', or a model whose sentences the sources support. */
  by: { drafter: 'extractive' | 'model'; model: string | null };
  /** Why it is less than it could be; null when it is not. */
  degraded: string | null;
};
