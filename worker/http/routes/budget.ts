import { Hono } from 'hono';
import { budgetLimitsSchema } from '#shared/budget';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { AppEnv, RouteDeps } from '../context.ts';

export function budgetRoutes(deps: RouteDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.get('/v1/budget', authenticate(deps, 'settings.read'), async (c) => c.json(await c.var.record.budget()));
  app.put('/v1/budget', authenticate(deps, 'settings.write'), async (c) =>
    c.json(await c.var.record.setBudget(await readJson(c.req.raw, budgetLimitsSchema), c.var.session.user.id)),
  );
  return app;
}
