import { replayRequestSchema } from '#shared/governance';
import { replaySuggestion } from '../../service/replay.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';

/** The answer comes with placeholders: a replay shows what was said, not about whom. */
export function replayRoutes(deps: RouteDeps): Routes {
  const app = createRoutes();
  app.post('/v1/suggestions/:id/replay', authenticate(deps, 'replay.run'), async (c) => {
    const { releaseId } = await readJson(c.req.raw, replayRequestSchema);
    return c.json(await replaySuggestion(c.req.param('id'), releaseId ?? null, deps.platform, c.var.record));
  });
  return app;
}
