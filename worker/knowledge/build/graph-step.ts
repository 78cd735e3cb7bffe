/** From all tables, and what passages say, to the graph; and from what the steps made to one snapshot. */
import { buildGraph } from '../graph/build-graph.ts';
import type { EachFact, FactTable } from '../graph/fact-table.ts';
import { keepIssueIds } from '../graph/issue-ids.ts';
import { applyOverlays, catalogueEdits } from '../graph/overlays.ts';
import { putRecords, recordsOf, stringTable } from '../snapshot/container.ts';
import { eachRow, rowReader } from '../snapshot/rows.ts';
import { onlySections } from '../snapshot/stream.ts';
import { graphSections, storeSnapshot } from '../snapshot/write-snapshot.ts';
import type { TicketTables } from '../ticket-tables.ts';
import type { Article, Issue, Passage, Sections, SolvedTicket, TicketLink } from '../types.ts';
import { type Artifact, keyFrom } from './artifacts.ts';
import { factKey } from './fact-step.ts';
import { keptProposals, putProposals } from './propose.ts';
import { allDocuments } from './read-documents.ts';
import { type Basis, type Keys, needed, open, RECIPE, type StepDeps } from './step-context.ts';

/** Beside the tables of tickets: every ticket's topic, and the newest moment they name. */
export type More = { topics: (string | null)[]; latest: string };

/** Which issue each ticket was in, for the next build: the tickets themselves lie where they were read. No part of a snapshot. */
const MEMBERS = 'members';
type Member = Pick<SolvedTicket, 'id' | 'issue'>;

function readTicketTables(sections: Sections): TicketTables & More {
  const more = JSON.parse(new TextDecoder().decode(sections.get('more') as Uint8Array)) as More;
  return {
    tickets: recordsOf<SolvedTicket>(sections, 'tickets'),
    links: recordsOf<TicketLink>(sections, 'links'),
    issues: recordsOf<Issue>(sections, 'issues'),
    ...more,
  };
}

/** The graph with an admin's edits, and every table of the snapshot but the articles' own. */
export async function graphStep(deps: StepDeps, keys: Pick<Keys, 'articles' | 'tickets'>, before: Basis | null): Promise<{ key: string; linkHosts: string[] }> {
  const artifacts = open(deps);
  const [macros, policies, entities, overlays] = [
    await allDocuments(deps.record, 'macro'),
    await allDocuments(deps.record, 'policy'),
    await allDocuments(deps.record, 'entity'),
    await deps.record.overlays(),
  ];
  const proposals = await keptProposals(deps.record, deps.proposer?.name ?? null);
  const key = keyFrom(
    RECIPE,
    'tables',
    keys.articles,
    keys.tickets,
    JSON.stringify([macros, policies, entities, overlays, proposals.proposals]),
    before?.keys.tables ?? '',
  );
  const stored = await needed(artifacts, 'articles', keys.articles);
  const articles = recordsOf<Article>(await stored.load(['articles']), 'articles');
  const linkHosts = [...new Set(articles.flatMap(({ url }) => hostOf(url)))].sort();
  if (await artifacts.find('tables', key)) return { key, linkHosts };
  const links = stringTable(await stored.load(['links']), 'links');
  const passageIds = stringTable(await stored.load(['ids']), 'ids');
  const passages = await rowReader(stored, 'passages');
  const { topics, latest, ...tickets } = readTicketTables(await (await needed(artifacts, 'tickets', keys.tickets)).load());
  const old = before && (await (await artifacts.find('tables', before.keys.tables))?.load(['issues', MEMBERS]));
  const issues = old ? keepIssueIds(tickets.issues, tickets.tickets, recordsOf<Issue>(old, 'issues'), recordsOf<Member>(old, MEMBERS)) : tickets.issues;
  const read = async (article: number): Promise<Passage[]> => {
    const { firstPassage, passageCount } = articles[article] as Article;
    return (await passages.slice(firstPassage, passageCount)).map((json) => JSON.parse(json) as Passage);
  };
  const tables = { articles, passageIds, ...tickets, issues, macros };
  const { graph } = await buildGraph(
    { articles, linking: links.get, tickets: topics.map((topic) => ({ topic })), macros, policies, entities: catalogueEdits(entities, overlays) },
    tables,
    { facts: factTable(await needed(artifacts, 'facts', factKey(keys.articles))), read },
  );
  putProposals(graph, proposals, passageIds);
  applyOverlays(graph, overlays);
  const newest = articles.reduce((at, { updatedAt }) => (updatedAt !== null && updatedAt > at ? updatedAt : at), latest);
  const sections = graphSections({ ...tables, graph }, newest);
  putRecords(
    sections,
    MEMBERS,
    tickets.tickets.map(({ id, issue }): Member => ({ id, issue })),
  );
  await artifacts.keep('tables', key, sections);
  return { key, linkHosts };
}

function factTable(stored: Artifact): FactTable {
  const of =
    <T>(kind: string): EachFact<T> =>
    async (visit, some) => {
      if (!some) return eachRow(stored, kind, (json, article) => visit(JSON.parse(json) as T, article));
      const rows = await rowReader(stored, kind);
      for (const article of [...some].sort((a, b) => a - b)) visit(JSON.parse(await rows.get(article)) as T, article);
    };
  return { claims: of('claims'), statements: of('statements'), sentences: of('sentences') };
}

/** One binary of what the steps made, stored in parts under its own hash. */
export async function writeStep(deps: StepDeps, keys: Keys): Promise<{ hash: string; parts: number }> {
  const artifacts = open(deps);
  const tables = [
    onlySections(await needed(artifacts, 'tables', keys.tables), (name) => !name.startsWith(`${MEMBERS}.`)),
    onlySections(await needed(artifacts, 'tickets', keys.tickets), (name) => name.startsWith('tickets.')),
    onlySections(await needed(artifacts, 'articles', keys.articles), (name) => /^(?:articles|passages)\./.test(name)),
  ];
  const models = [await needed(artifacts, 'rank', keys.rank), await needed(artifacts, 'triage', keys.triage)];
  return storeSnapshot(tables, models, (hash, part, bytes) => deps.snapshots.put(deps.installation, hash, part, bytes));
}

const hostOf = (url: string | null): string[] => (url && URL.canParse(url) ? [new URL(url).host] : []);
