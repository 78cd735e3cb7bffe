/**
 * A build in steps, each small enough for an isolate and each a function of its inputs: it finds what an earlier run made
 * of the same inputs, or makes it and keeps it. So a step that is run again, after a kill or in the next hour, costs a look.
 */
import type { Corpus, TicketDocument } from '#shared/knowledge';
import type { GraphProposer } from '../../ports.ts';
import { catalogueEdits } from '../graph/overlays.ts';
import { putJson, putRecords, recordsOf } from '../snapshot/container.ts';
import { eachRow } from '../snapshot/rows.ts';
import { ticketReader } from '../ticket-tables.ts';
import { trainTriage } from '../train/triage.ts';
import type { Article, BuiltTables, Passage, Sections } from '../types.ts';
import { keyFrom } from './artifacts.ts';
import type { More } from './graph-step.ts';
import { propose } from './propose.ts';
import { allDocuments, eachTicket } from './read-documents.ts';
import { needed, open, type Pause, RECIPE, type StepDeps } from './step-context.ts';

const NEVER = '1970-01-01T00:00:00.000Z';
const NOTHING: Corpus = { articles: [], tickets: [], macros: [], policies: [], entities: [] };

/** Links, issues and pseudonymised words of the solved tickets, read a page at a time. */
export async function ticketStep(
  deps: StepDeps,
  { articles, addresses, expected }: { articles: string; addresses: string; expected: string },
  pause: Pause,
): Promise<{ key: string; digest: string }> {
  const artifacts = open(deps);
  const macros = await allDocuments(deps.record, 'macro');
  const macroKey = keyFrom(JSON.stringify(macros));
  const keyOf = (digest: string): string => keyFrom(RECIPE, 'tickets', digest, addresses, macroKey);
  if (await artifacts.find('tickets', keyOf(expected))) return { key: keyOf(expected), digest: expected };
  const known = recordsOf<Article>(await (await needed(artifacts, 'articles', articles)).load(['articles']), 'articles').map((article) => ({
    ...article,
    text: '',
  }));
  const reader = ticketReader({ articles: known, macros });
  let latest = NEVER;
  let read = 0;
  const own = await eachTicket(deps.record, async (tickets) => {
    for (const ticket of tickets) {
      reader.read(read++, ticket);
      for (const at of [ticket.createdAt, ...ticket.replies.map((reply) => reply.at)]) if (at !== null && at > latest) latest = at;
      if (read % 200 === 0) await pause(read);
    }
  });
  const digest = withParts(own, (await deps.record.digests()).kinds);
  const tables = reader.finish();
  const sections: Sections = new Map();
  putRecords(sections, 'tickets', tables.tickets);
  putRecords(sections, 'links', tables.links);
  putRecords(sections, 'issues', tables.issues);
  putJson(sections, 'more', { topics: tables.topics, latest } satisfies More);
  await artifacts.keep('tickets', keyOf(digest), sections);
  return { key: keyOf(digest), digest };
}

/** A ticket changes with its comments and ratings. */
export const withParts = (tickets: string, kinds: { comment: string; rating: string }): string => keyFrom(tickets, kinds.comment, kinds.rating);

/** Asks the model about passages that it was not asked about; what it says is kept for `graphStep`. */
export async function proposeStep(deps: StepDeps, articles: string, proposer: GraphProposer): Promise<{ asked: number; kept: number; failed: string }> {
  const stored = await needed(open(deps), 'articles', articles);
  const each = (visit: (passage: Passage) => void) => eachRow(stored, 'passages', (json) => visit(JSON.parse(json) as Passage));
  return propose(deps.record, proposer, { each, entities: catalogueEdits(await allDocuments(deps.record, 'entity'), await deps.record.overlays()) });
}

export async function triageStep(deps: StepDeps, digest: string, pause: Pause): Promise<{ key: string }> {
  const artifacts = open(deps);
  const key = keyFrom(RECIPE, 'triage', digest);
  if (await artifacts.find('triage', key)) return { key };
  const tickets = await trainingTickets(deps, (ticket) => ({ ...ticket, replies: [] }), pause);
  const tables: BuiltTables = { articles: [], passages: [], tickets: [], links: [], macros: [], issues: [], graph: undefined as never };
  await artifacts.keep('triage', key, trainTriage({ ...NOTHING, tickets }, tables));
  return { key };
}

/** In the order of a build, with as much of each as `keep` leaves: whole conversations would not fit beside what is learned. */
async function trainingTickets(deps: StepDeps, keep: (ticket: TicketDocument) => TicketDocument, pause: Pause): Promise<TicketDocument[]> {
  const all: TicketDocument[] = [];
  await eachTicket(deps.record, async (tickets) => {
    for (const ticket of tickets) all.push(keep(ticket));
    await pause(all.length);
  });
  return all.sort((a, b) => compare(a.createdAt ?? '', b.createdAt ?? '') || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
