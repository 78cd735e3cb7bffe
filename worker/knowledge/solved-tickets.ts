/** The table of solved tickets: what a reader may see of them, without personal data. */
import type { TicketDocument } from '#shared/knowledge';
import { detectLanguage } from '../text/language.ts';
import { own } from '../text/own.ts';
import { hidePersonalData } from '../text/personal-data.ts';
import { sentences } from '../text/sentences.ts';
import { ownWords } from './link/decisive-reply.ts';
import type { SolvedTicket, TicketLink } from './types.ts';

const SUBJECT = 300;
const EXCERPT = 400;
const RESOLUTION = 1_200;
/** A person's name can begin before a cut; what is hidden is hidden in a little more than is kept. */
const MARGIN = 200;

/** What a ticket says by itself: the links decide its articles, the communities its issue. */
export type TicketWords = Omit<SolvedTicket, 'articles' | 'issue'>;

export function ticketWords(document: TicketDocument, link: TicketLink): TicketWords {
  const reply = document.replies[link.reply];
  const known = { names: document.requester?.name ? [document.requester.name] : [] };
  return {
    id: document.id,
    subject: hidden(document.subject, SUBJECT, known),
    excerpt: hidden(document.body, EXCERPT, known),
    resolution: reply ? hidden(ownWords(reply.text), RESOLUTION, known) : '',
    macroId: link.macroId,
    solvedBy: link.solvedBy,
    group: document.group,
    solvedAt: document.replies.findLast((r) => r.at !== null)?.at ?? document.createdAt,
    tags: document.tags,
    product: document.product,
  };
}

/** One row for each of `links` and `words`; `issueOf` gives the issue of a row, -1 for none. */
export function solvedTickets(words: readonly TicketWords[], links: readonly TicketLink[], issueOf: (row: number) => number): SolvedTicket[] {
  return links.map((link, row) => ({ ...(words[row] as TicketWords), articles: link.articles.map(({ article }) => article), issue: issueOf(row) }));
}

/** Pseudonymised, whole sentences up to `limit` characters (one longer sentence is cut at a space). */
function hidden(text: string, limit: number, known: { names: readonly string[] }): string {
  const clean = hidePersonalData(text.slice(0, limit + MARGIN), known).trim();
  if (clean.length <= limit) return own(clean);
  let kept = '';
  for (const sentence of sentences(clean)) {
    if (kept.length + sentence.length + 1 > limit) break;
    kept += kept === '' ? sentence : ` ${sentence}`;
  }
  return own(kept === '' ? `${clean.slice(0, limit).replace(/\s+\S*$/, '')}…` : kept);
}

/** The language a ticket is analysed in: its locale's, or what its words look like. */
export function ticketLanguage(document: TicketDocument): string {
  return document.locale?.slice(0, 2).toLowerCase() ?? detectLanguage(`${document.subject}\n${document.body.slice(0, 1_000)}`).value ?? 'en';
}
