import type { Issue, SolvedTicket } from '../types.ts';

/** Share of the smaller one's tickets that two issues must have in common to be one. */
const SAME = 0.5;

/**
 * Issues under the ids they had before where their tickets mostly stayed: largest overlap first, each old id once. An
 * issue that would carry another's id by chance gets one of its own.
 */
export function keepIssueIds(
  issues: readonly Issue[],
  tickets: readonly Pick<SolvedTicket, 'id' | 'issue'>[],
  oldIssues: readonly Issue[],
  oldTickets: readonly Pick<SolvedTicket, 'id' | 'issue'>[],
): Issue[] {
  const oldOf = new Map(oldTickets.map(({ id, issue }) => [id, issue]));
  const overlaps = new Map<string, { now: number; old: number; count: number }>();
  for (const { id, issue } of tickets) {
    const old = oldOf.get(id) ?? -1;
    if (issue < 0 || old < 0) continue;
    const pair = overlaps.get(`${issue} ${old}`) ?? { now: issue, old, count: 0 };
    pair.count += 1;
    overlaps.set(`${issue} ${old}`, pair);
  }
  const kept = new Map<number, string>();
  const taken = new Set<string>();
  for (const { now, old, count } of [...overlaps.values()].sort((a, b) => b.count - a.count || a.now - b.now || a.old - b.old)) {
    const [issue, before] = [issues[now], oldIssues[old]];
    if (!issue || !before || kept.has(now) || taken.has(before.id)) continue;
    if (count < SAME * Math.min(issue.tickets, before.tickets)) continue;
    kept.set(now, before.id);
    taken.add(before.id);
  }
  return issues.map((issue, i) => {
    let id = kept.get(i) ?? issue.id;
    for (let n = 2; kept.get(i) === undefined && taken.has(id); n++) id = `${issue.id}-${n}`;
    taken.add(id);
    return { ...issue, id };
  });
}
