/** What would be different for the agent between two answers to one ticket. */
import type { Suggestion } from '#shared/suggestion';

export type Comparison = {
  same: boolean;
  outcome: [string, string];
  topArticle: [string | null, string | null];
  tags: { added: string[]; removed: string[] };
  /** Both texts; null where they are the same. */
  draft: [string, string] | null;
};

export function compareSuggestions(before: Suggestion, after: Suggestion): Comparison {
  const top = (s: Suggestion): string | null => s.articles[0]?.id ?? null;
  const tags = (s: Suggestion): string[] => s.triage.tags.map((t) => t.tag);
  const [a, b] = [tags(before), tags(after)];
  const comparison = {
    outcome: [before.decision.outcome, after.decision.outcome] as [string, string],
    topArticle: [top(before), top(after)] as [string | null, string | null],
    tags: { added: b.filter((t) => !a.includes(t)), removed: a.filter((t) => !b.includes(t)) },
    draft: before.draft.text === after.draft.text ? null : ([before.draft.text, after.draft.text] as [string, string]),
  };
  const same =
    comparison.outcome[0] === comparison.outcome[1] &&
    comparison.topArticle[0] === comparison.topArticle[1] &&
    comparison.tags.added.length + comparison.tags.removed.length === 0 &&
    comparison.draft === null;
  return { same, ...comparison };
}
