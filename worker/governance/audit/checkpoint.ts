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

export type Signatures = {
  fault: string | null;
  /** The last entry a signature covers; null without any that holds. */
  signedUpTo: number | null;
  keyGone: number;
};

/**
 * Whether the checkpoints, in their order, were signed here. The master key changes now and then: those before the first that
 * holds are of a key that is gone (`keyGone` counts them), and a later signature covers their entries too, for each
 * covers the chain up to it. Behind that one, and where none holds at all, a signature that does not hold is a fault.
 *
 * @param masterKeys The present one, and the one before where it is known.
 */
export function checkSignatures(checkpoints: readonly Checkpoint[], installations: readonly string[], masterKeys: readonly string[]): Signatures {
  const keys = masterKeys.map(checkpointKey);
  const holds = checkpoints.map((c) => installations.includes(c.installation) && keys.some((key) => checkpointHolds(c, key)));
  const keyGone = Math.max(0, holds.indexOf(true));
  const foreign = checkpoints.find((c, i) => !installations.includes(c.installation) || (i >= keyGone && !holds[i]));
  return {
    fault: foreign ? `The checkpoint of entry ${foreign.seq} was not signed for this installation with a key that is here.` : null,
    signedUpTo: checkpoints[holds.lastIndexOf(true)]?.seq ?? null,
    keyGone,
  };
}

/** The checkpoints' key: made from the environment's master key (base64), never stored. */
export const checkpointKey = (masterKey: string): string =>
  createHmac('sha256', Buffer.from(masterKey, 'base64')).update('deskgraph audit checkpoints').digest('hex');
