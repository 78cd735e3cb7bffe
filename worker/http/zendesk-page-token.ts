/** The token with which Zendesk opens the sidebar: RS256, made for one account, minutes old, used once. */
import { importSPKI, jwtVerify } from 'jose';
import * as z from 'zod';
import { roleSchema } from '#shared/governance';
import { AppError } from '../errors.ts';
import { sha256 } from '../governance/canonical.ts';
import type { Session } from './session-token.ts';

const MAX_AGE_SECONDS = 5 * 60;
const AUDIENCE = /^https:\/\/([a-z0-9][a-z0-9-]{0,62})\.zendesk\.com\/api\/v2\/apps\/installations\/\d{1,20}\.json$/;

const claimsSchema = z.object({
  aud: z.string(),
  iss: z.string(),
  iat: z.number(),
  exp: z.number(),
  sub: z.string().min(1).max(512),
  jti: z.string().min(1).max(256).optional(),
  /** Sent by the local helpdesk; Zendesk's own tokens name the user by `sub` alone. */
  user: z
    .object({ name: z.string().max(256).catch(''), role: z.string().catch('agent') })
    .partial()
    .optional()
    .catch(undefined),
});

export type PageToken = { session: Session /** Spent once. */; tokenId: string /** Milliseconds. */; expiresAt: number };

/** `keys` are public keys in PEM; the first that fits decides. Throws `unauthenticated` on anything else. */
export async function verifyPageToken(token: string, keys: readonly string[], now: number): Promise<PageToken> {
  for (const pem of keys) {
    try {
      const { payload } = await jwtVerify(token, await importSPKI(pem, 'RS256'), {
        algorithms: ['RS256'],
        requiredClaims: ['aud', 'iss', 'iat', 'exp', 'sub'],
        currentDate: new Date(now),
        maxTokenAge: MAX_AGE_SECONDS,
        clockTolerance: 5,
      });
      return toPageToken(claimsSchema.parse(payload), token);
    } catch {
      // Another key may fit; why this one did not is nobody's business.
    }
  }
  throw new AppError('unauthenticated', 'This page could not be verified. Reload it in Zendesk.');
}

function toPageToken(claims: z.infer<typeof claimsSchema>, token: string): PageToken {
  const subdomain = AUDIENCE.exec(claims.aud)?.[1];
  const issuer = claims.iss.replace(/^https:\/\//, '');
  if (!subdomain || issuer !== `${subdomain}.zendesk.com`) throw new Error('issuer and audience disagree');
  const role = roleSchema.safeParse(claims.user?.role);
  const userId = /\/users\/(\d+)(?:\.json)?$/.exec(claims.sub)?.[1] ?? claims.sub.slice(0, 256);
  return {
    session: {
      installation: `zendesk:${subdomain}`,
      user: { id: userId, name: claims.user?.name ?? '', role: role.success ? role.data : 'agent' },
      since: claims.iat,
    },
    tokenId: sha256(claims.jti === undefined ? token.split('.').slice(0, 2).join('.') : `${claims.iss}\n${claims.jti}`),
    expiresAt: (claims.exp + 60) * 1_000,
  };
}
