/**
 * The messages between Zendesk's app-framework SDK (2.x) in an iframe and its host. Each is one JSON text sent by `postMessage`.
 * Read from the SDK's source (`zendesk_app_framework_sdk/lib/client.js`).
 */

export type CallKind = 'get' | 'set' | 'invoke';

export type AppMessage = { appGuid: string; instanceGuid: string } & (
  | { kind: 'handshake'; version: string }
  | { kind: 'subscription'; event: string; count: number }
  | { kind: 'call'; id: number; call: CallKind; params: unknown }
  | { kind: 'request'; key: string; options: unknown }
  | { kind: 'reply'; event: string; error: string | null }
  | { kind: 'trigger'; name: string; data: unknown }
  | { kind: 'other'; key: string }
);

export type PathError = { name: string; message: string; path: string };

type Fields = Record<string, unknown>;

/** Null for anything that the SDK does not send. */
export function parseAppMessage(data: unknown): AppMessage | null {
  const raw = typeof data === 'string' ? parseJson(data) : data;
  if (!isObject(raw) || typeof raw.appGuid !== 'string') return null;
  const sender = { appGuid: raw.appGuid, instanceGuid: typeof raw.instanceGuid === 'string' ? raw.instanceGuid : raw.appGuid };
  if (typeof raw.id === 'number' && (raw.request === 'get' || raw.request === 'set' || raw.request === 'invoke'))
    return { ...sender, kind: 'call', id: raw.id, call: raw.request, params: raw.params };
  return typeof raw.key === 'string' ? { ...sender, ...parseKey(raw.key, raw) } : null;
}

function parseKey(key: string, { message, error }: Fields) {
  const after = (prefix: string): string | null => (key.startsWith(prefix) ? key.slice(prefix.length) : null);
  if (key === 'iframe.handshake') return { kind: 'handshake' as const, version: isObject(message) ? String(message.version ?? '') : '' };
  const event = after('iframe.on:') ?? after('iframe.off:');
  if (event !== null) return { kind: 'subscription' as const, event, count: isObject(message) ? Number(message.subscriberCount) || 0 : 0 };
  const reply = after('iframe.reply:');
  if (reply !== null) return { kind: 'reply' as const, event: reply, error: isObject(error) ? String(error.msg || 'The app did not say why.') : null };
  const name = after('iframe.trigger:');
  if (name !== null) return { kind: 'trigger' as const, name, data: message };
  if (/^request:\d+$/.test(key)) return { kind: 'request' as const, key, options: message };
  return { kind: 'other' as const, key };
}

export const toApp = {
  registered: (context: unknown, metadata: unknown) => JSON.stringify({ key: 'zaf.app.registered', message: { context, metadata } }),
  event: (event: string, message: unknown) => JSON.stringify({ key: `zaf.${event}`, message }),
  hook: (event: string) => JSON.stringify({ key: `zaf.${event}`, needsReply: true }),
  result: (id: number, result: Fields) => JSON.stringify({ id, result }),
  responded: (key: string, ok: boolean, responseArgs: unknown[]) => JSON.stringify({ key: `zaf.${key}.${ok ? 'done' : 'fail'}`, message: { responseArgs } }),
};

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
