import { Hono } from 'hono';
import { AppError } from '../../errors.ts';
import { authenticate } from '../authenticate.ts';
import type { AppEnv, RouteDeps } from '../context.ts';

export function traceRoutes(deps: RouteDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/v1/traces/:id', authenticate(deps, 'trace.read'), async (c) => {
    const trace = await c.var.record.trace(c.req.param('id'));
    if (!trace) throw new AppError('not_found', 'There is no such trace.');
    return c.json(trace);
  });
  return app;
}
