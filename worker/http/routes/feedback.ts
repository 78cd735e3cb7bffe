import { feedbackSchema } from '#shared/feedback';
import { AppError } from '../../errors.ts';
import { createVault } from '../../pipeline/normalize/vault.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';

export function feedbackRoutes(deps: RouteDeps): Routes {
  const app = createRoutes();
  app.post('/v1/feedback', authenticate(deps, 'feedback.create'), async (c) => {
    const given = await readJson(c.req.raw, feedbackSchema);
    if (!(await c.var.record.suggestion(given.suggestionId))) throw new AppError('not_found', 'There is no such suggestion.');
    await c.var.record.saveFeedback(deps.platform.ids.next('fbk'), { ...given, comment: createVault([]).hide(given.comment) });
    return c.json({ ok: true as const });
  });
  return app;
}
