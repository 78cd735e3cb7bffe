/** Cosine of TF-IDF vectors over an inverted index: a plain peer, and how like anything known a text is. */
import { tokens } from '../../worker/text/tokens.ts';

/** For each of `asked`, its cosine (0 to 1) with the most similar of `known`; words of `asked` that no known text has count as very rare. */
export function likest(known: readonly string[], asked: readonly string[]): number[] {
  const counted = known.map(count);
  const found = new Map<string, number>();
  for (const words of counted) for (const word of words.keys()) found.set(word, (found.get(word) ?? 0) + 1);
  const vector = (words: Map<string, number>): Map<string, number> => {
    const weighted = new Map([...words].map(([w, c]) => [w, (1 + Math.log(c)) * Math.log((known.length + 1) / (found.get(w) ?? 0.5))]));
    const norm = Math.sqrt([...weighted.values()].reduce((s, v) => s + v * v, 0)) || 1;
    for (const [w, v] of weighted) weighted.set(w, v / norm);
    return weighted;
  };
  const postings = new Map<string, [number, number][]>();
  for (const [i, words] of counted.entries())
    for (const [word, weight] of vector(words)) {
      const list = postings.get(word);
      if (list) list.push([i, weight]);
      else postings.set(word, [[i, weight]]);
    }
  return asked.map((text) => {
    const sums = new Float64Array(known.length);
    for (const [word, weight] of vector(count(text))) for (const [i, other] of postings.get(word) ?? []) sums[i] = (sums[i] as number) + weight * other;
    return sums.reduce((most, sum) => Math.max(most, sum), 0);
  });
}

function count(text: string): Map<string, number> {
  const words = new Map<string, number>();
  for (const word of tokens(text)) words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}
