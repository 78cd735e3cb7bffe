/** The baseline of the classification suites: multinomial naive Bayes on words, add-one smoothing, no rejection. */
import { tokens } from '../../worker/text/tokens.ts';

export type NaiveBayes = { labels: string[]; logOdds(text: string): number[] };

export function trainNaiveBayes(rows: readonly { text: string; label: string }[]): NaiveBayes {
  const labels = [...new Set(rows.map((r) => r.label))].sort();
  const index = new Map(labels.map((l, i) => [l, i]));
  const counts = new Map<string, Float64Array>();
  const totals = new Float64Array(labels.length);
  const priors = new Float64Array(labels.length);
  for (const { text, label } of rows) {
    const l = index.get(label) as number;
    priors[l] = (priors[l] as number) + 1;
    for (const word of tokens(text)) {
      let row = counts.get(word);
      if (!row) {
        row = new Float64Array(labels.length);
        counts.set(word, row);
      }
      row[l] = (row[l] as number) + 1;
      totals[l] = (totals[l] as number) + 1;
    }
  }
  return {
    labels,
    logOdds(text) {
      const sums = labels.map((_, l) => Math.log((priors[l] as number) / rows.length));
      for (const word of tokens(text)) {
        const row = counts.get(word);
        if (!row) continue;
        for (let l = 0; l < sums.length; l += 1) sums[l] = (sums[l] as number) + Math.log(((row[l] as number) + 1) / ((totals[l] as number) + counts.size));
      }
      return sums;
    },
  };
}
