/** Small records of the installation by name, as JSON: how it is connected, what automation may do. */
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { settings } from './tables.ts';

const PREFIX = 'note:';

export function readNote(db: Database, name: string): string | null {
  return (
    db
      .select({ value: settings.value })
      .from(settings)
      .where(eq(settings.key, PREFIX + name))
      .get()?.value ?? null
  );
}

export function writeNote(db: Database, name: string, json: string): void {
  db.insert(settings)
    .values({ key: PREFIX + name, value: json })
    .onConflictDoUpdate({ target: settings.key, set: { value: json } })
    .run();
}
