import type * as z from 'zod';
import type { AppContext } from './context.ts';
import { fromZod } from './errors.ts';

/** The query string against a schema. Throws `invalid_request` that names the parameter at fault. */
export function readQuery<T extends z.ZodType>(c: { req: Pick<AppContext['req'], 'query'> }, schema: T): z.infer<T> {
  const parsed = schema.safeParse(c.req.query());
  if (!parsed.success) throw fromZod(parsed.error);
  return parsed.data;
}
