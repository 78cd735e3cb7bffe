/** The workflow action "Triage this ticket", for workflows and for HubSpot's own agents. Signed by v2, known by its callback id. */
import * as z from 'zod';
import type { Suggestion } from '#shared/suggestion';
import type { Platform } from '../../compose.ts';
import { AppError } from '../../errors.ts';
import { sha256 } from '../../governance/canonical.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { isInScope } from '../../service/setup/hubspot-access.ts';
import { suggest } from '../../service/suggest.ts';
import { parseJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { readSignedV2 } from '../hubspot-caller.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';
import { addTags } from '../ticket-actions.ts';

/** A workflow's request waits up to 30 s. */
const ANSWER_MS = 20_000;
/** In milliseconds, as HubSpot reads it on this route. */
const RETRY_AFTER_MS = '5000';

const number = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,20}$/));
const requestSchema = z.object({
  callbackId: z.string().min(1).max(256),
  origin: z.object({ portalId: number }),
  /** The enrolled ticket; an agent has none, and names one in `ticket_id`. */
  object: z.object({ objectId: number, objectType: z.string().max(64).optional() }).nullish(),
  inputFields: z.record(z.string(), z.unknown()).default({}),
});

export function hubspotWorkflowRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();
  app.post('/hubspot/workflow/triage', provenBy('hubspot_signature'), async (c) => {
    const { text } = await readSignedV2(c, deps);
    const { callbackId, origin, object, inputFields } = parseJson(text, requestSchema);
    const installation = `hubspot:${origin.portalId}`;
    const record = platform.installation(installation);
    if (!(await record.settings())) throw new AppError('unknown_installation', 'Deskgraph is not connected to this HubSpot account.');
    const type = object?.objectType?.toUpperCase() ?? 'TICKET';
    if (type !== 'TICKET' && type !== '0-5') return c.json({ outputFields: failed('Deskgraph triages tickets only.') });
    const ticketId = object?.objectId ?? number.safeParse(inputFields.ticket_id).data;
    if (ticketId === undefined) return c.json({ outputFields: failed('Give the number of a ticket in ticket_id.') });

    const key = sha256(`workflow\n${callbackId}`);
    const claim = await record.claimIdempotencyKey(key, sha256(`${origin.portalId}\n${ticketId}`));
    if (claim.state === 'conflict') throw new AppError('idempotency_conflict', 'This callback id was used for another ticket.');
    if (claim.state === 'pending') return later();
    if (claim.state === 'replay') {
      const known = await record.suggestion(claim.suggestionId);
      if (known) return c.json({ outputFields: outputsOf(known) });
    }
    const work = triage({ platform, record, installation, ticketId, apply: String(inputFields.add_tags) === 'true' }, key);
    c.executionCtx.waitUntil(work.catch(() => undefined));
    try {
      const outputFields = await Promise.race([work, new Promise<null>((resolve) => setTimeout(() => resolve(null), ANSWER_MS))]);
      return outputFields ? c.json({ outputFields }) : later();
    } catch (error) {
      // What may pass is asked for again by HubSpot; what will not lets the workflow go on.
      if (error instanceof AppError && error.retryable) return later();
      return c.json({ outputFields: failed(error instanceof AppError ? error.message : 'Deskgraph could not triage this ticket.') });
    }
  });
  return app;
}

type Work = { platform: Platform; record: InstallationClient; installation: string; ticketId: string; apply: boolean };

async function triage({ platform, record, installation, ticketId, apply }: Work, key: string): Promise<Record<string, string>> {
  let made: string | null = null;
  try {
    const ticket = await (await platform.helpdesk(record)).fetchTicket(ticketId);
    if (!(await isInScope(platform, record, ticket))) throw new AppError('forbidden', 'Deskgraph is not turned on for this ticket.');
    const run = suggest({ installation, ticket, until: 'decision', attempt: 0 }, platform, record);
    let next = await run.next();
    while (!next.done) next = await run.next();
    const tags = apply ? tagsOf(next.value) : [];
    if (tags.length > 0) await addTags(next.value, tags, { platform, record });
    made = next.value.suggestionId;
    return outputsOf(next.value);
  } finally {
    await record.settleIdempotencyKey(key, made);
  }
}

const later = (): Response => Response.json({ error: { message: 'Still working on it.' } }, { status: 429, headers: { 'retry-after': RETRY_AFTER_MS } });
const failed = (reason: string): Record<string, string> => ({ reason, hs_execution_state: 'FAIL_CONTINUE' });

const SURE = 0.5;
const tagsOf = ({ triage }: Suggestion): string[] => triage.tags.filter((t) => t.confidence >= SURE && !t.present).map((t) => t.tag);

function outputsOf({ triage, decision, route, summary }: Suggestion): Record<string, string> {
  return {
    topic: triage.tags[0]?.tag ?? '',
    tags: triage.tags
      .filter((t) => t.confidence >= SURE)
      .map((t) => t.tag)
      .join(';'),
    outcome: decision.outcome,
    confidence: decision.confidence.words,
    needs_person: String(decision.outcome === 'escalate'),
    priority: route.priority ?? '',
    group: route.group ?? '',
    summary: summary.slice(0, 1_000),
    hs_execution_state: 'SUCCESS',
  };
}
