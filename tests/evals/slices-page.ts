/** The slices of articles and triage, and the tickets in other languages, as tables for `docs/evaluation.md`. */

type Result = Record<string, unknown>;
export type SliceResults = { articles: Result; locales: Result; triage: Result };
type Sliced = Record<string, Record<string, number>>;

const kinds = { by_language: 'language', by_product: 'product', by_channel: 'channel', by_length: 'length', by_issue: 'issue' } as const;

/** Rows of every slice that `result` has, with the figures named. */
function rows(result: Result, figures: readonly string[], of: Readonly<Record<string, string>>): string {
  return Object.entries(of)
    .flatMap(([key, kind]) =>
      Object.entries((result[key] ?? {}) as Sliced).map(
        ([name, values]) => `| ${kind}: ${name} | ${['n', ...figures].map((figure) => values[figure] ?? '–').join(' | ')} |`,
      ),
    )
    .join('\n');
}

function table(title: string, result: Result, figures: readonly string[], of: Readonly<Record<string, string>>): string {
  if (typeof result.skipped === 'string') return `${title}: not measured (${result.skipped}).`;
  const head = ['slice', 'n', ...figures];
  return `${title}:\n\n| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |\n${rows(result, figures, of)}`;
}

export const slicesPage = ({ articles, locales, triage }: SliceResults): string => `## Slices

Slices of fewer than eight tickets are left out. An issue is known where a solved ticket is like it (cosine 0.25).

${table('Articles, development split', articles, ['mrr@10', 'hit@1', 'recall@5'], kinds)}

${table('Tickets in other languages (500, too few with a known article for a ranking figure)', locales, ['language_right', 'found', 'confidence'], { by_locale: 'locale' })}

${table('Triage, escalate', triage, ['positive', 'auc', 'ece'], kinds)}
`;
