/** BM25F (Robertson & Zaragoza 2009): fields are weighed before saturation; one length over all. */
import { buildImpactIndex, type ImpactIndex } from '../../rank/impact-index.ts';
import { Postings } from '../../rank/postings.ts';
import { Bag } from './bag.ts';

export type Bm25Options = { k1: number; b: number };

/** `fill` puts a row's weighted counts of terms below `terms` into an empty bag. */
export function bm25Index(terms: number, rows: number, fill: (bag: Bag, row: number) => void, { k1, b }: Bm25Options): ImpactIndex {
  const postings = new Postings();
  const bag = new Bag(terms);
  const lengths = new Float64Array(rows);
  const frequency = new Uint32Array(terms);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    bag.clear();
    fill(bag, row);
    for (let i = 0; i < bag.size; i++) {
      const term = bag.terms[i] as number;
      const tf = bag.counts[term] as number;
      postings.add(term, row, tf);
      lengths[row] = (lengths[row] as number) + tf;
      frequency[term] = (frequency[term] as number) + 1;
    }
    total += lengths[row] as number;
  }
  const mean = total / Math.max(1, rows) || 1;
  const idf = Float64Array.from(frequency, (n) => (n === 0 ? 0 : Math.log(1 + (rows - n + 0.5) / (n + 0.5))));
  for (let i = 0; i < postings.length; i++) {
    const tf = postings.value[i] as number;
    const norm = 1 - b + (b * (lengths[postings.row[i] as number] as number)) / mean;
    postings.value[i] = ((idf[postings.term[i] as number] as number) * tf * (k1 + 1)) / (tf + k1 * norm);
  }
  return buildImpactIndex(terms, rows, postings);
}
