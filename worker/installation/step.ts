import type { Database } from './database.ts';
import type { SecretBox } from './secrets.ts';

/** What one atomic step of the installation works with. `now` is in milliseconds. */
export type Step = { db: Database; secrets: SecretBox; installation: string; now: number };

export const isoOf = (now: number): string => new Date(now).toISOString();
