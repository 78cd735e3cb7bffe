/** Zendesk's webhook signature: base64(HMAC-SHA256(secret, timestamp + raw body)), the timestamp as the header writes it. */

/** How far a timestamp may lie from now, either way: Zendesk itself sets no limit. */
const WINDOW_MS = 5 * 60_000;
/** Signs the "test webhook" button before a webhook is saved; public, so worth nothing. */
const TEST_SECRET = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';

export type SignedRequest = { signature: string | undefined; timestamp: string | undefined; body: Uint8Array<ArrayBuffer> };

/** True when one of the secrets signed it, now or within five minutes. Compared in constant time. */
export async function verifyWebhook({ signature, timestamp, body }: SignedRequest, secrets: readonly string[], now: number): Promise<boolean> {
  const at = Date.parse(timestamp ?? '');
  if (signature === undefined || timestamp === undefined || Number.isNaN(at) || Math.abs(now - at) > WINDOW_MS) return false;
  const given = decode(signature);
  if (!given) return false;
  const encoder = new TextEncoder();
  const stamp = encoder.encode(timestamp);
  const message = new Uint8Array(stamp.length + body.length);
  message.set(stamp);
  message.set(body, stamp.length);
  let valid = false;
  for (const secret of secrets) {
    if (secret === '' || secret === TEST_SECRET) continue;
    const key = await keyOf(secret);
    if (await crypto.subtle.verify('HMAC', key, given, message)) valid = true;
  }
  return valid;
}

const keys = new Map<string, Promise<CryptoKey>>();
const MAX_KEYS = 500;

/** Imported once for the isolate's life: that takes longer than the check itself. */
function keyOf(secret: string): Promise<CryptoKey> {
  const known = keys.get(secret);
  if (known) return known;
  if (keys.size >= MAX_KEYS) keys.clear();
  const key = crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  keys.set(secret, key);
  return key;
}

/** Canonical base64 of 32 bytes only, whose last digit carries four bits, so that one signature has one spelling. */
function decode(text: string): Uint8Array<ArrayBuffer> | null {
  return /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(text) ? Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) : null;
}
