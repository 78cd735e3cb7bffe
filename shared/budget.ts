/** Budgets for language models, a calendar month (UTC) at a time. */
import * as z from 'zod';

/** Null means without limit. */
export const budgetLimitsSchema = z.object({
  tokens: z.number().int().nonnegative().nullable().default(null),
  usd: z.number().nonnegative().nullable().default(null),
});
export type BudgetLimits = z.infer<typeof budgetLimitsSchema>;
export type Spend = { tokens: number; usd: number };
export type Budget = {
  /** `YYYY-MM`. */
  month: string;
  limits: BudgetLimits;
  spent: Spend & { calls: number };
  /** `near` from 80 % on; `exceeded` from 100 % on: then nothing is asked of a model. */
  state: 'ok' | 'near' | 'exceeded';
};
