import { and, desc, eq, ne } from 'drizzle-orm';
import type { Feedback } from '#shared/feedback';
import type { Suggestion } from '#shared/suggestion';
import type { Trace } from '#shared/trace';
import { type Database, rowJson } from './database.ts';
import { feedback, suggestions, traces } from './tables.ts';

export function saveSuggestion(db: Database, suggestion: Suggestion, trace: Trace, inputHash: string, now: number): void {
  const row = { ticketId: suggestion.ticketId, releaseId: suggestion.releaseId, inputHash, createdAt: now, json: rowJson(suggestion, 'suggestion') };
  db.insert(suggestions)
    .values({ id: suggestion.suggestionId, ...row })
    .onConflictDoUpdate({ target: suggestions.id, set: row })
    .run();
  const kept = { suggestionId: suggestion.suggestionId, createdAt: now, json: rowJson(trace, 'trace') };
  db.insert(traces)
    .values({ id: trace.id, ...kept })
    .onConflictDoUpdate({ target: traces.id, set: kept })
    .run();
}

export function findSuggestion(db: Database, id: string): Suggestion | null {
  return parse<Suggestion>(db.select({ json: suggestions.json }).from(suggestions).where(eq(suggestions.id, id)).get());
}

/** The newest suggestion for the ticket; with `inputHash`, the newest made from just that content. */
export function latestSuggestion(db: Database, ticketId: string, inputHash: string | undefined): Suggestion | null {
  // Without a hash it was shown before a draft was written, and is not a prepared answer.
  const ofTicket = and(eq(suggestions.ticketId, ticketId), ne(suggestions.inputHash, ''));
  return parse<Suggestion>(
    db
      .select({ json: suggestions.json })
      .from(suggestions)
      .where(inputHash === undefined ? ofTicket : and(ofTicket, eq(suggestions.inputHash, inputHash)))
      .orderBy(desc(suggestions.createdAt), desc(suggestions.id))
      .limit(1)
      .get(),
  );
}

export function findTrace(db: Database, id: string): Trace | null {
  return parse<Trace>(db.select({ json: traces.json }).from(traces).where(eq(traces.id, id)).get());
}

export function saveFeedback(db: Database, id: string, value: Feedback, now: number): void {
  db.insert(feedback)
    .values({ id, suggestionId: value.suggestionId, createdAt: now, json: JSON.stringify(value) })
    .onConflictDoNothing()
    .run();
}

const parse = <T>(row: { json: string } | undefined): T | null => (row ? (JSON.parse(row.json) as T) : null);
