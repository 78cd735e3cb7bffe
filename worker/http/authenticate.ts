import type { MiddlewareHandler } from 'hono';
import { AppError } from '../errors.ts';
import { mayUse, type RouteId } from '../governance/rights.ts';
import type { AppEnv, RouteDeps } from './context.ts';
import type { Access } from './routes.ts';
import { verifySession } from './session-token.ts';

/** What a user may do with a ticket is asked where the ticket is open: the console's session knows nothing of it. */
const AT_A_TICKET: ReadonlySet<RouteId> = new Set(['suggestion.create', 'ticket.escalate', 'ticket.tag', 'feedback.create']);

/** Who is calling, and for which installation: both from the token alone, never from a parameter. Then whether they may. */
export function authenticate({ platform }: RouteDeps, right: RouteId): Access {
  const guard: MiddlewareHandler<AppEnv> = async (c, next) => {
    const [scheme, token] = (c.req.header('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) throw new AppError('unauthenticated', 'Send a session token: Authorization: Bearer <token>.');
    const session = await verifySession(platform.config.SESSION_KEY, token, platform.clock.now());
    if (!mayUse(session.user.role, right)) throw new AppError('forbidden', `Your role (${session.user.role}) may not do this. Ask an admin of your team.`);
    if (session.console && AT_A_TICKET.has(right)) throw new AppError('forbidden', 'This is asked from the side of a ticket, not from the console.');
    c.set('session', session);
    c.set('record', platform.installation(session.installation));
    await next();
  };
  return Object.assign(guard, { right });
}
