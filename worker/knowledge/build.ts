/** From documents to one snapshot: split → link → graph → train → write. */
import type { Corpus } from '#shared/knowledge';
import { isHeldBack } from '../governance/held-back.ts';
import { articleTables } from './article-tables.ts';
import { factsOf, readsOf } from './graph/article-facts.ts';
import { buildGraph } from './graph/build-graph.ts';
import { writeSnapshot } from './snapshot/write-snapshot.ts';
import { ticketReader } from './ticket-tables.ts';
import { trainRank } from './train/rank.ts';
import { trainTriage } from './train/triage.ts';
import { type BuiltTables, tableOf } from './types.ts';

export type BuildStep = 'split' | 'link' | 'graph' | 'train' | 'write';
export type BuildOptions = {
  /** Told before each step, with the share of the work done so far (0 to 1). */
  onStep?: (step: BuildStep, progress: number) => void | Promise<void>;
};
export type BuildStats = {
  articles: number;
  passages: number;
  tickets: number;
  solved: number;
  linked: number;
  macros: number;
  issues: number;
  nodes: number;
  edges: number;
  contradictions: number;
  bytes: number;
};

const NEVER = '1970-01-01T00:00:00.000Z';

/**
 * Builds the snapshot of `corpus`; `hash` is the SHA-256 of `bytes`. The same documents in any order give the same hash:
 * nothing in it comes from the clock, and of documents with one id the last one counts. Empty kinds are fine.
 */
export async function buildSnapshot(corpus: Corpus, options: BuildOptions = {}): Promise<{ bytes: Uint8Array; hash: string; stats: BuildStats }> {
  const tell = async (step: BuildStep, progress: number): Promise<void> => options.onStep?.(step, progress);
  const ordered = canonical(corpus);

  await tell('split', 0);
  const tables = await buildTables(ordered, tell);
  await tell('train', 0.4);
  const rank = trainRank(ordered, tables);
  await tell('train', 0.65);
  const triage = trainTriage(ordered, tables);
  await tell('write', 0.9);
  const { bytes, hash } = writeSnapshot(tables, [rank, triage], newest(ordered));
  return { bytes, hash, stats: statsOf(ordered, tables, bytes) };
}

/** Everything but the models; `corpus` must be in the order of `canonical`. */
export async function buildTables(corpus: Corpus, tell: (step: BuildStep, progress: number) => Promise<void> = async () => {}): Promise<BuiltTables> {
  const { articles, passages } = articleTables(corpus.articles);
  await tell('link', 0.1);
  const reader = ticketReader(corpus);
  for (const [i, ticket] of corpus.tickets.entries()) reader.read(i, ticket);
  await tell('graph', 0.2);
  const { tickets, links, issues } = reader.finish();
  const flat = { articles, passages, tickets, links, macros: corpus.macros, issues };
  const rows = tableOf(passages);
  const passageIds = tableOf(passages.map(({ id }) => id));
  const { graph } = await buildGraph(
    { ...corpus, linking: (article) => corpus.articles[article]?.text ?? '' },
    { ...flat, passageIds },
    { facts: factsOf(articles, rows), read: readsOf(articles, rows) },
  );
  return { ...flat, graph };
}

/** Documents by id, tickets by age: the one order in which a corpus is built, without held-back tickets. Of equal ids the last one stays. */
export function canonical(corpus: Corpus): Corpus {
  const byId = <T extends { id: string }>(documents: readonly T[]): T[] =>
    [...new Map(documents.map((document) => [document.id, document])).values()].sort((a, b) => compare(a.id, b.id));
  return {
    articles: byId(corpus.articles),
    tickets: byId(corpus.tickets.filter(({ id }) => !isHeldBack(id))).sort((a, b) => compare(a.createdAt ?? '', b.createdAt ?? '') || compare(a.id, b.id)),
    macros: byId(corpus.macros),
    policies: byId(corpus.policies),
    entities: byId(corpus.entities),
  };
}

/** By code unit: the same on every machine, whatever its locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function newest({ articles, tickets }: Corpus): string {
  let latest = NEVER;
  const see = (at: string | null): void => {
    if (at !== null && at > latest) latest = at;
  };
  for (const article of articles) see(article.updatedAt);
  for (const ticket of tickets) {
    see(ticket.createdAt);
    for (const reply of ticket.replies) see(reply.at);
  }
  return latest;
}

function statsOf(corpus: Corpus, tables: BuiltTables, bytes: Uint8Array): BuildStats {
  return {
    articles: tables.articles.length,
    passages: tables.passages.length,
    tickets: corpus.tickets.length,
    solved: tables.tickets.length,
    linked: tables.links.filter((link) => link.articles.length > 0 || link.macroId !== null).length,
    macros: tables.macros.length,
    issues: tables.issues.length,
    nodes: tables.graph.order,
    edges: tables.graph.size,
    contradictions: tables.graph.reduceEdges((count, _edge, { kind }) => count + (kind === 'contradicts' ? 1 : 0), 0),
    bytes: bytes.length,
  };
}
