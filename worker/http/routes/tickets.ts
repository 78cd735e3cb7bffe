import { escalateRequestSchema, type SimilarResponse, similarRequestSchema, tagRequestSchema } from '#shared/api';
import { preparedFor } from '../../service/preferences.ts';
import { ticketContext } from '../../service/ticket-context.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { forAgent, requireTicket, ticketAccess } from '../ticket-access.ts';
import { addTags, escalate, suggestionFor } from '../ticket-actions.ts';

export function ticketRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();

  app.get('/v1/tickets/:id/suggestion', authenticate(deps, 'suggestion.read'), async (c) => {
    // Nothing prepared is the usual state of a ticket, and no error: a 404 would stand in every agent's console.
    const access = await ticketAccess(c, platform);
    await requireTicket(access, c.req.param('id'));
    // What was prepared rests on every ticket; for an agent who may read some only, it is made anew.
    const prepared = access.all ? await preparedFor(c.var.record, c.var.session.user.id, c.req.param('id')) : null;
    return c.json(prepared && forAgent(prepared));
  });

  app.get('/v1/tickets/:id/context', authenticate(deps, 'suggestion.read'), async (c) => {
    const access = await ticketAccess(c, platform);
    await requireTicket(access, c.req.param('id'));
    return c.json(
      await ticketContext(c.req.param('id'), access, { record: c.var.record, helpdesk: await platform.helpdesk(c.var.record), clock: platform.clock }),
    );
  });

  app.post('/v1/tickets/:id/similar', authenticate(deps, 'suggestion.create'), async (c) => {
    const { suggestionId, ids } = await readJson(c.req.raw, similarRequestSchema);
    const access = await ticketAccess(c, platform);
    const { similar } = await suggestionFor(c.var.record, suggestionId, c.req.param('id'));
    const asked = similar.filter(({ id }) => ids.includes(id));
    const readable = await access.readable(asked.map(({ id }) => id));
    return c.json({ similar: asked.filter(({ id }) => readable.includes(id)) } satisfies SimilarResponse);
  });

  app.post('/v1/tickets/:id/escalate', authenticate(deps, 'ticket.escalate'), async (c) => {
    const request = await readJson(c.req.raw, escalateRequestSchema);
    const { record, session } = c.var;
    await requireTicket(await ticketAccess(c, platform), c.req.param('id'));
    const suggestion = await suggestionFor(record, request.suggestionId, c.req.param('id'));
    return c.json(await escalate(suggestion, request, { platform, record, actor: session.user.id }));
  });

  app.post('/v1/tickets/:id/tags', authenticate(deps, 'ticket.tag'), async (c) => {
    const { suggestionId, tags } = await readJson(c.req.raw, tagRequestSchema);
    const { record, session } = c.var;
    await requireTicket(await ticketAccess(c, platform), c.req.param('id'));
    const suggestion = await suggestionFor(record, suggestionId, c.req.param('id'));
    return c.json(await addTags(suggestion, tags, { platform, record, actor: session.user.id }));
  });
  return app;
}
