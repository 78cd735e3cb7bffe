/** The way through the graph from the ticket to an article, with what each step rests on. */
import type { PathHop } from '#shared/suggestion';
import type { Ranking } from '../../knowledge/rank/rank-articles.ts';
import type { Knowledge, KnowledgeGraph } from '../../knowledge/types.ts';
import type { Enriched } from '../types.ts';

const ISSUES = 3;
const SHOWN = 10;
/** Issues, what resolved them, and the articles, with the edges that a path runs along: what lies further off is on none. */
const EGO = { hops: 0, limit: 60, kinds: ['resolves', 'describes'] } as const;
const EVIDENCE = 5;

/**
 * ticket → issue → resolution → article where the ticket's issue was solved with the article; else by a like ticket, or
 * by an entity both speak of; else the words alone. Evidence: ticket ids and `article@version`.
 */
export function pathFinder(knowledge: Knowledge, ranking: Ranking, input: Enriched): (article: number) => PathHop[] {
  const { scores, models } = ranking;
  const issues = [...scores.issues]
    .sort((a, b) => b[1] - a[1])
    .slice(0, ISSUES)
    .map(([issue]) => issue);
  const key = (issue: number): string => `issue:${knowledge.issues.get(issue).id}`;
  let ego: KnowledgeGraph | null = null;
  const shown = ranking.articles.slice(0, SHOWN).map(({ article }) => knowledge.articles.get(article).id);
  const graph = (): KnowledgeGraph => {
    ego ??= knowledge.graph.ego(
      issues
        .flatMap((issue) => [key(issue), ...shown.map((id) => resolutionKey(knowledge.issues.get(issue).id, id))])
        .concat(shown.map((id) => `article:${id}`)),
      EGO,
    );
    return ego;
  };
  const start: PathHop = { kind: 'ticket', id: input.ticket.id, label: 'This ticket', edge: null, evidence: [] };

  return (article) => {
    const { id, title, version } = knowledge.articles.get(article);
    const own = `article:${id}`;
    const end = (edge: string, evidence: string[]): PathHop => ({ kind: 'article', id, label: title, edge, evidence });
    for (const issue of issues) {
      const { id: issueId, name } = knowledge.issues.get(issue);
      const resolution = resolutionKey(issueId, id);
      if (!graph().hasEdge(resolution, key(issue)) || !graph().hasEdge(own, resolution)) continue;
      const near = scores.near.filter(({ row }) => models.issueOf[row] === issue).map(({ row }) => knowledge.tickets.get(row).id);
      return [
        start,
        { kind: 'issue', id: issueId, label: name, edge: 'part_of', evidence: near.slice(0, EVIDENCE) },
        {
          kind: 'resolution',
          id: resolution.slice('resolution:'.length),
          label: title,
          edge: 'resolves',
          evidence: graph().getEdgeAttribute(resolution, key(issue), 'evidence').slice(0, EVIDENCE),
        },
        end('describes', graph().getEdgeAttribute(own, resolution, 'evidence')),
      ];
    }
    const like = scores.near.find(({ row }) => knowledge.tickets.get(row).articles.includes(article));
    if (like) {
      const ticket = knowledge.tickets.get(like.row);
      return [
        start,
        { kind: 'ticket', id: ticket.id, label: `Ticket ${ticket.id}`, edge: 'similar_to', evidence: [ticket.id] },
        end('evidenced_by', [ticket.id]),
      ];
    }
    const entity = input.entities.find((e) => e.key !== own && input.neighbourhood.hasEdge(own, e.key));
    if (entity) {
      const edge = input.neighbourhood.getEdgeAttributes(own, entity.key);
      const node = input.neighbourhood.getNodeAttributes(entity.key);
      return [start, { kind: node.kind, id: node.id, label: entity.label, edge: 'mentions', evidence: [] }, end(edge.kind, edge.evidence.slice(0, EVIDENCE))];
    }
    return [start, end('mentions', [`${id}@${version}`])];
  };
}

const resolutionKey = (issue: string, article: string): string => `resolution:${issue}/article/${article}`;
