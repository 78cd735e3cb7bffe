/** Pairs of articles that may be told of, before it is known what the articles are about. */
import type { Article } from '../types.ts';
import type { ReadPassages } from './fact-table.ts';
import { subjects } from './subjects.ts';

export type Found = { a: number; b: number; likeness: number };
export type Candidate<T extends Found> = { between: [number, number]; found: T };

/** Of each two articles that are not about different things the most alike, at most `most`: the first of equals. */
export async function settle<T extends Found>(
  candidates: readonly Candidate<T>[],
  articles: readonly Article[],
  read: ReadPassages,
  most: number,
): Promise<T[]> {
  const about = await subjects(articles, new Set(candidates.flatMap(({ between }) => between)), read);
  const best = new Map<string, T>();
  for (const { between, found } of candidates) {
    const pair = [...between].sort((a, b) => a - b).join(' ');
    if (found.likeness > (best.get(pair)?.likeness ?? 0) && !about.differ(...between)) best.set(pair, found);
  }
  return [...best.values()].sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b).slice(0, most);
}
