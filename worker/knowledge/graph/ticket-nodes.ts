import type { TicketDocument } from '#shared/knowledge';
import type { Article, Issue, KnowledgeGraph, Macro, SolvedTicket, TicketLink } from '../types.ts';
import type { Catalogue } from './catalogue.ts';
import { keyOf, putEdge, putNode } from './edit.ts';

/** Resolutions kept for an issue; a sixth way of solving it is an exception. */
const MAX_RESOLUTIONS = 5;
/** A tag on fewer of an issue's tickets than this share does not tell what it is about. */
const TAG_SHARE = 0.2;

type Topic = Pick<TicketDocument, 'topic'>;
type Tables = {
  documents: readonly Topic[];
  links: readonly TicketLink[];
  tickets: readonly SolvedTicket[];
  issues: readonly Issue[];
  articles: readonly Article[];
  macros: readonly Macro[];
};

/**
 * Solved tickets as evidence: ticket → issue → resolution → article or macro, and who solved them. `links` and `tickets`
 * have the same rows.
 */
export function putTickets(graph: KnowledgeGraph, catalogue: Catalogue, { documents, links, tickets, issues, articles, macros }: Tables): void {
  for (const issue of issues) putNode(graph, 'issue', issue.id, issue.name, { weight: issue.tickets, aliases: [] });
  const members = issues.map((): number[] => []);
  for (const [row, link] of links.entries()) {
    const ticket = tickets[row] as SolvedTicket;
    if (link.articles.length === 0 && link.macroId === null && ticket.issue < 0) continue;
    const key = putNode(graph, 'ticket', ticket.id, ticket.subject);
    const evidence = [ticket.id];
    for (const { article, weight } of link.articles) putEdge(graph, 'evidenced_by', keyOf('article', articles[article]?.id ?? ''), key, weight, evidence);
    if (link.macroId !== null) putEdge(graph, 'evidenced_by', keyOf('macro', link.macroId), key, 1, evidence);
    if (link.solvedBy !== null) putEdge(graph, 'solved_by', key, putNode(graph, 'agent', link.solvedBy, link.solvedBy), 1, evidence);
    if (ticket.group !== null) putEdge(graph, 'owned_by', key, catalogue.resolve('team', ticket.group), 0.5, evidence);
    const issue = issues[ticket.issue];
    if (!issue) continue;
    members[ticket.issue]?.push(row);
    putEdge(graph, 'part_of', key, keyOf('issue', issue.id), 1, evidence);
  }
  for (const [i, rows] of members.entries()) {
    const issue = issues[i] as Issue;
    putResolutions(graph, issue, rows, { links, tickets, articles, macros });
    putSteps(graph, issue);
    putTopics(
      graph,
      catalogue,
      issue,
      rows.map((row) => [tickets[row] as SolvedTicket, documents[links[row]?.ticket ?? 0] as Topic] as const),
    );
  }
}

type Way = { kind: 'article' | 'macro'; id: string; label: string; version: string; weight: number; tickets: { id: string; weight: number }[] };

function putResolutions(
  graph: KnowledgeGraph,
  issue: Issue,
  rows: readonly number[],
  { links, tickets, articles, macros }: Pick<Tables, 'links' | 'tickets' | 'articles' | 'macros'>,
): void {
  const ways = new Map<string, Way>();
  const add = (way: Omit<Way, 'weight' | 'tickets'>, ticket: string, weight: number): void => {
    const found = ways.get(`${way.kind}:${way.id}`) ?? { ...way, weight: 0, tickets: [] };
    found.weight += weight;
    found.tickets.push({ id: ticket, weight });
    ways.set(`${way.kind}:${way.id}`, found);
  };
  for (const row of rows) {
    const [link, ticket] = [links[row] as TicketLink, tickets[row] as SolvedTicket];
    for (const { article, weight } of link.articles) {
      const { id, title, version } = articles[article] as Article;
      add({ kind: 'article', id, label: title, version }, ticket.id, weight);
    }
    const macro = link.macroId === null ? undefined : macros.find(({ id }) => id === link.macroId);
    if (macro) add({ kind: 'macro', id: macro.id, label: macro.title, version: '' }, ticket.id, 1);
  }
  const strongest = [...ways.values()].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1)).slice(0, MAX_RESOLUTIONS);
  for (const way of strongest) {
    const key = putNode(graph, 'resolution', `${issue.id}/${way.kind}/${way.id}`, way.label, { weight: way.weight });
    const proven = way.tickets.sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
    putEdge(
      graph,
      'resolves',
      key,
      keyOf('issue', issue.id),
      way.weight / rows.length,
      proven.map(({ id }) => id),
    );
    putEdge(graph, 'describes', keyOf(way.kind, way.id), key, 1, [way.version === '' ? `${way.kind}:${way.id}` : `${way.id}@${way.version}`]);
    for (const { id, weight } of proven) putEdge(graph, 'evidenced_by', key, keyOf('ticket', id), weight, [id]);
  }
}

/** What agents told customers to do, where it rests on no article and no macro alone. */
function putSteps(graph: KnowledgeGraph, { id, steps, tickets }: Issue): void {
  if (!steps) return;
  const given = [...new Set(steps.steps.flatMap((step) => step.tickets))].sort();
  const key = putNode(graph, 'resolution', `${id}/steps`, steps.steps[0]?.text ?? '', { weight: given.length });
  putEdge(graph, 'resolves', key, keyOf('issue', id), given.length / Math.max(1, tickets), given);
  for (const ticket of given) putEdge(graph, 'evidenced_by', key, keyOf('ticket', ticket), 1, [ticket]);
}

/** What most of an issue's tickets are about: product, topic, tags. */
function putTopics(graph: KnowledgeGraph, catalogue: Catalogue, issue: Issue, tickets: readonly (readonly [SolvedTicket, Topic])[]): void {
  const key = keyOf('issue', issue.id);
  const counts = new Map<string, { node: () => string; kind: 'part_of' | 'tagged'; ids: string[] }>();
  const count = (name: string, kind: 'part_of' | 'tagged', id: string, node: () => string): void => {
    const found = counts.get(name) ?? { node, kind, ids: [] };
    found.ids.push(id);
    counts.set(name, found);
  };
  for (const [ticket, document] of tickets) {
    const { product } = ticket;
    const { topic } = document;
    if (product !== null) count(`product ${product}`, 'part_of', ticket.id, () => catalogue.resolve('product', product));
    if (topic !== null) count(`feature ${topic}`, 'part_of', ticket.id, () => catalogue.resolve('feature', topic));
    for (const tag of ticket.tags) count(`tag ${tag}`, 'tagged', ticket.id, () => putNode(graph, 'tag', tag, tag));
  }
  for (const { node, kind, ids } of counts.values())
    if (ids.length >= Math.max(2, tickets.length * TAG_SHARE)) putEdge(graph, kind, key, node(), ids.length / tickets.length, ids);
}
