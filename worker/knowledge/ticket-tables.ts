/**
 * Tickets into tables, read one at a time: what is kept of each is its terms, its links and its pseudonymised words, so
 * that a build never holds every conversation at once.
 */
import type { Corpus, TicketDocument } from '#shared/knowledge';
import { withSteps } from './graph/issue-steps.ts';
import { buildIssues, type Subject, subjectOf } from './graph/issues.ts';
import { isSolved, ticketLinker, weighLinks } from './link.ts';
import { solvedTickets, type TicketWords, ticketLanguage, ticketWords } from './solved-tickets.ts';
import { termVectorBuilder } from './term-vectors.ts';
import type { Issue, SolvedTicket, TicketLink } from './types.ts';

/** Words of a ticket that say what it is about stand early; logs stand late. */
const TICKET_CHARS = 1_500;

/** `topics` has one entry a ticket, solved or not; `links` and `tickets` one a solved ticket. */
export type TicketTables = { tickets: SolvedTicket[]; links: TicketLink[]; issues: Issue[]; topics: (string | null)[] };

type Facts = { key: number; id: string; createdAt: string; topic: string | null; solved: { link: TicketLink; words: TicketWords; subject: Subject } | null };

/** `read` in any order, each ticket once, under a number of its own; `finish` puts them in the order of a build: by age, then id. */
export function ticketReader(corpus: Pick<Corpus, 'articles' | 'macros'>): { read(key: number, document: TicketDocument): void; finish(): TicketTables } {
  const link = ticketLinker(corpus);
  const builder = termVectorBuilder();
  const facts: Facts[] = [];
  return {
    read(key, document) {
      const language = ticketLanguage(document);
      const parts = [
        { text: document.subject, weight: 2 },
        { text: document.body.slice(0, TICKET_CHARS), weight: 1 },
      ];
      builder.add(key, { parts, language });
      const own = isSolved(document) ? link(key, document) : null;
      const solved = own && { link: own, words: ticketWords(document, own), subject: subjectOf(document, language) };
      facts.push({ key, id: document.id, createdAt: document.createdAt ?? '', topic: document.topic, solved });
    },
    finish() {
      facts.sort((a, b) => compare(a.createdAt, b.createdAt) || compare(a.id, b.id));
      const vectors = builder.build(facts.length, (row) => facts[row]?.key ?? -1);
      const solved = facts.flatMap((fact, ticket) => (fact.solved ? [{ ...fact.solved, link: { ...fact.solved.link, ticket } }] : []));
      const links = weighLinks(
        solved.map((s) => s.link),
        vectors,
      );
      const { issues, issueOf } = buildIssues(
        solved.map((s) => s.subject),
        links,
        vectors,
      );
      const tickets = solvedTickets(
        solved.map((s) => s.words),
        links,
        issueOf,
      );
      return { tickets, links, issues: withSteps(issues, tickets), topics: facts.map(({ topic }) => topic) };
    },
  };
}

/** By code unit: the same on every machine, whatever its locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
