/** What an admin has set about change control, and the kill switch. */
import { eq } from 'drizzle-orm';
import { type ControlSettings, controlSettingsSchema, type KillSwitch } from '#shared/governance';
import type { Database } from './database.ts';
import { settings } from './tables.ts';

const CONTROLS = 'controls';
const KILL_SWITCH = 'kill_switch';
const CHECKPOINT = 'audit_checkpoint';
const WATCH = 'release_watch';
const TAKEN_BACK = 'taken_back';

export const readControls = (db: Database): ControlSettings => controlSettingsSchema.parse(read(db, CONTROLS) ?? {});
export const writeControls = (db: Database, value: ControlSettings): void => write(db, CONTROLS, value);

const off: KillSwitch = { on: false, by: '', at: '', why: '' };
export const readKillSwitch = (db: Database): KillSwitch => (read(db, KILL_SWITCH) as KillSwitch | null) ?? off;
export const writeKillSwitch = (db: Database, value: KillSwitch): void => write(db, KILL_SWITCH, value);

/** The last time a release was taken back by itself. */
export type WatchNote = { returnedTo: string | null; from: string; at: number; why: string };
export const readWatch = (db: Database): WatchNote => (read(db, WATCH) as WatchNote | null) ?? { returnedTo: null, from: '', at: 0, why: '' };
export const writeWatch = (db: Database, note: WatchNote): void => write(db, WATCH, note);

/** Releases that a rollback left, until a person publishes them again: the newest fifty. */
export const readTakenBack = (db: Database): string[] => (read(db, TAKEN_BACK) as string[] | null) ?? [];
export const writeTakenBack = (db: Database, ids: string[]): void => write(db, TAKEN_BACK, ids.slice(-50));

/** Sequence number of the last entry that a checkpoint outside has been written for; -1 before the first. */
export const signedUpTo = (db: Database): number => Number((read(db, CHECKPOINT) as { seq: number } | null)?.seq ?? -1);
export const noteSigned = (db: Database, seq: number): void => write(db, CHECKPOINT, { seq });

function read(db: Database, key: string): unknown {
  const row = db.select().from(settings).where(eq(settings.key, key)).get();
  return row ? JSON.parse(row.value) : null;
}

function write(db: Database, key: string, value: object): void {
  const json = JSON.stringify(value);
  db.insert(settings)
    .values({ key, value: json })
    .onConflictDoUpdate({ target: settings.key, set: { value: json } })
    .run();
}
