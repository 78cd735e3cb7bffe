/** Sharing knowledge from the side of a signed-in admin; a HubSpot admin does the same from the settings page. */
import * as z from 'zod';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { AppContext, RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { issueShareCode, readSharing, redeemShareCode, stopSharing } from '../shared-knowledge.ts';

export function sharingRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();
  const side = (c: AppContext) => ({ installation: c.var.session.installation, record: c.var.record, actor: c.var.session.user.id });
  app.get('/v1/sharing', authenticate(deps, 'settings.read'), async (c) => c.json(await readSharing(c.var.record)));
  app.post('/v1/sharing/code', authenticate(deps, 'settings.write'), async (c) => c.json({ code: await issueShareCode(side(c), platform) }));
  app.post('/v1/sharing/redeem', authenticate(deps, 'settings.write'), async (c) => {
    const { code } = await readJson(c.req.raw, z.object({ code: z.string().min(1).max(2_048) }));
    return c.json(await redeemShareCode(code, side(c), platform));
  });
  app.delete('/v1/sharing', authenticate(deps, 'settings.write'), async (c) => c.json(await stopSharing(side(c), platform)));
  return app;
}
