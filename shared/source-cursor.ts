/** A cursor is the state of a reading as JSON: opaque to whoever keeps it, and checked when it comes back. */
import type * as z from 'zod';

/** Null for no cursor and for one of another version: then the source is read from its beginning, which loses nothing. */
export function readCursor<T>(schema: z.ZodType<T>, cursor: string | null): T | null {
  if (cursor === null) return null;
  try {
    return schema.safeParse(JSON.parse(cursor)).data ?? null;
  } catch {
    return null;
  }
}
