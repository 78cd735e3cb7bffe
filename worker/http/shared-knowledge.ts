/**
 * One graph behind two helpdesks: one installation owns knowledge and releases, another reads them, after an admin of each
 * has agreed: the owner's issues a code, the reader's redeems it, once. Tickets and permissions are not part of it.
 */
import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import type { InstallationClient } from '../installation/record-client.ts';

const AUDIENCE = 'deskgraph-share';
const LIFETIME_SECONDS = 15 * 60;
export const KNOWLEDGE_OWNER = 'knowledge_owner';
export const KNOWLEDGE_READERS = 'knowledge_readers';

const claimsSchema = z.object({ sub: z.string().regex(/^(zendesk:[a-z0-9][a-z0-9-]{0,62}|hubspot:\d{1,20})$/), jti: z.string().min(16), exp: z.number() });
const keyBytes = (key: string): Uint8Array => Uint8Array.from(atob(key), (c) => c.charCodeAt(0));

export type Sharing = { owner: string | null; readers: string[] };
type Side = { installation: string; record: InstallationClient; actor: string };

export async function readSharing(record: Pick<InstallationClient, 'setupNote'>): Promise<Sharing> {
  const owner = await record.setupNote(KNOWLEDGE_OWNER);
  const readers = await record.setupNote(KNOWLEDGE_READERS);
  return { owner: owner === null ? null : (JSON.parse(owner) as string | null), readers: readers === null ? [] : (JSON.parse(readers) as string[]) };
}

/** A code that an admin of the other account redeems within fifteen minutes. */
export async function issueShareCode({ installation, record, actor }: Side, { config, clock }: Pick<Platform, 'config' | 'clock'>): Promise<string> {
  if ((await readSharing(record)).owner !== null) throw new AppError('conflict', 'This account reads another one’s knowledge itself. Stop that first.');
  const seconds = Math.floor(clock.now() / 1_000);
  await record.note(actor, 'knowledge.share.offer', installation, {});
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('deskgraph')
    .setAudience(AUDIENCE)
    .setSubject(installation)
    .setJti(crypto.randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + LIFETIME_SECONDS)
    .sign(keyBytes(config.SESSION_KEY));
}

/** Throws `unauthenticated` for a code that is forged, old or used, `conflict` where it would make a circle or a chain. */
export async function redeemShareCode(code: string, reader: Side, platform: Pick<Platform, 'config' | 'clock' | 'installation'>): Promise<Sharing> {
  const { owner, tokenId, expiresAt } = await verify(code, platform);
  if (owner === reader.installation) throw new AppError('conflict', 'This code is this account’s own. Redeem it in the other account.');
  const ownerRecord = platform.installation(owner);
  const [own, theirs] = await Promise.all([readSharing(reader.record), readSharing(ownerRecord)]);
  if (own.owner !== null || own.readers.length > 0 || theirs.owner !== null)
    throw new AppError('conflict', 'One of the two accounts shares knowledge already. Stop that first.');
  if (!(await ownerRecord.spendToken(`share:${tokenId}`, expiresAt))) throw new AppError('unauthenticated', 'This code was used before. Make a new one.');
  // The owner's consent is written first: a reader that points at it without being named gets nothing.
  await ownerRecord.putSetupNote(KNOWLEDGE_READERS, JSON.stringify([...new Set([...theirs.readers, reader.installation])]));
  await reader.record.putSetupNote(KNOWLEDGE_OWNER, JSON.stringify(owner));
  await ownerRecord.note(reader.actor, 'knowledge.share.begin', owner, { reader: reader.installation });
  await reader.record.note(reader.actor, 'knowledge.share.begin', reader.installation, { owner });
  return readSharing(reader.record);
}

/** Either side ends it alone, at once. */
export async function stopSharing({ installation, record, actor }: Side, platform: Pick<Platform, 'installation'>): Promise<Sharing> {
  const { owner, readers } = await readSharing(record);
  if (owner !== null) {
    await record.putSetupNote(KNOWLEDGE_OWNER, 'null');
    const ownerRecord = platform.installation(owner);
    if (await ownerRecord.settings()) {
      const left = (await readSharing(ownerRecord)).readers.filter((reader) => reader !== installation);
      await ownerRecord.putSetupNote(KNOWLEDGE_READERS, JSON.stringify(left));
      await ownerRecord.note(actor, 'knowledge.share.end', owner, { reader: installation });
    }
  }
  await record.putSetupNote(KNOWLEDGE_READERS, '[]');
  for (const reader of readers) {
    const readerRecord = platform.installation(reader);
    if (await readerRecord.settings()) await readerRecord.putSetupNote(KNOWLEDGE_OWNER, 'null');
  }
  await record.note(actor, 'knowledge.share.end', installation, { readers: readers.length });
  return readSharing(record);
}

async function verify(
  code: string,
  { config, clock, installation }: Pick<Platform, 'config' | 'clock' | 'installation'>,
): Promise<{ owner: string; tokenId: string; expiresAt: number }> {
  const claims = await jwtVerify(code, keyBytes(config.SESSION_KEY), {
    algorithms: ['HS256'],
    issuer: 'deskgraph',
    audience: AUDIENCE,
    requiredClaims: ['sub', 'jti', 'exp'],
    currentDate: new Date(clock.now()),
  }).then(
    ({ payload }) => claimsSchema.safeParse(payload).data,
    () => undefined,
  );
  if (!claims || !(await installation(claims.sub).settings()))
    throw new AppError('unauthenticated', 'This code is not valid, or older than fifteen minutes. Make a new one in the other account.');
  return { owner: claims.sub, tokenId: claims.jti, expiresAt: claims.exp * 1_000 };
}
