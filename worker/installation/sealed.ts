/** AES-256-GCM over text, as `base64(iv).base64(ciphertext and tag)`. The context binds a ciphertext to its place. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
/** 96 random bits: NIST SP 800-38D, section 8.2.2. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

export const newKey = (): Buffer => randomBytes(32);

export function seal(key: Buffer, plain: Buffer | string, context: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `${iv.toString('base64')}.${body.toString('base64')}`;
}

/** Throws when the text was moved to another place, altered, or sealed with another key. */
export function open(key: Buffer, sealed: string, context: string): Buffer {
  const [iv = '', text = ''] = sealed.split('.');
  const body = Buffer.from(text, 'base64');
  const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, 'base64'), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context));
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]);
}
