import { budgetLimitsSchema } from '#shared/budget';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';

export function budgetRoutes(deps: RouteDeps): Routes {
  const app = createRoutes();
  app.get('/v1/budget', authenticate(deps, 'settings.read'), async (c) => c.json(await c.var.record.budget()));
  app.put('/v1/budget', authenticate(deps, 'settings.write'), async (c) =>
    c.json(await c.var.record.setBudget(await readJson(c.req.raw, budgetLimitsSchema), c.var.session.user.id)),
  );
  return app;
}
