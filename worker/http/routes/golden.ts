import { type GoldenTicket, goldenTicketSchema } from '#shared/governance';
import { normalize } from '../../pipeline/normalize/index.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';

export function goldenRoutes(deps: RouteDeps): Routes {
  const app = createRoutes();
  app.get('/v1/golden', authenticate(deps, 'golden.read'), async (c) => c.json({ golden: await c.var.record.golden() }));

  app.post('/v1/golden', authenticate(deps, 'golden.write'), async (c) => {
    const golden = withoutPerson(await readJson(c.req.raw, goldenTicketSchema));
    return c.json(await c.var.record.setGolden(golden, c.var.session.user.id));
  });

  app.delete('/v1/golden/:id', authenticate(deps, 'golden.write'), async (c) => {
    await c.var.record.removeGolden(c.req.param('id'), c.var.session.user.id);
    return c.json({ ok: true as const });
  });
  return app;
}

/** Golden tickets are kept for years; what they agree on does not need the person who once asked. */
function withoutPerson(golden: GoldenTicket): GoldenTicket {
  const { ticket } = normalize(golden.ticket);
  // Placeholder brackets are the pipeline's own; in a new run they would count as foreign.
  const plain = (text: string): string => text.replace(/⟦([A-Z]+)_\d+⟧/g, (_, kind: string) => `[${kind.toLowerCase()}]`);
  const messages = ticket.messages.map((message) => ({ ...message, text: plain(message.text) }));
  return { ...golden, ticket: { ...ticket, requester: null, subject: plain(ticket.subject), messages } };
}
