import { AppError } from '../../errors.ts';

/** Far below KV's 25 MiB a value (https://developers.cloudflare.com/kv/platform/limits/): whoever reads a part after the other holds one or two. */
export const PART_BYTES = 8 * 1024 * 1024;

/** Views on `bytes`, in order; an empty snapshot does not exist, so there is at least one. */
export function splitIntoParts(bytes: Uint8Array, size = PART_BYTES): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length || at === 0; at += size) parts.push(bytes.subarray(at, at + size));
  return parts;
}

/** One buffer from the parts in order; a part that is not there is `null`, and throws `AppError('snapshot_missing')`. */
export function joinParts(parts: readonly (ArrayBuffer | null)[]): ArrayBuffer {
  const whole = parts.map((part, i) => {
    if (part === null) throw new AppError('snapshot_missing', `Part ${i + 1} of ${parts.length} of the knowledge snapshot is missing; build it again.`);
    return new Uint8Array(part);
  });
  if (whole.length === 0) throw new AppError('snapshot_missing', 'There is no knowledge snapshot yet; ingest documents to build one.');
  if (whole.length === 1) return parts[0] as ArrayBuffer;
  const joined = new Uint8Array(whole.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of whole) {
    joined.set(part, at);
    at += part.length;
  }
  return joined.buffer;
}
