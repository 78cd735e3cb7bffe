import { preferencesSchema } from '#shared/preferences';
import { readPreferences, writePreferences } from '../../service/preferences.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';

/** Of the caller alone: nobody reads or sets another's. */
export function preferenceRoutes(deps: RouteDeps): Routes {
  const app = createRoutes();
  app.get('/v1/preferences', authenticate(deps, 'preferences.own'), async (c) => c.json(await readPreferences(c.var.record, c.var.session.user.id)));
  app.put('/v1/preferences', authenticate(deps, 'preferences.own'), async (c) => {
    const wanted = await readJson(c.req.raw, preferencesSchema);
    await writePreferences(c.var.record, c.var.session.user.id, wanted);
    return c.json(wanted);
  });
  return app;
}
