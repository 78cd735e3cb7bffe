/** Checkpoints: HMAC-SHA256 over the canonical statement, with a key that the installation's storage never holds. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Checkpoint } from '#shared/governance';
import { canonicalJson } from '../canonical.ts';

const sign = (statement: Omit<Checkpoint, 'signature'>, key: string): Buffer => createHmac('sha256', `audit:${key}`).update(canonicalJson(statement)).digest();

export function signCheckpoint(statement: Omit<Checkpoint, 'signature'>, key: string): Checkpoint {
  return { ...statement, signature: sign(statement, key).toString('hex') };
}

export function checkpointHolds({ signature, ...statement }: Checkpoint, key: string): boolean {
  const given = Buffer.from(signature, 'hex');
  const expected = sign(statement, key);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The first that is not of this installation, or that none of the master keys signed: the present one, and the one before while it is being changed. */
export function forgedCheckpoint(checkpoints: readonly Checkpoint[], installations: readonly string[], masterKeys: readonly string[]): Checkpoint | null {
  const keys = masterKeys.map(checkpointKey);
  return checkpoints.find((c) => !installations.includes(c.installation) || !keys.some((key) => checkpointHolds(c, key))) ?? null;
}

/** The checkpoints' key: made from the environment's master key (base64), never stored. */
export const checkpointKey = (masterKey: string): string =>
  createHmac('sha256', Buffer.from(masterKey, 'base64')).update('deskgraph audit checkpoints').digest('hex');
