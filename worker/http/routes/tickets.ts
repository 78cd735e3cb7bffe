import { Hono } from 'hono';
import { type EscalateResponse, escalateRequestSchema, type TagResponse, tagRequestSchema } from '#shared/api';
import type { Suggestion } from '#shared/suggestion';
import { carryOut, type Intent } from '../../effects.ts';
import { AppError } from '../../errors.ts';
import { canonicalJson, sha256 } from '../../governance/canonical.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { AppEnv, RouteDeps } from '../context.ts';

export function ticketRoutes(deps: RouteDeps): Hono<AppEnv> {
  const { platform } = deps;
  const app = new Hono<AppEnv>();

  app.get('/v1/tickets/:id/suggestion', authenticate(deps, 'suggestion.read'), async (c) => {
    // Nothing prepared is the usual state of a ticket, and no error: a 404 would stand in every agent's console.
    return c.json(await c.var.record.latestSuggestion(c.req.param('id')));
  });

  app.post('/v1/tickets/:id/escalate', authenticate(deps, 'ticket.escalate'), async (c) => {
    const request = await readJson(c.req.raw, escalateRequestSchema);
    const suggestion = await suggestionFor(c.var.record, request.suggestionId, c.req.param('id'));
    const { record } = c.var;
    const helpdesk = await platform.helpdesk(record);
    const { ticketId, route } = suggestion;
    const note = request.note ?? suggestion.handover;
    const routing = { group: request.group ?? route.group, priority: route.priority };
    const intent = (kind: Intent['kind'], payload: Intent['payload']): Intent => ({
      key: `escalate:${suggestion.suggestionId}:${kind}:${sha256(canonicalJson(payload)).slice(0, 16)}`,
      kind,
      ticketId,
      payload,
      actor: c.var.session.user.id,
    });
    const through = (what: Intent) => carryOut(what, { record, helpdesk, ids: platform.ids });
    // The note goes first: whoever receives the ticket finds the reason beside it.
    const noted = await through(intent('internal_note', { note }));
    if (route.tags.length > 0) await through(intent('add_tags', { tags: route.tags }));
    const routed = await through(intent('set_routing', routing));
    const statuses = [noted.status, routed.status];
    return c.json({
      effectId: noted.effect.id,
      status: statuses.every((s) => s === 'confirmed') ? 'confirmed' : 'sent',
      group: routed.result.group,
      priority: routed.result.priority ?? null,
      tags: route.tags,
      note,
    } satisfies EscalateResponse);
  });

  app.post('/v1/tickets/:id/tags', authenticate(deps, 'ticket.tag'), async (c) => {
    const { suggestionId, tags } = await readJson(c.req.raw, tagRequestSchema);
    const suggestion = await suggestionFor(c.var.record, suggestionId, c.req.param('id'));
    const offered = new Set([...suggestion.triage.tags.map((t) => t.tag), ...suggestion.route.tags]);
    const foreign = tags.filter((tag) => !offered.has(tag));
    if (foreign.length > 0)
      throw new AppError('invalid_request', `This suggestion did not offer the tag ${foreign[0]}. Add it in the helpdesk itself.`, { path: 'tags' });
    const wanted = [...new Set(tags)].sort();
    const { effect, status, result } = await carryOut(
      {
        key: `tags:${suggestionId}:${sha256(canonicalJson(wanted)).slice(0, 16)}`,
        kind: 'add_tags',
        ticketId: suggestion.ticketId,
        payload: { tags: wanted },
        actor: c.var.session.user.id,
      },
      { record: c.var.record, helpdesk: await platform.helpdesk(c.var.record), ids: platform.ids },
    );
    return c.json({ effectId: effect.id, status, tags: result.tags } satisfies TagResponse);
  });
  return app;
}

/** Only this installation's own record is asked, so another's suggestion is as unknown as one that never was. */
async function suggestionFor(record: InstallationClient, suggestionId: string, ticketId: string): Promise<Suggestion> {
  const suggestion = await record.suggestion(suggestionId);
  if (!suggestion || suggestion.ticketId !== ticketId) throw new AppError('not_found', 'There is no such suggestion for this ticket. Ask for a new one.');
  return suggestion;
}
