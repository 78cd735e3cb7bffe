import { Hono } from 'hono';
import { escalateRequestSchema, tagRequestSchema } from '#shared/api';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { AppEnv, RouteDeps } from '../context.ts';
import { addTags, escalate, suggestionFor } from '../ticket-actions.ts';

export function ticketRoutes(deps: RouteDeps): Hono<AppEnv> {
  const { platform } = deps;
  const app = new Hono<AppEnv>();

  app.get('/v1/tickets/:id/suggestion', authenticate(deps, 'suggestion.read'), async (c) => {
    // Nothing prepared is the usual state of a ticket, and no error: a 404 would stand in every agent's console.
    return c.json(await c.var.record.latestSuggestion(c.req.param('id')));
  });

  app.post('/v1/tickets/:id/escalate', authenticate(deps, 'ticket.escalate'), async (c) => {
    const request = await readJson(c.req.raw, escalateRequestSchema);
    const { record, session } = c.var;
    const suggestion = await suggestionFor(record, request.suggestionId, c.req.param('id'));
    return c.json(await escalate(suggestion, request, { platform, record, actor: session.user.id }));
  });

  app.post('/v1/tickets/:id/tags', authenticate(deps, 'ticket.tag'), async (c) => {
    const { suggestionId, tags } = await readJson(c.req.raw, tagRequestSchema);
    const { record, session } = c.var;
    const suggestion = await suggestionFor(record, suggestionId, c.req.param('id'));
    return c.json(await addTags(suggestion, tags, { platform, record, actor: session.user.id }));
  });
  return app;
}
