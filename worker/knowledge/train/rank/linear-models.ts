/** A linear model an article: which words of a ticket speak for it, and which against. */
import { buildImpactIndex } from '../../rank/impact-index.ts';
import type { RankModels } from '../../rank/models.ts';
import { Postings } from '../../rank/postings.ts';
import type { Label } from './evidence.ts';
import type { HistoryInput } from './history-input.ts';
import { ridge } from './ridge.ts';
import { COLUMNS, compact, giveBackCompact } from './sparse-product.ts';
import { giveBackRows, joinRows, pickRows } from './sparse-rows.ts';

/** Guessed labels taken as examples: the surest. */
const SOFT_ROWS = 900;
const SOFT_ROW_WEIGHT = 0.3;
const SOFT_LEAST = 0.15;
/** An article's own text is an example too. */
const PAGE_WEIGHT = 1;
const LAMBDA = 2;
const ITERATIONS = 12;
/** Models are kept for the articles that solved most. */
const MAX_CLASSES = 400;

type Target = { row: number; value: number };

export function linearModels(
  { docs, labels, questions, pages }: HistoryInput,
  rows: readonly number[],
  soft: readonly (Label | null)[],
): Pick<RankModels, 'linear' | 'classArticle'> {
  const proven = rows.filter((r) => (labels[r]?.length ?? 0) > 0);
  const guessed = rows
    .filter((r) => (soft[r]?.weight ?? 0) > SOFT_LEAST)
    .sort((a, b) => (soft[b]?.weight ?? 0) - (soft[a]?.weight ?? 0) || a - b)
    .slice(0, SOFT_ROWS);
  const support = new Map<number, Target[]>();
  const target = (article: number, row: number, value: number): void => {
    const list = support.get(article);
    if (list) list.push({ row, value });
    else support.set(article, [{ row, value }]);
  };
  for (const [i, row] of proven.entries())
    for (const { article, weight } of labels[row] ?? []) target(article, i, weight / Math.sqrt(labels[row]?.length ?? 1));
  for (const [i, row] of guessed.entries()) target((soft[row] as Label).article, proven.length + i, (soft[row] as Label).weight);
  const classes = [...support.keys()].sort((a, b) => (support.get(b)?.length ?? 0) - (support.get(a)?.length ?? 0) || a - b).slice(0, MAX_CLASSES);
  const tickets = proven.length + guessed.length;
  for (const [c, article] of classes.entries()) target(article, tickets + c, 1);

  const terms = docs.size;
  const postings = new Postings();
  let largest = 0;
  if (classes.length > 0) {
    const [asked, said] = [pickRows(questions, [...proven, ...guessed]), pickRows(pages, classes)];
    const x = joinRows(asked, said);
    giveBackRows(asked, said);
    const weights = Float32Array.from({ length: x.rows }, (_, i) => (i < proven.length ? 1 : i < tickets ? SOFT_ROW_WEIGHT : PAGE_WEIGHT));
    const rowsOf = compact(x, terms);
    ridge(
      rowsOf,
      classes.length,
      (c) => support.get(classes[c] as number) ?? [],
      { lambda: LAMBDA, iterations: ITERATIONS, weights },
      (first, count, w) => {
        for (let c = 0; c < count; c++) {
          // The index keeps a byte a weight, of which the largest is 127: what rounds to nothing beside the largest so far stays out.
          for (let at = c; at < w.length; at += COLUMNS) largest = Math.max(largest, Math.abs(w[at] as number));
          const least = Math.max(1e-4, (largest / 127) * 0.499);
          for (let term = 0; term < terms; term++) {
            const place = rowsOf.places[term] as number;
            const weight = place < 0 ? 0 : (w[place * COLUMNS + c] as number);
            if (Math.abs(weight) > least) postings.add(term, first + c, weight);
          }
        }
      },
    );
    giveBackCompact(rowsOf);
  }
  const linear = buildImpactIndex(terms, classes.length, postings);
  postings.giveBack();
  return { linear, classArticle: Uint32Array.from(classes) };
}
