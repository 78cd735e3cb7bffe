/**
 * The state of one OAuth round trip: signed, ten minutes long, used once, without a cookie. The PKCE verifier is derived
 * from it under our key, so that it is stored nowhere and whoever sees the state does not know it (RFC 7636).
 */
import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { AppError } from '../errors.ts';

const ISSUER = 'deskgraph';
const AUDIENCE = 'deskgraph-oauth';
const LIFETIME_SECONDS = 600;
/** Zendesk's own rule, stricter: a name of two characters or more. */
export const subdomainSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/, 'must be the part before .zendesk.com: small letters, digits and dashes');

export type OAuthState = { subdomain: string; id: string /** Milliseconds. */; expiresAt: number };

export async function issueState(key: string, subdomain: string, now: number): Promise<{ state: string; challenge: string }> {
  const id = crypto.randomUUID();
  const seconds = Math.floor(now / 1_000);
  const state = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(subdomain)
    .setJti(id)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + LIFETIME_SECONDS)
    .sign(keyBytes(key));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(await verifierOf(key, id)));
  return { state, challenge: base64Url(new Uint8Array(digest)) };
}

/** Throws `unauthenticated` on anything that was not issued here in the last ten minutes. */
export async function verifyState(key: string, state: string, now: number): Promise<OAuthState> {
  try {
    const { payload } = await jwtVerify(state, keyBytes(key), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['sub', 'jti', 'exp', 'iat'],
      maxTokenAge: LIFETIME_SECONDS,
      currentDate: new Date(now),
    });
    return { subdomain: subdomainSchema.parse(payload.sub), id: z.uuid().parse(payload.jti), expiresAt: (payload.exp ?? 0) * 1_000 };
  } catch {
    throw new AppError('unauthenticated', 'This connection attempt is too old, or was not started here. Start it again from Deskgraph’s set-up page.');
  }
}

/** 43 characters of base64url, as RFC 7636 section 4.1 asks. */
export async function verifierOf(key: string, id: string): Promise<string> {
  const hmac = await crypto.subtle.importKey('raw', keyBytes(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return base64Url(new Uint8Array(await crypto.subtle.sign('HMAC', hmac, new TextEncoder().encode(`pkce|${id}`))));
}

const keyBytes = (key: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(key), (c) => c.charCodeAt(0));
const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
