import { AppError } from '../../errors.ts';
import { authenticate } from '../authenticate.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { ticketAccess } from '../ticket-access.ts';

export function traceRoutes(deps: RouteDeps): Routes {
  const app = createRoutes();
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
