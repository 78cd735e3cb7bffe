import { Hono } from 'hono';
import type { SessionResponse } from '#shared/api';
import { AppError } from '../../errors.ts';
import { authenticate } from '../authenticate.ts';
import type { AppEnv, RouteDeps } from '../context.ts';
import { issueSession } from '../session-token.ts';

export function sessionRoutes(deps: RouteDeps): Hono<AppEnv> {
  const { config, clock } = deps.platform;
  const app = new Hono<AppEnv>();
  app.post('/v1/session', authenticate(deps, 'session.renew'), async (c) => {
    const { session, record } = c.var;
    if (!(await record.settings())) throw new AppError('unknown_installation', 'This installation does not exist, or was removed. Install Deskgraph again.');
    const renewed = await issueSession(config.SESSION_KEY, session, clock.now());
    return c.json({ ...renewed, user: session.user, installation: session.installation } satisfies SessionResponse);
  });
  return app;
}
