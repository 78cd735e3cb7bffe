/** Request bodies: counted while they stream, decoded strictly, and free of what no store keeps. */
import type * as z from 'zod';
import { AppError } from '../errors.ts';
import { fromZod } from './errors.ts';

export const MAX_BODY_BYTES = 1_048_576;

/** The whole body, at most `limit` bytes. Throws `body_too_large` as soon as one byte more arrives. */
export async function readBytes(request: Request, limit = MAX_BODY_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new AppError('body_too_large', `The request is larger than ${Math.floor(limit / 1_048_576)} MB. Send less at once.`);
  const announced = Number(request.headers.get('content-length') ?? Number.NaN);
  if (announced > limit) throw tooLarge();
  if (!request.body) return new Uint8Array(0);
  // HTTP holds the sender to the length that was announced.
  if (announced >= 0) {
    const whole = new Uint8Array(await request.arrayBuffer());
    if (whole.length > limit) throw tooLarge();
    return whole;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    length += chunk.byteLength;
    if (length > limit) throw tooLarge();
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** UTF-8, strictly: a broken sequence is refused, not replaced. */
export async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(request);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new AppError('invalid_json', 'The request body is not valid UTF-8.');
  }
}

/** Parses against the schema. Throws `unsupported_media_type`, `invalid_json`, or `invalid_request` with the path at fault. */
export async function readJson<T extends z.ZodType>(request: Request, schema: T): Promise<z.infer<T>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !type.endsWith('+json')) throw new AppError('unsupported_media_type', 'Send JSON with Content-Type: application/json.');
  return parseJson(await readText(request), schema);
}

export function parseJson<T extends z.ZodType>(text: string, schema: T): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
    // Only an escape can bring these into a text that was valid UTF-8.
    if (/\\u(0000|d[89a-f])/i.test(text)) value = withoutUnstorable(value);
  } catch {
    throw new AppError('invalid_json', 'The request body is not JSON.');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw fromZod(parsed.error);
  return parsed.data;
}

/** NUL goes; half of a surrogate pair becomes U+FFFD: neither survives every store, and neither says anything. */
function withoutUnstorable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed();
  if (Array.isArray(value)) return value.map(withoutUnstorable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [withoutUnstorable(key), withoutUnstorable(v)]));
}
