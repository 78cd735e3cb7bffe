/** What has been kept long enough goes: traces and suggestions, each after its own number of days. */
import { lt, sql } from 'drizzle-orm';
import { readControls } from './controls.ts';
import type { Database } from './database.ts';
import { releaseFailures, requesterKeys, requesterNames, traceTerms } from './governance-tables.ts';
import { forgetOldTickets } from './open-tickets.ts';
import { feedback, suggestions, traces } from './tables.ts';

const DAY_MS = 86_400_000;

export function forgetOld(db: Database, now: number): void {
  const { traceDays, suggestionDays } = readControls(db);
  const oldTraces = now - traceDays * DAY_MS;
  const oldSuggestions = now - suggestionDays * DAY_MS;
  db.delete(traces).where(lt(traces.createdAt, oldTraces)).run();
  db.delete(traceTerms)
    .where(lt(traceTerms.createdAt, Math.min(oldTraces, oldSuggestions)))
    .run();
  db.delete(feedback).where(lt(feedback.createdAt, oldTraces)).run();
  db.delete(releaseFailures).where(lt(releaseFailures.at, oldTraces)).run();
  const gone = db.delete(suggestions).where(lt(suggestions.createdAt, oldSuggestions)).returning({ id: suggestions.id }).all();
  forgetOldTickets(db, now);
  if (gone.length === 0) return;
  db.delete(requesterKeys).where(sql`${requesterKeys.requester} NOT IN (SELECT ${suggestions.requester} FROM ${suggestions})`).run();
  db.delete(requesterNames).where(sql`${requesterNames.requester} NOT IN (SELECT ${requesterKeys.requester} FROM ${requesterKeys})`).run();
}

/** When something will have been kept long enough next; null with nothing kept. */
export function nextForgetAt(db: Database): number | null {
  const { traceDays, suggestionDays } = readControls(db);
  const oldest = (table: typeof traces | typeof suggestions): number | null =>
    db
      .select({ at: sql<number | null>`min(${table.createdAt})` })
      .from(table)
      .get()?.at ?? null;
  const [trace, suggestion] = [oldest(traces), oldest(suggestions)];
  const times = [...(trace === null ? [] : [trace + traceDays * DAY_MS]), ...(suggestion === null ? [] : [suggestion + suggestionDays * DAY_MS])];
  // At most once an hour: the day is what counts.
  return times.length > 0 ? Math.min(...times) + 3_600_000 : null;
}
