/** Values as they come from exports, made safe to keep: whole Unicode, no NUL, ids as text, dates as ISO 8601. */

const NUL = /\0/g;

/** Every string inside `value` without NUL and lone surrogates; `value` is plain JSON. */
export function cleanStrings(value: unknown): unknown {
  if (typeof value === 'string') return (value.isWellFormed() ? value : value.toWellFormed()).replace(NUL, '');
  if (Array.isArray(value)) return value.map(cleanStrings);
  if (value !== null && typeof value === 'object') {
    const out: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value))
      Object.defineProperty(out, key, { value: cleanStrings(inner), enumerable: true, writable: true, configurable: true });
    return out;
  }
  return value;
}

/** Helpdesks number their objects: `360001` and `"360001"` are the same id. */
export const asId = (value: unknown): unknown => (typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value);

/** A list of ids; one id alone counts as a list of one. */
export const asIds = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(asId) : typeof value === 'string' || typeof value === 'number' ? [asId(value)] : value;

const SPACED_ZONE = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$/i;
const MILLISECONDS_FROM = 100_000_000_000;

/**
 * ISO 8601 in UTC from ISO 8601, `2019-07-31 16:19:53 -0800`, a date alone, or seconds or milliseconds since the epoch;
 * without a zone it is UTC. Null for what is no date: a document is not refused over it.
 */
export function asDate(value: unknown): string | null {
  const time =
    typeof value === 'number' ? (Math.abs(value) < MILLISECONDS_FROM ? value * 1000 : value) : typeof value === 'string' ? parseDate(value.trim()) : Number.NaN;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999 ? null : date.toISOString();
}

function parseDate(text: string): number {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(`${text}T00:00:00Z`);
  const match = SPACED_ZONE.exec(text);
  if (!match) return Number.NaN;
  const zone = match[3] ?? 'Z';
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
  return Date.parse(`${match[1]}T${match[2]}${offset}`);
}
