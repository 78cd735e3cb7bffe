import type { SessionResponse } from '#shared/api';
import { AppError } from '../../errors.ts';
import { consoleRole } from '../../service/setup/console-role.ts';
import { authenticate } from '../authenticate.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { issueSession } from '../session-token.ts';

export function sessionRoutes(deps: RouteDeps): Routes {
  const { config, clock } = deps.platform;
  const app = createRoutes();
  app.post('/v1/session', authenticate(deps, 'session.renew'), async (c) => {
    const { record } = c.var;
    let { session } = c.var;
    if (!(await record.settings())) throw new AppError('unknown_installation', 'This installation does not exist, or was removed. Install Deskgraph again.');
    if (session.console) {
      const role = await consoleRole(session.installation, session.user.id, deps.platform, record);
      if (role === 'agent') throw new AppError('forbidden', 'You may not use the console any more. Ask an admin of your team.');
      session = { ...session, user: { ...session.user, role } };
    }
    const renewed = await issueSession(config.SESSION_KEY, session, clock.now());
    return c.json({ ...renewed, user: session.user, installation: session.installation } satisfies SessionResponse);
  });
  return app;
}
