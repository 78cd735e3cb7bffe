import type { SessionResponse } from '#shared/api';
import { AppError } from '../../errors.ts';
import { authenticate } from '../authenticate.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { issueSession } from '../session-token.ts';

export function sessionRoutes(deps: RouteDeps): Routes {
  const { config, clock } = deps.platform;
  const app = createRoutes();
  app.post('/v1/session', authenticate(deps, 'session.renew'), async (c) => {
    const { session, record } = c.var;
    if (!(await record.settings())) throw new AppError('unknown_installation', 'This installation does not exist, or was removed. Install Deskgraph again.');
    const renewed = await issueSession(config.SESSION_KEY, session, clock.now());
    return c.json({ ...renewed, user: session.user, installation: session.installation } satisfies SessionResponse);
  });
  return app;
}
