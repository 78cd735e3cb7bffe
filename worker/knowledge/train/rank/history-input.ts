import type { CorpusTerms } from './corpus-terms.ts';
import type { Label } from './evidence.ts';
import type { SparseRows } from './sparse-rows.ts';

/** What solved tickets say, before anything is learned from them. Lists by row are as `tables.tickets`. */
export type HistoryInput = {
  docs: CorpusTerms;
  labels: readonly (readonly Label[])[];
  /** Days since the epoch, by row. */
  day: Float64Array;
  issueOf: Int32Array;
  issues: number;
  /** Cosine rows of every ticket. */
  questions: SparseRows;
  /** Cosine rows of every article: what it says, as if someone had asked it. */
  pages: SparseRows;
};
