/**
 * Tokens of the Worker's pages in HubSpot: `open` and `console` are spent by showing a page once, `stream` is what the
 * streaming window then asks with.
 */
import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { AppError } from '../errors.ts';

/** `ticketId` is empty for the console. */
export type PageAccess = { installation: string; userId: string; ticketId: string };
export type PagePurpose = 'open' | 'stream' | 'console';

const LIFETIME_SECONDS: Record<PagePurpose, number> = { open: 120, stream: 15 * 60, console: 120 };
const claimsSchema = z.object({
  sub: z.string().regex(/^\d{1,20}$/),
  inst: z.string().regex(/^hubspot:\d{1,20}$/),
  ticket: z.string().regex(/^\d{0,20}$/),
  jti: z.string().min(16),
  exp: z.number(),
});
const keyBytes = (key: string): Uint8Array => Uint8Array.from(atob(key), (c) => c.charCodeAt(0));

/** `key` is base64 of 32 bytes; `now` in milliseconds. */
export function issuePageToken(key: string, purpose: PagePurpose, { installation, userId, ticketId }: PageAccess, now: number): Promise<string> {
  const seconds = Math.floor(now / 1_000);
  return new SignJWT({ inst: installation, ticket: ticketId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('deskgraph')
    .setAudience(`deskgraph-hubspot-${purpose}`)
    .setSubject(userId)
    .setJti(crypto.randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + LIFETIME_SECONDS[purpose])
    .sign(keyBytes(key));
}

/** Throws `unauthenticated`. A token of one purpose is none of the other, and neither opens anything else. */
export async function verifyPageToken(
  key: string,
  purpose: PagePurpose,
  token: string,
  now: number,
): Promise<PageAccess & { tokenId: string; expiresAt: number }> {
  try {
    const { payload } = await jwtVerify(token, keyBytes(key), {
      algorithms: ['HS256'],
      issuer: 'deskgraph',
      audience: `deskgraph-hubspot-${purpose}`,
      requiredClaims: ['exp', 'iat', 'sub', 'jti'],
      currentDate: new Date(now),
    });
    const { sub, inst, ticket, jti, exp } = claimsSchema.parse(payload);
    return { installation: inst, userId: sub, ticketId: ticket, tokenId: jti, expiresAt: exp * 1_000 };
  } catch {
    throw new AppError('unauthenticated', 'This window was opened before, or too long ago. Open it again from the card.');
  }
}
