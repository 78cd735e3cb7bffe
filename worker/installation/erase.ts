/**
 * Erasure. What was kept of a person lies under their key, and goes with it; what was ingested of them, and a document,
 * goes with its row, and stays `pending` until no snapshot that held it is left.
 */
import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import type { Erasure, ErasureRequest } from '#shared/governance';
import { appendAudit } from './audit-log.ts';
import type { Database } from './database.ts';
import { erasures, goldenTickets, traceTerms } from './governance-tables.ts';
import { ticketClosed } from './open-tickets.ts';
import { allReleases } from './releases.ts';
import { deleteKeys, type RequesterRef, samePerson } from './requester-keys.ts';
import { isoOf, type Step } from './step.ts';
import { documents, effects, feedback, suggestions } from './tables.ts';

const IDS_AT_ONCE = 90;
const ALL_RELEASES = 10_000;

export function erase(step: Step, request: ErasureRequest, by: { user: string; id: string; runId: string }): Erasure {
  const { db, now } = step;
  const done = request.requester ? erasePerson(step, request.requester) : eraseDocument(db, request.documentId ?? '');
  const pending = done.documents > 0 && allReleases(db, ALL_RELEASES).some(({ release }) => release.manifest.snapshot !== null);
  const erasure: Erasure = {
    id: by.id,
    state: pending ? 'pending' : 'done',
    at: isoOf(now),
    kind: request.requester ? 'requester' : 'document',
    suggestions: done.suggestions,
    documents: done.documents,
    runId: pending ? by.runId : null,
  };
  db.insert(erasures)
    .values({ id: by.id, at: now, state: erasure.state, json: JSON.stringify(erasure) })
    .run();
  const { suggestions: erased, documents: removed } = erasure;
  appendAudit(db, {
    at: isoOf(now),
    actor: by.user,
    action: `erase.${erasure.kind}`,
    subject: done.subject,
    details: { erasure: by.id, suggestions: erased, documents: removed },
  });
  return erasure;
}

type Done = { subject: string; suggestions: number; documents: number };

function erasePerson({ db, secrets }: Step, who: RequesterRef): Done {
  const { names, requesters } = samePerson(db, secrets, who);
  const theirs = inChunks(requesters, (some) =>
    db.select({ id: suggestions.id, ticketId: suggestions.ticketId }).from(suggestions).where(inArray(suggestions.requester, some)).all(),
  );
  const tickets = new Set([...theirs.map((row) => row.ticketId), ...ticketsOf(db, who)]);
  unseal(
    db,
    theirs.map((row) => row.id),
  );
  deleteKeys(db, requesters);
  const shown = forgetTickets(db, [...tickets]);
  return { subject: `requester ${names[0]?.slice(0, 16) ?? 'unknown'}`, suggestions: theirs.length + shown.suggestions, documents: shown.documents };
}

/** Ids of ingested tickets that name the person. */
function ticketsOf(db: Database, { id, email }: RequesterRef): string[] {
  const named = [
    ...(id ? [sql`json_extract(${documents.json}, '$.requester.id') = ${id}`] : []),
    ...(email ? [sql`lower(json_extract(${documents.json}, '$.requester.email')) = ${email.trim().toLowerCase()}`] : []),
  ];
  return db
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.kind, 'ticket'), or(...named)))
    .all()
    .map((row) => row.id);
}

/** Tickets with their comments and ratings, what was planned to be written into them, and answers that show them as similar. */
function forgetTickets(db: Database, tickets: readonly string[]): Omit<Done, 'subject'> {
  let removed = 0;
  for (const ticketId of tickets) {
    const parts = or(
      and(eq(documents.kind, 'ticket'), eq(documents.id, ticketId)),
      eq(documents.ticketId, ticketId),
      sql`(${documents.kind} = 'visit' AND json_extract(${documents.json}, '$.ticketId') = ${ticketId})`,
    );
    removed += db.delete(documents).where(parts).returning({ id: documents.id }).all().length;
    // What was written is told without its text; what was only planned is not done any more.
    db.delete(effects)
      .where(and(eq(effects.ticketId, ticketId), ne(effects.status, 'confirmed')))
      .run();
    db.update(effects)
      .set({ payload: '{}', key: sql`'erased:' || ${effects.id}` })
      .where(eq(effects.ticketId, ticketId))
      .run();
    ticketClosed(db, ticketId);
    db.delete(goldenTickets).where(sql`json_extract(${goldenTickets.json}, '$.ticket.id') = ${ticketId}`).run();
  }
  return { suggestions: forgetAnswersThatShow(db, 'similar', tickets), documents: removed };
}

function eraseDocument(db: Database, id: string): Done {
  const kinds = db.select({ kind: documents.kind }).from(documents).where(eq(documents.id, id)).all();
  let removed = 0;
  let answers = 0;
  if (kinds.some(({ kind }) => kind === 'ticket')) {
    const forgotten = forgetTickets(db, [id]);
    removed += forgotten.documents;
    answers += forgotten.suggestions;
  }
  removed += db.delete(documents).where(eq(documents.id, id)).returning({ id: documents.id }).all().length;
  answers += forgetAnswersThatShow(db, 'article', [id]);
  return { subject: `document ${id}`, suggestions: answers, documents: removed };
}

function forgetAnswersThatShow(db: Database, kind: 'article' | 'similar', ids: readonly string[]): number {
  const shown = inChunks(ids, (some) =>
    db
      .select({ id: suggestions.id })
      .from(suggestions)
      .innerJoin(traceTerms, eq(traceTerms.traceId, suggestions.traceId))
      .where(and(eq(traceTerms.kind, kind), inArray(traceTerms.value, some)))
      .all(),
  );
  const unique = [...new Set(shown.map((row) => row.id))];
  unseal(db, unique);
  return unique.length;
}

/** The row stays, so that a replay can say `erased`; its content, its input's hash and free words about it go. */
function unseal(db: Database, ids: readonly string[]): void {
  inChunks(ids, (some) => {
    db.update(suggestions).set({ sealed: null, capsule: null, inputHash: '' }).where(inArray(suggestions.id, some)).run();
    db.update(feedback)
      .set({ json: sql`json_set(${feedback.json}, '$.comment', '')` })
      .where(inArray(feedback.suggestionId, some))
      .run();
    return [];
  });
}

function inChunks<T>(ids: readonly string[], work: (some: string[]) => T[]): T[] {
  const all: T[] = [];
  for (let i = 0; i < ids.length; i += IDS_AT_ONCE) all.push(...work(ids.slice(i, i + IDS_AT_ONCE)));
  return all;
}
