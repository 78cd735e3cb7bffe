/** Webhooks that nobody's Zendesk sent: each is a valid one with something about it changed. */

export type Webhook = { body: string; headers: Record<string, string> };
/** base64(HMAC-SHA256(secret, text)). */
export type Sign = (secret: string, text: string) => Promise<string> | string;

const SIGNATURE = 'x-zendesk-webhook-signature';
const STAMP = 'x-zendesk-webhook-signature-timestamp';
/** Signs Zendesk's "test webhook" button; public. */
const TEST_SECRET = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';

let count = 0;
export async function validWebhook(secret: string, sign: Sign, at = Date.now()): Promise<Webhook & { key: string }> {
  const [id, moment] = [String(1_000_000 + count++), `m${count}`];
  const body = JSON.stringify({ type: 'ticket_created', ticket: { id, updated_at: moment } });
  const stamp = new Date(at).toISOString();
  return { key: ['zendesk', id, 'ticket_created', moment].join('|'), body, headers: { [STAMP]: stamp, [SIGNATURE]: await sign(secret, stamp + body) } };
}

const kinds: ((w: Webhook, secret: string, sign: Sign, n: number) => Promise<Webhook> | Webhook)[] = [
  // One character of the body, of the moment, of the signature.
  (w, _, __, n) => ({ ...w, body: changed(w.body, n) }),
  (w, _, __, n) => with_(w, STAMP, new Date(Date.parse(w.headers[STAMP] ?? '') + 1 + (n % 1_000)).toISOString()),
  (w, _, __, n) => with_(w, SIGNATURE, changed(w.headers[SIGNATURE] ?? '', n)),
  // Another key, the public one, none.
  async (w, secret, sign, n) => with_(w, SIGNATURE, await sign(`${secret}${n}`, w.headers[STAMP] + w.body)),
  async (w, _, sign) => with_(w, SIGNATURE, await sign(TEST_SECRET, w.headers[STAMP] + w.body)),
  (w) => ({ ...w, headers: { [STAMP]: w.headers[STAMP] ?? '' } }),
  (w) => ({ ...w, headers: { [SIGNATURE]: w.headers[SIGNATURE] ?? '' } }),
  // Well signed, and too old or from the future.
  (_, secret, sign, n) => validWebhook(secret, sign, Date.now() - 301_000 - n),
  (_, secret, sign, n) => validWebhook(secret, sign, Date.now() + 301_000 + n),
  // The same signature spelled otherwise, cut, twice, or over another order of the parts.
  (w) => with_(w, SIGNATURE, (w.headers[SIGNATURE] ?? '').replace(/=$/, '')),
  (w) => with_(w, SIGNATURE, ` ,${w.headers[SIGNATURE]},${w.headers[SIGNATURE]}`),
  (w) => with_(w, SIGNATURE, (w.headers[SIGNATURE] ?? '').slice(0, 20)),
  async (w, secret, sign) => with_(w, SIGNATURE, await sign(secret, w.body + w.headers[STAMP])),
  async (w, secret, sign) => with_(w, SIGNATURE, await sign(secret, w.body)),
  // A body that goes on.
  (w) => ({ ...w, body: `${w.body} ` }),
];

/** The `n`th forgery: no two are equal. */
export async function forgery(n: number, secret: string, sign: Sign): Promise<Webhook> {
  const kind = kinds[n % kinds.length];
  if (!kind) throw new Error('there are kinds');
  return kind(await validWebhook(secret, sign), secret, sign, Math.floor(n / kinds.length));
}

const with_ = (w: Webhook, name: string, value: string): Webhook => ({ ...w, headers: { ...w.headers, [name]: value } });
function changed(text: string, n: number): string {
  const at = n % Math.max(1, text.length - 1);
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
}
