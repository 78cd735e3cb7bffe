/** What an agent has said about themselves: `GET` and `PUT /v1/preferences`. */
import * as z from 'zod';

/** How long they have been doing this: who is new gets more of it, an expert the facts alone. */
export const tenureSchema = z.enum(['new', 'standard', 'expert']);
export const preferencesSchema = z.strictObject({ tenure: tenureSchema });

export type Tenure = z.infer<typeof tenureSchema>;
export type Preferences = z.infer<typeof preferencesSchema>;
