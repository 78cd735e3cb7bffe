/** The bearer token of one user of one installation: HS256, 15 minutes, renewed for up to 12 hours. */
import { errors, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { type Role, roleSchema } from '#shared/governance';
import { AppError } from '../errors.ts';

export type Session = {
  installation: string;
  user: { id: string; name: string; role: Role };
  /** Seconds since the epoch of the proof the session began with. */
  since: number;
  /** Of the console: whoever is given another role has it at the next renewal. */
  console?: boolean | undefined;
};

const ISSUER = 'deskgraph';
const AUDIENCE = 'deskgraph-session';
const LIFETIME_SECONDS = 15 * 60;
const LONGEST_SECONDS = 12 * 3_600;

const claimsSchema = z.object({
  sub: z.string().min(1).max(256),
  inst: z.string().regex(/^(zendesk:[a-z0-9][a-z0-9-]{0,62}|hubspot:\d{1,20})$/),
  name: z.string().max(256).default(''),
  role: roleSchema,
  since: z.number().int().positive(),
  console: z.boolean().optional(),
});

/** `key` is base64 of 32 bytes; `now` in milliseconds. */
export async function issueSession(key: string, session: Session, now: number): Promise<{ token: string; expiresAt: string }> {
  const seconds = Math.floor(now / 1_000);
  const expires = Math.min(seconds + LIFETIME_SECONDS, session.since + LONGEST_SECONDS);
  if (expires <= seconds) throw new AppError('token_expired', 'This session has lasted twelve hours. Reload the page to go on.');
  const token = await new SignJWT({
    inst: session.installation,
    name: session.user.name,
    role: session.user.role,
    since: session.since,
    console: session.console,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(session.user.id)
    .setIssuedAt(seconds)
    .setExpirationTime(expires)
    .sign(keyBytes(key));
  return { token, expiresAt: new Date(expires * 1_000).toISOString() };
}

/** Throws `unauthenticated` or `token_expired`. */
export async function verifySession(key: string, token: string, now: number): Promise<Session> {
  try {
    const { payload } = await jwtVerify(token, keyBytes(key), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'iat', 'aud', 'sub', 'inst'],
      currentDate: new Date(now),
      maxTokenAge: LONGEST_SECONDS,
    });
    const { sub, inst, name, role, since, console } = claimsSchema.parse(payload);
    return { installation: inst, user: { id: sub, name, role }, since, console };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new AppError('token_expired', 'The session has ended. Reload the page to go on.');
    throw new AppError('unauthenticated', 'The session token is not valid. Reload the page to go on.');
  }
}

const keyBytes = (key: string): Uint8Array => Uint8Array.from(atob(key), (c) => c.charCodeAt(0));
