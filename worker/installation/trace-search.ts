import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { Trace } from '#shared/trace';
import { traceTerms } from './governance-tables.ts';
import type { Step } from './step.ts';
import { suggestions, traces } from './tables.ts';

export type TraceQuery = {
  ticket?: string | undefined;
  outcome?: string | undefined;
  release?: string | undefined;
  reason?: string | undefined;
  article?: string | undefined;
  /** Milliseconds: only older ones. */
  before?: number | undefined;
  limit: number;
};

/** Newest first. */
export function searchTraces({ db }: Step, query: TraceQuery): { traces: Trace[]; next: number | null } {
  const having = (kind: 'reason' | 'article', value: string) =>
    inArray(
      traces.id,
      db
        .select({ id: traceTerms.traceId })
        .from(traceTerms)
        .where(and(eq(traceTerms.kind, kind), eq(traceTerms.value, value))),
    );
  const { ticket, outcome, release, reason, article, before, limit } = query;
  const rows = db
    .select({ json: traces.json, createdAt: traces.createdAt })
    .from(traces)
    .where(
      and(
        ticket === undefined ? undefined : eq(traces.ticketId, ticket),
        outcome === undefined ? undefined : eq(traces.outcome, outcome),
        release === undefined ? undefined : eq(traces.releaseId, release),
        reason === undefined ? undefined : having('reason', reason),
        article === undefined ? undefined : having('article', article),
        before === undefined ? undefined : lt(traces.createdAt, before),
      ),
    )
    .orderBy(desc(traces.createdAt), desc(traces.id))
    .limit(limit)
    .all();
  return { traces: rows.map((row) => JSON.parse(row.json) as Trace), next: rows.length < limit ? null : (rows.at(-1)?.createdAt ?? null) };
}

/** The newest suggestion with a draft of each of the last `n` tickets. */
export function recentSuggestions({ db }: Step, n: number): string[] {
  const seen = new Map<string, string>();
  const rows = db
    .select({ id: suggestions.id, ticketId: suggestions.ticketId, inputHash: suggestions.inputHash })
    .from(suggestions)
    .orderBy(desc(suggestions.createdAt), desc(suggestions.id))
    .limit(n * 4)
    .all();
  for (const row of rows) if (row.inputHash !== '' && !seen.has(row.ticketId) && seen.size < n) seen.set(row.ticketId, row.id);
  return [...seen.values()];
}
