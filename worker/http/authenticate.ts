import type { MiddlewareHandler } from 'hono';
import { AppError } from '../errors.ts';
import { mayUse, type RouteId } from '../governance/rights.ts';
import type { AppEnv, RouteDeps } from './context.ts';
import type { Access } from './routes.ts';
import { verifySession } from './session-token.ts';

/** Who is calling, and for which installation: both from the token alone, never from a parameter. Then whether they may. */
export function authenticate({ platform }: RouteDeps, right: RouteId): Access {
  const guard: MiddlewareHandler<AppEnv> = async (c, next) => {
    const [scheme, token] = (c.req.header('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) throw new AppError('unauthenticated', 'Send a session token: Authorization: Bearer <token>.');
    const session = await verifySession(platform.config.SESSION_KEY, token, platform.clock.now());
    if (!mayUse(session.user.role, right)) throw new AppError('forbidden', `Your role (${session.user.role}) may not do this. Ask an admin of your team.`);
    c.set('session', session);
    c.set('record', platform.installation(session.installation));
    await next();
  };
  return Object.assign(guard, { right });
}
