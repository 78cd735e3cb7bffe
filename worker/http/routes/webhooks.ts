import * as z from 'zod';
import { AppError } from '../../errors.ts';
import { startReading } from '../../service/start-reading.ts';
import { parseJson, readBytes } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { receiveTogether } from '../receive-together.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';
import { credentialsThat, unknown } from '../webhook-credentials.ts';
import { actorOf, articleEventSchema, toInboxEvent, zendeskEventSchema } from '../zendesk-event.ts';
import { verifyWebhook } from '../zendesk-signature.ts';

/** Tickets first: an alternative that does not fit costs more than one that does. */
const eventSchema = z.union([zendeskEventSchema, articleEventSchema]);
const SUBDOMAIN = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Verified on raw bytes, kept, then acknowledged. The queue only wakes; when it fails the alarm does. */
export function webhookRoutes({ platform }: RouteDeps): Routes {
  const app = createRoutes();
  app.post('/webhooks/zendesk/:installation', provenBy('zendesk_signature'), async (c) => {
    const subdomain = c.req.param('installation');
    const installation = `zendesk:${subdomain}`;
    if (!SUBDOMAIN.test(subdomain)) throw unknown();
    const body = await readBytes(c.req.raw);
    const signed = { signature: c.req.header('x-zendesk-webhook-signature'), timestamp: c.req.header('x-zendesk-webhook-signature-timestamp'), body };
    const now = platform.clock.now();
    const credentials = await credentialsThat((secrets) => verifyWebhook(signed, secrets, now), installation, platform);

    const text = decode(body);
    const event = parseJson(text, eventSchema);
    const { accountId } = credentials.settings;
    if (accountId !== '' && event.account_id != null && event.account_id !== accountId)
      throw new AppError('forbidden', 'This webhook comes from another account than the installation’s.');
    if (!('ticket' in event || 'detail' in event)) {
      await startReading(platform, installation, { only: 'articles' });
      return c.json({ ok: true, duplicate: false }, 202);
    }

    const inboxEvent = toInboxEvent(event, platform.ids.next('evt'), text, new Date(now).toISOString());
    // Our own change comes back as an update. A ticket that our grantor opens by hand is new all the same.
    if (inboxEvent.kind === 'ticket_updated' && credentials.ownUserId !== null && actorOf(event) === credentials.ownUserId)
      return c.json({ ok: true, duplicate: false, ignored: true }, 202);
    const fresh = await receiveTogether(platform, installation, inboxEvent, (work) => c.executionCtx.waitUntil(work));
    return c.json({ ok: true, duplicate: !fresh }, 202);
  });
  return app;
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body);
  } catch {
    throw new AppError('invalid_json', 'The webhook body is not valid UTF-8.');
  }
}
