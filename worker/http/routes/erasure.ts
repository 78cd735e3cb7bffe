import { erasureRequestSchema } from '#shared/governance';
import { AppError } from '../../errors.ts';
import { forgetErased, rebuildWithout } from '../../service/forget.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';

export function erasureRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();

  /** 200 when it is done at once; 202 while knowledge is built anew without what was erased. */
  app.post('/v1/erasure', authenticate(deps, 'erasure.run'), async (c) => {
    const request = await readJson(c.req.raw, erasureRequestSchema);
    const { record, session } = c.var;
    const by = { user: session.user.id, id: platform.ids.next('ers'), runId: platform.ids.next('run') };
    const erasure = await record.erase(request, by);
    if (erasure.state === 'done') return c.json(erasure);
    await rebuildWithout(session.installation, by.runId, platform, record);
    const begun = (await record.erasure(erasure.id)) ?? erasure;
    return c.json(begun, begun.state === 'done' ? 200 : 202);
  });

  app.get('/v1/erasure/:id', authenticate(deps, 'erasure.run'), async (c) => {
    const { record, session } = c.var;
    // A build that was killed right after it went live has left the old bytes: they go now.
    await forgetErased(session.installation, platform, record);
    const erasure = await record.erasure(c.req.param('id'));
    if (!erasure) throw new AppError('not_found', 'There is no such erasure.');
    return c.json(erasure);
  });
  return app;
}
