import { Hono } from 'hono';
import { assistRequestSchema } from '#shared/assist';
import { AppError } from '../../errors.ts';
import { assist } from '../../service/abilities/index.ts';
import { budgeted } from '../../service/budgeted-drafters.ts';
import { knowledgeOf } from '../../service/suggest.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { AppEnv, RouteDeps } from '../context.ts';
import { requireTicket, ticketAccess } from '../ticket-access.ts';

export function assistRoutes(deps: RouteDeps): Hono<AppEnv> {
  const { platform } = deps;
  const app = new Hono<AppEnv>();
  app.post('/v1/tickets/:id/assist', authenticate(deps, 'suggestion.create'), async (c) => {
    const request = await readJson(c.req.raw, assistRequestSchema);
    const { session, record } = c.var;
    const id = c.req.param('id');
    if (request.ticket && request.ticket.id !== id)
      throw new AppError('invalid_request', 'The ticket is another one than the address names.', { path: 'ticket.id' });
    if (!request.ticket) await requireTicket(await ticketAccess(c, platform), id);
    const [live, ticket] = await Promise.all([record.liveRelease(), request.ticket ?? platform.helpdesk(record).then((helpdesk) => helpdesk.fetchTicket(id))]);
    if (!live) throw new AppError('no_knowledge', 'Nothing has been ingested for this installation yet. Ingest its articles first.');
    const { release, knowledge } = await knowledgeOf(live, platform, record);
    const context = { installation: session.installation, release, knowledge, reader: 'agent' as const, startedAt: platform.clock.now() };
    const drafters = budgeted(platform.drafters, { record, ids: platform.ids });
    return c.json(await assist(request, { ticket, agent: session.user.name, context }, { ...platform, drafters }));
  });
  return app;
}
