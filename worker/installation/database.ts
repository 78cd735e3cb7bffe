import { type DrizzleSqliteDODatabase, drizzle } from 'drizzle-orm/durable-sqlite';
import { AppError } from '../errors.ts';
import * as tables from './tables.ts';

/** The SQLite database of one installation. Statements are synchronous; a method of the object is one atomic step. */
export type Database = DrizzleSqliteDODatabase<typeof tables>;

export const openDatabase = (storage: DurableObjectStorage): Database => drizzle(storage, { schema: tables });

/** SQLite in a Durable Object takes rows up to 2 MB (https://developers.cloudflare.com/durable-objects/platform/limits/). */
const MAX_ROW_BYTES = 1_900_000;

/** JSON of a row's content; throws `AppError('body_too_large')` for what a row cannot hold. */
export function rowJson(value: unknown, what: string): string {
  const json = typeof value === 'string' ? value : JSON.stringify(value);
  if (json.length > MAX_ROW_BYTES / 4 && new TextEncoder().encode(json).length > MAX_ROW_BYTES)
    throw new AppError('body_too_large', `The ${what} is larger than 1.9 MB and cannot be kept; shorten it.`);
  return json;
}
