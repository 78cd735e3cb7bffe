/** Who calls from HubSpot: portal and user from the query that HubSpot signed, never from a body or a header of their own. */
import type { HubspotApp } from '../compose-helpdesk.ts';
import { AppError } from '../errors.ts';
import { readBytes } from './body.ts';
import type { AppContext, RouteDeps } from './context.ts';
import { verifyV2, verifyV3 } from './hubspot-signature.ts';

export type HubspotCaller = { portalId: string; userId: string; installation: string };
type Signed = { text: string; app: HubspotApp };

/** Verified on the raw bytes. Throws `unauthenticated` for anything but a fresh v3 signature; v1 and v2 beside it are ignored. */
export async function readSignedV3(c: AppContext, { platform }: RouteDeps): Promise<Signed> {
  const app = configured(platform.hubspot);
  const body = await readBytes(c.req.raw);
  const signed = {
    method: c.req.method,
    url: publicUrl(c, platform.config),
    body,
    signature: c.req.header('x-hubspot-signature-v3'),
    timestamp: c.req.header('x-hubspot-request-timestamp'),
  };
  if (!(await verifyV3(signed, app.secrets, platform.clock.now())))
    throw new AppError('unauthenticated', 'The HubSpot signature is missing, wrong, or older than five minutes.');
  return { text: decode(body), app };
}

/** For workflow actions alone. A v2 signature never ages: the caller knows repeated requests by their callback id. */
export async function readSignedV2(c: AppContext, { platform }: RouteDeps): Promise<Signed> {
  const app = configured(platform.hubspot);
  const body = await readBytes(c.req.raw);
  const signed = {
    method: c.req.method,
    url: publicUrl(c, platform.config),
    body,
    signature: c.req.header('x-hubspot-signature'),
    version: c.req.header('x-hubspot-signature-version'),
  };
  if (!(await verifyV2(signed, app.secrets))) throw new AppError('unauthenticated', 'The HubSpot signature is missing or wrong.');
  return { text: decode(body), app };
}

/**
 * HubSpot appends its parameters to whatever address it was given: one that comes twice was put there by someone else.
 * Throws `unauthenticated`.
 */
export function callerOf(c: AppContext, app: HubspotApp): HubspotCaller {
  const query = new URL(c.req.url).searchParams;
  const once = (name: string): string | null => {
    const values = query.getAll(name);
    return values.length === 1 && /^[1-9]\d{0,19}$/.test(values[0] ?? '') ? (values[0] ?? null) : null;
  };
  const [portalId, userId, appId] = [once('portalId'), once('userId'), once('appId')];
  if (portalId === null || userId === null) throw new AppError('unauthenticated', 'HubSpot did not say which portal and user this is.');
  if (app.appId !== null && appId !== app.appId) throw new AppError('unauthenticated', 'This request comes from another HubSpot app.');
  return { portalId, userId, installation: `hubspot:${portalId}` };
}

/** The address as HubSpot called it, which a proxy in between may have changed. */
function publicUrl(c: AppContext, { PUBLIC_URL }: { PUBLIC_URL?: string | undefined }): string {
  const { pathname, search } = new URL(c.req.url);
  return PUBLIC_URL ? `${new URL(PUBLIC_URL).origin}${pathname}${search}` : c.req.url;
}

function configured(app: HubspotApp | null): HubspotApp {
  if (!app)
    throw new AppError('unavailable', 'HubSpot is not set up here: HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and PUBLIC_URL are needed.', { retryable: false });
  return app;
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body);
  } catch {
    throw new AppError('invalid_json', 'The request body is not valid UTF-8.');
  }
}
