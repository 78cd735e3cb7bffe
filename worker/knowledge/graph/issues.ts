import type { TicketDocument } from '#shared/knowledge';
import { own } from '../../text/own.ts';
import type { TermVectors } from '../term-vectors.ts';
import type { Issue, TicketLink } from '../types.ts';
import { ticketCommunities } from './communities.ts';
import { nameIssues } from './issue-names.ts';

/** Articles named with an issue, the most proven first. */
const MAX_ARTICLES = 10;

/** What an issue is named from. */
export type Subject = { text: string; language: string };
export const subjectOf = (document: TicketDocument, language: string): Subject => ({ text: document.subject || own(document.body.slice(0, 120)), language });

/** Issues, largest first; `subjects` has the rows of `links`. Also which one each row of `links` belongs to (-1 for none). */
export function buildIssues(
  subjects: readonly Subject[],
  links: readonly TicketLink[],
  vectors: TermVectors,
): { issues: Issue[]; issueOf: (row: number) => number } {
  const communities = ticketCommunities(links, vectors);
  const issueOfRow = new Map<number, number>();
  for (const [issue, rows] of communities.entries()) for (const row of rows) issueOfRow.set(row, issue);
  const texts = communities.map((rows) => ({ subjects: rows.map((row) => subjects[row] as Subject) }));
  const issues = nameIssues(texts).map(
    (named, i): Issue => ({
      ...named,
      tickets: communities[i]?.length ?? 0,
      articles: provenArticles((communities[i] ?? []).map((row) => links[row] as TicketLink)),
    }),
  );
  return { issues, issueOf: (row) => issueOfRow.get(row) ?? -1 };
}

function provenArticles(links: readonly TicketLink[]): number[] {
  const weights = new Map<number, number>();
  for (const link of links) for (const { article, weight } of link.articles) weights.set(article, (weights.get(article) ?? 0) + weight);
  return [...weights]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MAX_ARTICLES)
    .map(([article]) => article);
}
