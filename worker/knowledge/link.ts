/** What closed each ticket: which articles, which macro, which agent, in which words. */
import type { ArticleDocument, Corpus, TicketDocument } from '#shared/knowledge';
import { articleFinder } from './link/article-urls.ts';
import { decisiveReply } from './link/decisive-reply.ts';
import { linkWeights } from './link/link-weights.ts';
import { macroFinder } from './link/macro-use.ts';
import { coherence, type TermVectors } from './term-vectors.ts';
import type { LinkSource, TicketLink } from './types.ts';

export const isSolved = (ticket: TicketDocument): boolean => ticket.status === 'solved' || ticket.status === 'closed';

/**
 * One link a solved ticket, in ticket order. `vectors` has one row for each of `corpus.tickets`: articles that stand in
 * very many unlike tickets weigh less.
 */
export function linkTickets(corpus: Corpus, vectors: TermVectors): TicketLink[] {
  const link = ticketLinker(corpus);
  const links = [...corpus.tickets.entries()].filter(([, document]) => isSolved(document)).map(([ticket, document]) => link(ticket, document));
  return weighLinks(links, vectors);
}

/** Links one ticket at a time, still without weights: those need all of them. */
export function ticketLinker({
  articles,
  macros,
}: {
  articles: readonly Pick<ArticleDocument, 'id' | 'url' | 'formerIds'>[];
  macros: Corpus['macros'];
}): (ticket: number, document: TicketDocument) => TicketLink {
  const finder = articleFinder(articles);
  const findMacro = macroFinder(macros);
  return (ticket, document) => linkTicket(ticket, document, finder, findMacro);
}

/** Sets the weights of `links` and orders their articles by them; the same array comes back. */
export function weighLinks(links: TicketLink[], vectors: TermVectors): TicketLink[] {
  weigh(links, specificity(links, vectors));
  return links;
}

type Finder = ReturnType<typeof articleFinder>;

/** Links without their weights. */
function linkTicket(ticket: number, document: TicketDocument, finder: Finder, findMacro: (reply: string) => string | null): TicketLink {
  const named = document.replies.map((reply) => (reply.role === 'agent' && reply.public ? articlesOf(reply, finder) : []));
  const decisive = decisiveReply(document.replies, (index) => named[index]?.length ?? 0);
  const reply = decisive ? document.replies[decisive.index] : undefined;
  const sources = new Map<number, LinkSource>();
  const add = (articles: readonly number[], source: LinkSource): void => {
    for (const article of articles) if (!sources.has(article)) sources.set(article, source);
  };
  add(known(document.resolvedBy, finder), 'resolved_by');
  add(decisive ? (named[decisive.index] ?? []) : [], 'decisive');
  add(named.flat(), 'mentioned');
  return {
    ticket,
    articles: [...sources].map(([article, source]) => ({ article, source, weight: 0 })),
    macroId: document.replies.map(({ macroId }) => macroId).findLast((id) => id !== null) ?? (reply ? findMacro(reply.text) : null),
    solvedBy: reply?.author ?? document.assignee,
    reply: decisive?.index ?? -1,
    confirmed: decisive?.confirmed ?? false,
  };
}

const known = (ids: readonly string[], finder: Finder): number[] => ids.map((id) => finder.byId(id)).filter((article) => article !== null);
const articlesOf = ({ articleIds, text }: { articleIds: string[]; text: string }, finder: Finder): number[] => [
  ...new Set([...known(articleIds, finder), ...finder.inText(text)]),
];

/** For each linked article, how much a link to it tells. What someone stated outright is not counted: it is no habit. */
function specificity(links: readonly TicketLink[], vectors: TermVectors): Map<number, number> {
  const ticketsOf = new Map<number, number[]>();
  for (const { ticket, articles } of links) {
    for (const { article, source } of articles) if (source !== 'resolved_by') ticketsOf.set(article, [...(ticketsOf.get(article) ?? []), ticket]);
  }
  const linked = links.filter(({ articles }) => articles.length > 0).map(({ ticket }) => ticket);
  return linkWeights(ticketsOf, linked.length, (tickets) => coherence(vectors, tickets), coherence(vectors, linked));
}

const SOURCE_WEIGHT: Record<LinkSource, number> = { resolved_by: 1, decisive: 0.8, mentioned: 0.5 };
/** With the requester's thanks a deciding reply counts as much as a statement. */
const CONFIRMED = 1.25;

function weigh(links: readonly TicketLink[], specific: ReadonlyMap<number, number>): void {
  for (const link of links) {
    for (const found of link.articles) {
      const told = found.source === 'resolved_by' ? 1 : (specific.get(found.article) ?? 1);
      found.weight = SOURCE_WEIGHT[found.source] * told * (found.source === 'decisive' && link.confirmed ? CONFIRMED : 1);
    }
    link.articles.sort((a, b) => b.weight - a.weight || a.article - b.article);
  }
}
