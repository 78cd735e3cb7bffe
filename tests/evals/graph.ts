/** What the graph of a folder holds: its largest issues in their tickets' own words, whether what edges rest on can be found, and where articles disagree. */
import { articleTables } from '../../worker/knowledge/article-tables.ts';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { factsOf, readsOf } from '../../worker/knowledge/graph/article-facts.ts';
import { findContradictions } from '../../worker/knowledge/graph/contradictions.ts';
import { findDenials } from '../../worker/knowledge/graph/statements.ts';
import { disagreements } from '../../worker/knowledge/review/disagreements.ts';
import { mergeCandidates } from '../../worker/knowledge/review/merges.ts';
import { staleArticles } from '../../worker/knowledge/review/stale.ts';
import { graphPages } from '../../worker/knowledge/snapshot/graph-pages.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import { type Knowledge, tableOf } from '../../worker/knowledge/types.ts';
import { loadFile, loadFolder } from './load-folder.ts';

const ISSUES = 25;
const TITLES = 5;
const SHOWN = 10;

/** `--folder F` builds the whole graph; `--documents F` looks at one file of articles for what they say of each other. */
export async function graph(args: Record<string, string | string[]>): Promise<object> {
  if (args.documents !== undefined) return ofArticles(String(args.documents));
  const began = performance.now();
  const { bytes, hash } = await buildSnapshot(loadFolder(String(args.folder)));
  const seconds = (performance.now() - began) / 1_000;
  const knowledge = loadSnapshot(bytes.slice().buffer, hash);
  const { citations, kinds } = resolve(knowledge);
  const found = disagreements(knowledge);
  const of = (kind: 'contradiction' | 'duplicate') => found.filter((row) => row.kind === kind);
  const shown = Object.fromEntries(
    (['contradiction', 'duplicate'] as const).map((kind) => [
      kind,
      of(kind)
        .slice(0, SHOWN)
        .map(({ likeness, a, b }) => ({ likeness, a: a.articleId, b: b.articleId })),
    ]),
  );
  const issues = issuesOf(knowledge);
  return {
    suite: 'graph',
    n: knowledge.tickets.length,
    seconds,
    nodes: knowledge.graph.nodeCount,
    edges: knowledge.graph.edgeCount,
    issues: knowledge.issues.length,
    in_issues: issues.members / Math.max(1, knowledge.tickets.length),
    citations_resolved: citations.resolved / Math.max(1, citations.all),
    contradictions: of('contradiction').length,
    duplicates: of('duplicate').length,
    merges: mergeCandidates(knowledge, []).length,
    stale: staleArticles(knowledge, []).length,
    kinds,
    largest: issues.largest,
    disagreements: { ...(await statements(knowledge)), duplicates: shown.duplicate },
  };
}

function issuesOf(knowledge: Knowledge) {
  const titles = Array.from({ length: knowledge.issues.length }, (): string[] => []);
  for (let i = 0; i < knowledge.tickets.length; i++) {
    const { issue, subject } = knowledge.tickets.get(i);
    titles[issue]?.push(subject);
  }
  // Spread over the issue, not its first ones: that is what a reader would look at.
  const some = (all: string[]): string[] => Array.from({ length: Math.min(TITLES, all.length) }, (_, n) => all[Math.floor((n * all.length) / TITLES)] ?? '');
  const largest = Array.from({ length: Math.min(ISSUES, knowledge.issues.length) }, (_, i) => {
    const { name, tickets, articles } = knowledge.issues.get(i);
    return { name, tickets, titles: some(titles[i] ?? []), article: articles[0] === undefined ? null : knowledge.articles.get(articles[0]).title };
  });
  return { members: titles.reduce((sum, list) => sum + list.length, 0), largest };
}

/** Whether each piece of evidence leads to something that is there: a ticket, an article in that version, a passage, a macro, a policy, a catalogue entry. */
function resolve(knowledge: Knowledge): { citations: { all: number; resolved: number }; kinds: Record<string, number> } {
  const pages = graphPages(knowledge);
  const tickets = new Set(Array.from({ length: knowledge.tickets.length }, (_, i) => knowledge.tickets.get(i).id));
  const stands = (evidence: string): boolean => {
    if (tickets.has(evidence) || knowledge.passageIndex(evidence) !== null) return true;
    const at = evidence.lastIndexOf('@');
    const article = at < 0 ? null : knowledge.articleIndex(evidence.slice(0, at));
    if (article !== null) return knowledge.articles.get(article).version === evidence.slice(at + 1);
    return knowledge.graph.node(evidence) !== null || evidence.startsWith('catalogue:') || evidence.startsWith('edit:');
  };
  const citations = { all: 0, resolved: 0 };
  const kinds: Record<string, number> = {};
  for (let i = 0; i < pages.edgeCount; i++) {
    const { kind, evidence } = pages.edgeAt(i);
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    // An edge without evidence counts as one that leads nowhere.
    citations.all += Math.max(1, evidence.length);
    citations.resolved += evidence.filter(stands).length;
  }
  return { citations, kinds };
}

async function statements(knowledge: Knowledge): Promise<object> {
  const articles = Array.from({ length: knowledge.articles.length }, (_, i) => knowledge.articles.get(i));
  const passages = Array.from({ length: knowledge.passages.length }, (_, i) => knowledge.passages.get(i));
  const titleOf = (passage: number): string => articles[passages[passage]?.article ?? 0]?.title ?? '';
  const facts = factsOf(articles, tableOf(passages));
  const read = readsOf(articles, tableOf(passages));
  return {
    numbers: (await findContradictions(articles, read, facts))
      .slice(0, SHOWN)
      .map(({ a, b, sentences, values }) => ({ values, a: titleOf(a), b: titleOf(b), sentences })),
    denials: (await findDenials(articles, read, facts)).slice(0, SHOWN).map(({ a, b }) => ({ a: passages[a]?.text, b: passages[b]?.text })),
  };
}

async function ofArticles(file: string): Promise<object> {
  // Folders are sections, as where a folder of Markdown is read.
  const inSections = loadFile('article', file).documents.map((document) =>
    document.sections.length > 0 ? document : { ...document, sections: document.id.split('/').slice(0, 1) },
  );
  const { articles, passages } = articleTables(inSections);
  const rows = tableOf(passages);
  const facts = factsOf(articles, rows);
  const read = readsOf(articles, rows);
  const [numbers, denials] = [await findContradictions(articles, read, facts), await findDenials(articles, read, facts)];
  const titleOf = (passage: number): string => articles[passages[passage]?.article ?? 0]?.id ?? '';
  return {
    suite: 'graph',
    n: articles.length,
    contradictions: numbers.length + denials.length,
    numbers: numbers.map(({ a, b, sentences, values }) => ({ values, a: titleOf(a), b: titleOf(b), sentences })),
  };
}
