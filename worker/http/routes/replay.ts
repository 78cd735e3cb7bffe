import { Hono } from 'hono';
import { replayRequestSchema } from '#shared/governance';
import { replaySuggestion } from '../../service/replay.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { AppEnv, RouteDeps } from '../context.ts';

/** The answer comes with placeholders: a replay shows what was said, not about whom. */
export function replayRoutes(deps: RouteDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.post('/v1/suggestions/:id/replay', authenticate(deps, 'replay.run'), async (c) => {
    const { releaseId } = await readJson(c.req.raw, replayRequestSchema);
    return c.json(await replaySuggestion(c.req.param('id'), releaseId ?? null, deps.platform, c.var.record));
  });
  return app;
}
