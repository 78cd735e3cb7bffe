import { assistRequestSchema } from '#shared/assist';
import { AppError } from '../../errors.ts';
import { assistOnTicket } from '../../service/assist-on-ticket.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { requireTicket, ticketAccess, ticketAccessOrNone } from '../ticket-access.ts';

export function assistRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();
  app.post('/v1/tickets/:id/assist', authenticate(deps, 'suggestion.create'), async (c) => {
    const request = await readJson(c.req.raw, assistRequestSchema);
    const { session, record } = c.var;
    const id = c.req.param('id');
    if (request.ticket && request.ticket.id !== id)
      throw new AppError('invalid_request', 'The ticket is another one than the address names.', { path: 'ticket.id' });
    // What the agent's own session has read needs no right; what the Worker's token reads does.
    const access = await (request.ticket ? ticketAccessOrNone(c, platform) : ticketAccess(c, platform));
    if (!request.ticket) await requireTicket(access, id);
    const { id: userId, name: agent } = session.user;
    return c.json(
      await assistOnTicket(request, { installation: session.installation, userId, agent, ticketId: id, restricted: !access.all }, platform, record),
    );
  });
  return app;
}
