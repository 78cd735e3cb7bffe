/** Suggestions, sealed under their requester's key, and their traces, which hold nothing personal. */
import { and, desc, eq, ne } from 'drizzle-orm';
import type { Feedback } from '#shared/feedback';
import type { Suggestion } from '#shared/suggestion';
import type { Trace, TraceView } from '#shared/trace';
import type { KeptRun } from '../ports.ts';
import { type Database, rowJson } from './database.ts';
import { traceTerms } from './governance-tables.ts';
import { openFor, requesterOf, sealFor } from './requester-keys.ts';
import type { SecretBox } from './secrets.ts';
import { feedback, suggestions, traces } from './tables.ts';

/** A statement takes 100 bound values; a term has 4. */
const TERMS_PER_STATEMENT = 25;

const place = (column: 'sealed' | 'capsule', id: string): string => `suggestions|${column}|${id}`;

export type SuggestionStore = { db: Database; secrets: SecretBox };

/** `kept` is what a replay needs; without it the suggestion is kept under a key of its ticket and cannot be replayed. */
export function saveSuggestion(
  { db, secrets }: SuggestionStore,
  suggestion: Suggestion,
  trace: Trace,
  inputHash: string,
  kept: KeptRun | null,
  now: number,
): void {
  const id = suggestion.suggestionId;
  const requester = requesterOf(db, secrets, kept?.requester ?? null, suggestion.ticketId);
  const row = {
    ticketId: suggestion.ticketId,
    releaseId: suggestion.releaseId,
    inputHash,
    outcome: trace.outcome,
    answerHash: trace.answerHash,
    traceId: trace.id,
    createdAt: now,
    requester,
    sealed: sealFor(db, secrets, requester, rowJson(suggestion, 'suggestion'), place('sealed', id)),
    capsule: kept && sealFor(db, secrets, requester, rowJson({ capsule: kept.capsule, draftText: kept.draftText }, 'capsule'), place('capsule', id)),
  };
  db.insert(suggestions)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: suggestions.id, set: row })
    .run();
  const traced = {
    suggestionId: id,
    ticketId: suggestion.ticketId,
    releaseId: suggestion.releaseId,
    outcome: trace.outcome,
    createdAt: now,
    json: rowJson(trace, 'trace'),
  };
  db.insert(traces)
    .values({ id: trace.id, ...traced })
    .onConflictDoUpdate({ target: traces.id, set: traced })
    .run();
  const terms = termsOf(suggestion).map((term) => ({ ...term, traceId: trace.id, createdAt: now }));
  for (let i = 0; i < terms.length; i += TERMS_PER_STATEMENT)
    db.insert(traceTerms)
      .values(terms.slice(i, i + TERMS_PER_STATEMENT))
      .onConflictDoNothing()
      .run();
}

/** What the trace is found by, and by what an erasure finds everything that shows a document. */
function termsOf({ decision, articles, similar, draft }: Partial<Suggestion>): Pick<typeof traceTerms.$inferInsert, 'kind' | 'value'>[] {
  const unique = (kind: 'reason' | 'article' | 'similar', values: string[]) => [...new Set(values)].map((value) => ({ kind, value }));
  return [
    ...unique('reason', decision?.reasons.map((r) => r.code) ?? []),
    ...unique('article', [...(articles ?? []).map((a) => a.id), ...(draft?.citations ?? []).map((c) => c.articleId)]),
    ...unique(
      'similar',
      (similar ?? []).map((t) => t.id),
    ),
  ];
}

type Row = typeof suggestions.$inferSelect;

function opened({ db, secrets }: SuggestionStore, row: Row | undefined): Suggestion | null {
  if (!row?.sealed) return null;
  const json = openFor(db, secrets, row.requester, row.sealed, place('sealed', row.id));
  return json === null ? null : (JSON.parse(json) as Suggestion);
}

export function findSuggestion(store: SuggestionStore, id: string): Suggestion | null {
  return opened(store, store.db.select().from(suggestions).where(eq(suggestions.id, id)).get());
}

/** The newest suggestion for the ticket; with `inputHash`, the newest made from just that content. */
export function latestSuggestion(store: SuggestionStore, ticketId: string, inputHash: string | undefined): Suggestion | null {
  // Without a hash it was shown before a draft was written, and is not a prepared answer.
  const ofTicket = and(eq(suggestions.ticketId, ticketId), ne(suggestions.inputHash, ''));
  const row = store.db
    .select()
    .from(suggestions)
    .where(inputHash === undefined ? ofTicket : and(ofTicket, eq(suggestions.inputHash, inputHash)))
    .orderBy(desc(suggestions.createdAt), desc(suggestions.id))
    .limit(1)
    .get();
  return opened(store, row);
}

export type KeptCapsule =
  | { state: 'kept'; releaseId: string; answerHash: string; suggestion: Suggestion; capsule: object; draftText: string }
  | { state: 'erased' }
  | { state: 'missing' };

/** What a replay starts from. `erased`: the person or a document it showed was; `missing`: never kept, or not any more. */
export function capsuleOf({ db, secrets }: SuggestionStore, id: string): KeptCapsule {
  const row = db.select().from(suggestions).where(eq(suggestions.id, id)).get();
  if (!row) return { state: 'missing' };
  const suggestion = opened({ db, secrets }, row);
  if (!suggestion) return { state: 'erased' };
  const json = row.capsule && openFor(db, secrets, row.requester, row.capsule, place('capsule', id));
  if (!json) return { state: 'missing' };
  const { capsule, draftText } = JSON.parse(json) as { capsule: object; draftText: string };
  return { state: 'kept', releaseId: row.releaseId, answerHash: row.answerHash, suggestion, capsule, draftText };
}

export function findTrace(db: Database, id: string): TraceView | null {
  const row = db.select({ json: traces.json }).from(traces).where(eq(traces.id, id)).get();
  if (!row) return null;
  const trace = JSON.parse(row.json) as Trace;
  const said = db.select().from(feedback).where(eq(feedback.suggestionId, trace.suggestionId)).orderBy(feedback.createdAt).all();
  return {
    ...trace,
    feedback: said.map(({ json, createdAt }) => {
      const { kind, reason, tag } = JSON.parse(json) as Feedback;
      return { kind, reason, tag, at: new Date(createdAt).toISOString() };
    }),
  };
}

export function saveFeedback(db: Database, id: string, value: Feedback, now: number): void {
  db.insert(feedback)
    .values({ id, suggestionId: value.suggestionId, createdAt: now, json: JSON.stringify(value) })
    .onConflictDoNothing()
    .run();
}
