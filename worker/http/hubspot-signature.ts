/**
 * HubSpot's request signatures. v3: base64(HMAC-SHA256(secret, METHOD + URI + raw body + timestamp)), for cards, settings
 * and webhooks. v2: hex(SHA-256(secret + METHOD + URI + raw body)), for workflow actions alone: it has no timestamp.
 */

/** How far `X-HubSpot-Request-Timestamp` may lie from now, either way. */
const WINDOW_MS = 5 * 60_000;

/** The only escapes that HubSpot writes out before it signs, and only in the query. */
const decoded: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

export type HubspotRequest = { method: string; url: string; body: Uint8Array<ArrayBuffer> };
export type SignatureV3 = HubspotRequest & { signature: string | undefined; timestamp: string | undefined };
export type SignatureV2 = HubspotRequest & { signature: string | undefined; version: string | undefined };

/** The URI as HubSpot signs it: whole, without fragment, its query with the twelve escapes above written out. */
export function signedUri(url: string): string {
  const whole = url.split('#', 1)[0] ?? '';
  const at = whole.indexOf('?');
  if (at < 0) return whole;
  return whole.slice(0, at) + whole.slice(at).replace(/%[0-9a-f]{2}/gi, (code) => decoded[code.toUpperCase()] ?? code);
}

/** True when one of the secrets signed it, now or within five minutes. `url` is the public one; compared in constant time. */
export async function verifyV3({ method, url, body, signature, timestamp }: SignatureV3, secrets: readonly string[], now: number): Promise<boolean> {
  if (signature === undefined || timestamp === undefined || !/^\d{1,16}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > WINDOW_MS) return false;
  const given = fromBase64(signature);
  if (!given) return false;
  const message = join(`${method.toUpperCase()}${signedUri(url)}`, body, timestamp);
  let valid = false;
  for (const secret of secrets) {
    if (secret === '') continue;
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
    if (await crypto.subtle.verify('HMAC', key, given, message)) valid = true;
  }
  return valid;
}

/** True for a v2 signature that says it is one. It never ages: whoever accepts it must know a repeated request by its content. */
export async function verifyV2({ method, url, body, signature, version }: SignatureV2, secrets: readonly string[]): Promise<boolean> {
  if (signature === undefined || version !== 'v2' || !/^[0-9a-f]{64}$/.test(signature)) return false;
  let valid = false;
  for (const secret of secrets) {
    if (secret === '') continue;
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', join(`${secret}${method.toUpperCase()}${url.split('#', 1)[0]}`, body, '')));
    if (sameText(Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''), signature)) valid = true;
  }
  return valid;
}

function join(before: string, body: Uint8Array, after: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const [head, tail] = [encoder.encode(before), encoder.encode(after)];
  const message = new Uint8Array(head.length + body.length + tail.length);
  message.set(head);
  message.set(body, head.length);
  message.set(tail, head.length + body.length);
  return message;
}

/** Equal lengths take equal time, wherever they differ. */
function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** Canonical base64 of 32 bytes only, so that one signature has one spelling. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) return null;
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return btoa(String.fromCharCode(...bytes)) === text ? bytes : null;
}
