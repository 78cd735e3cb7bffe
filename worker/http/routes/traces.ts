import { Hono } from 'hono';
import { AppError } from '../../errors.ts';
import { authenticate } from '../authenticate.ts';
import type { AppEnv, RouteDeps } from '../context.ts';
import { ticketAccess } from '../ticket-access.ts';

export function traceRoutes(deps: RouteDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/v1/traces/:id', authenticate(deps, 'trace.read'), async (c) => {
    const trace = await c.var.record.trace(c.req.param('id'));
    if (!trace) throw new AppError('not_found', 'There is no such trace.');
    // A trace names the tickets it rests on.
    if (c.var.session.user.role === 'agent' && !(await ticketAccess(c, deps.platform)).all)
      throw new AppError('forbidden', 'This trace names tickets that you may not read.');
    return c.json(trace);
  });
  return app;
}
