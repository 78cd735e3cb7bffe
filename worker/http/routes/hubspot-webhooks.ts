import * as z from 'zod';
import type { Platform } from '../../compose.ts';
import { AppError } from '../../errors.ts';
import type { InboxEvent } from '../../helpdesk-ports.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { rebuildWithout } from '../../service/forget.ts';
import type { RouteDeps } from '../context.ts';
import { readSignedV3 } from '../hubspot-caller.ts';
import { dedupeKey, type HubspotEvent, hubspotEventSchema, type Judged, judge } from '../hubspot-event.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';

const MAX_EVENTS = 500;
const batchSchema = z.array(z.unknown()).max(MAX_EVENTS);

type Counts = { received: number; duplicate: number; skipped: number; malformed: number; unknownPortal: number; erased: number };

/** Verified, kept portal by portal, then acknowledged. Events to skip get their 2xx too: HubSpot would send them ten times. */
export function hubspotWebhookRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();
  app.post('/hubspot/webhooks', provenBy('hubspot_signature'), async (c) => {
    const { text, app: hubspot } = await readSignedV3(c, deps);
    const counts: Counts = { received: 0, duplicate: 0, skipped: 0, malformed: 0, unknownPortal: 0, erased: 0 };
    const byPortal = new Map<string, HubspotEvent[]>();
    for (const raw of batchOf(text)) {
      const parsed = hubspotEventSchema.safeParse(raw);
      // An event of another app under the same secret is not possible; one without a portal belongs to nobody.
      if (!parsed.success) counts.malformed++;
      else byPortal.set(parsed.data.portalId, [...(byPortal.get(parsed.data.portalId) ?? []), parsed.data]);
    }
    const wake: Promise<unknown>[] = [];
    for (const [portalId, events] of byPortal) {
      const installation = `hubspot:${portalId}`;
      const record = platform.installation(installation);
      if (!(await record.settings())) {
        counts.unknownPortal += events.length;
        continue;
      }
      const judged = events.map((event) => judge(event, hubspot.appId));
      for (const eventId of await keep(platform, record, judged, counts)) wake.push(platform.wake({ installation, eventId }).catch(() => undefined));
    }
    c.executionCtx.waitUntil(Promise.all(wake));
    return c.json({ ok: true, ...counts });
  });
  return app;
}

function batchOf(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('invalid_json', 'The webhook body is not JSON.');
  }
  const parsed = batchSchema.safeParse(Array.isArray(value) ? value : [value]);
  if (!parsed.success) throw new AppError('invalid_request', `A batch holds at most ${MAX_EVENTS} events.`);
  return parsed.data;
}

/** Answers the ids of events to wake. Erasures are carried out before the answer: nothing acknowledged may be lost. */
async function keep(platform: Platform, record: InstallationClient, judged: Judged[], counts: Counts): Promise<string[]> {
  const events: InboxEvent[] = [];
  for (const one of judged) {
    if (one.kind === 'erase') {
      const runId = platform.ids.next('run');
      const { state } = await record.erase({ requester: { id: one.contactId } }, { user: 'hubspot', id: platform.ids.next('evt'), runId });
      if (state === 'pending') await rebuildWithout(`hubspot:${one.event.portalId}`, runId, platform, record);
      counts.erased++;
    } else if (one.kind === 'skip') counts.skipped++;
    else events.push(toInboxEvent(one, platform));
  }
  if (events.length === 0) return [];
  const fresh = await record.receive(events);
  const received = events.filter((_, i) => fresh[i]);
  counts.received += received.length;
  counts.duplicate += events.length - received.length;
  return received.map(({ id }) => id);
}

const toInboxEvent = ({ event, of, ticketId }: Extract<Judged, { kind: 'ticket' }>, { ids, clock }: Pick<Platform, 'ids' | 'clock'>): InboxEvent => ({
  id: ids.next('evt'),
  dedupeKey: dedupeKey(event),
  kind: of,
  ticketId,
  receivedAt: new Date(clock.now()).toISOString(),
});
