import { eq } from 'drizzle-orm';
import type { InstallationSettings } from '../ports.ts';
import type { Database } from './database.ts';
import { settings } from './tables.ts';

export const SETTINGS_KEY = 'installation';

export function readSettings(db: Database): InstallationSettings | null {
  const row = db.select().from(settings).where(eq(settings.key, SETTINGS_KEY)).get();
  return row ? (JSON.parse(row.value) as InstallationSettings) : null;
}

export function writeSettings(db: Database, value: InstallationSettings): void {
  const json = JSON.stringify(value);
  db.insert(settings)
    .values({ key: SETTINGS_KEY, value: json })
    .onConflictDoUpdate({ target: settings.key, set: { value: json } })
    .run();
}
