import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './context.ts';

/** Notes in the audit chain who did this, once it was done. For changes whose own step in the installation does not tell. */
export const audited =
  (action: string): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    await next();
    const { record, session } = c.var;
    if (c.res.ok) await record.note(session.user.id, action, c.req.param('id') ?? 'installation', {});
  };
