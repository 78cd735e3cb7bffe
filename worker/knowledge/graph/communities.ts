/** Issues: communities of solved tickets that read alike and were solved alike. */
import { UndirectedGraph } from 'graphology';
import louvain from 'graphology-communities-louvain';
import { seededRandom } from '../seeded-random.ts';
import { cosine, lengthOf, likenessToRest, sumOf, type TermVectors } from '../term-vectors.ts';
import type { TicketLink } from '../types.ts';
import { nearest } from './neighbours.ts';

const NEIGHBOURS = 8;
const LEAST_COSINE = 0.12;
/** What a shared, specific resolution adds to two tickets' likeness. */
const SHARED_RESOLUTION = 0.25;
/** A resolution of more tickets than this joins several issues; only their words can tell them apart. */
const MAX_SHARING = 25;
/** A link weighs less than this when it is boilerplate or stands aside. */
const SPECIFIC = 0.4;
/** Louvain's resolution: at 1 a large desk would have a dozen issues, each a department; it speaks of hundreds. */
const LEAST_RESOLUTION = 1;
const MOST_RESOLUTION = 8;
const TICKETS_FOR_MOST = 5_000;
const SMALLEST = 3;
/** Cosine to the sum of the others below which a ticket only happens to be there. */
const LEAST_CORE = 0.2;
/** Share of a community solved by one resolution from which that alone makes a ticket belong. */
const MAIN_RESOLUTION = 0.25;

type TicketGraph = UndirectedGraph<Record<string, never>, { weight: number }>;

/** Members (places in `links`) of each community of three or more, largest first. The same input gives the same answer. */
export function ticketCommunities(links: readonly TicketLink[], vectors: TermVectors): number[][] {
  const graph = similarityGraph(links, vectors);
  if (graph.size === 0) return [];
  const resolution = Math.min(MOST_RESOLUTION, LEAST_RESOLUTION + ((MOST_RESOLUTION - LEAST_RESOLUTION) * links.length) / TICKETS_FOR_MOST);
  const communities = louvain(graph, { getEdgeWeight: 'weight', resolution, rng: seededRandom(1) });
  const members = new Map<number, number[]>();
  for (const place of links.keys()) {
    const community = communities[String(place)] as number;
    const list = members.get(community);
    if (list) list.push(place);
    else members.set(community, [place]);
  }
  return [...members.values()]
    .map((list) => core(links, vectors, list))
    .filter((list) => list.length >= SMALLEST)
    .sort((a, b) => b.length - a.length || (a[0] as number) - (b[0] as number));
}

/** Solved tickets joined to those that read most alike, and to those with the same specific resolution. */
function similarityGraph(links: readonly TicketLink[], vectors: TermVectors): TicketGraph {
  const placeOf = new Map(links.map((link, place) => [link.ticket, place]));
  const graph: TicketGraph = new UndirectedGraph();
  for (const place of links.keys()) graph.addNode(String(place));
  const join = (a: number, b: number, likeness: number): void => {
    const weight = likeness + SHARED_RESOLUTION * shared(links[a], links[b]);
    if (!graph.hasEdge(String(a), String(b))) graph.addEdge(String(a), String(b), { weight });
  };
  const rows = links.map((link) => link.ticket);
  for (const [row, near] of nearest(vectors, rows, NEIGHBOURS, LEAST_COSINE))
    for (const other of near) join(placeOf.get(row) as number, placeOf.get(other.row) as number, other.cosine);
  for (const sharing of byResolution(links).values()) {
    if (sharing.length > MAX_SHARING) continue;
    for (const [i, a] of sharing.entries()) for (const b of sharing.slice(i + 1)) join(a, b, cosine(vectors, rows[a] as number, rows[b] as number));
  }
  return graph;
}

/** Places of the links that each specific resolution solved. */
function byResolution(links: readonly TicketLink[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [place, link] of links.entries()) {
    for (const way of waysOf(link)) {
      const list = found.get(way);
      if (list) list.push(place);
      else found.set(way, [place]);
    }
  }
  return found;
}

function waysOf(link: TicketLink): string[] {
  const ways = link.articles.filter(({ weight }) => weight >= SPECIFIC).map(({ article }) => `article ${article}`);
  return link.macroId === null ? ways : [...ways, `macro ${link.macroId}`];
}

/** Members like the community as a whole; Louvain must put every ticket somewhere, a reader need not follow. */
function core(links: readonly TicketLink[], vectors: TermVectors, members: readonly number[]): number[] {
  const rowOf = (member: number): number => links[member]?.ticket ?? 0;
  const sum = sumOf(vectors, members.map(rowOf));
  const length = lengthOf(sum);
  const most = Math.max(SMALLEST, members.length * MAIN_RESOLUTION);
  const ways = byResolution(members.map((member) => links[member] as TicketLink));
  const main = new Set([...ways].filter(([, list]) => list.length >= most).map(([way]) => way));
  return members.filter(
    (member) => waysOf(links[member] as TicketLink).some((way) => main.has(way)) || likenessToRest(vectors, rowOf(member), sum, length) >= LEAST_CORE,
  );
}

/** 0 to 1: how surely both were solved by the same article or macro. */
function shared(a: TicketLink | undefined, b: TicketLink | undefined): number {
  if (!a || !b) return 0;
  if (a.macroId !== null && a.macroId === b.macroId) return 1;
  let most = 0;
  for (const { article, weight } of a.articles)
    for (const other of b.articles) if (other.article === article) most = Math.max(most, Math.min(weight, other.weight));
  return Math.min(1, most);
}
