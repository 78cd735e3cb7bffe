/** BM25F (Robertson & Zaragoza 2009): fields are weighed before saturation; one length over all. */
import { buildImpactIndex, type ImpactIndex } from '../../rank/impact-index.ts';
import { Postings } from '../../rank/postings.ts';

export type Bm25Options = { k1: number; b: number };

/** `bag(row)` gives a row's weighted term counts; terms from `terms` on are left out. */
export function bm25Index(terms: number, rows: number, bag: (row: number) => Map<number, number>, { k1, b }: Bm25Options): ImpactIndex {
  const postings = new Postings();
  const lengths = new Float64Array(rows);
  const frequency = new Uint32Array(terms);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    for (const [term, tf] of bag(row)) {
      if (term >= terms || tf <= 0) continue;
      postings.add(term, row, tf);
      lengths[row] = (lengths[row] as number) + tf;
      frequency[term] = (frequency[term] as number) + 1;
    }
    total += lengths[row] as number;
  }
  const mean = total / Math.max(1, rows) || 1;
  for (let i = 0; i < postings.length; i++) {
    const n = frequency[postings.term[i] as number] as number;
    const tf = postings.value[i] as number;
    const norm = 1 - b + (b * (lengths[postings.row[i] as number] as number)) / mean;
    postings.value[i] = (Math.log(1 + (rows - n + 0.5) / (n + 0.5)) * tf * (k1 + 1)) / (tf + k1 * norm);
  }
  return buildImpactIndex(terms, rows, postings);
}
