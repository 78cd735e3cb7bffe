import { tokens } from '../../worker/text/analyze.ts';

const K1 = 1.2;
const B = 0.75;

/** Plain BM25 (Robertson & Zaragoza 2009) on title and text as one, lower-cased words, no stemming. */
export function bm25Baseline(documents: readonly { id: string; title: string; text: string }[]): (query: string) => string[] {
  const postings = new Map<string, { row: number; tf: number }[]>();
  const lengths = documents.map(({ title, text }, row) => {
    const words = tokens(`${title}\n${text}`);
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, tf] of counts) {
      const list = postings.get(word);
      if (list) list.push({ row, tf });
      else postings.set(word, [{ row, tf }]);
    }
    return words.length;
  });
  const average = lengths.reduce((a, b) => a + b, 0) / Math.max(1, lengths.length) || 1;
  return (query) => {
    const scores = new Float64Array(documents.length);
    for (const word of tokens(query)) {
      const list = postings.get(word) ?? [];
      const idf = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5));
      for (const { row, tf } of list)
        scores[row] = (scores[row] as number) + (idf * tf * (K1 + 1)) / (tf + K1 * (1 - B + (B * (lengths[row] as number)) / average));
    }
    return [...scores.keys()]
      .filter((row) => (scores[row] as number) > 0)
      .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
      .slice(0, 10)
      .map((row) => documents[row]?.id ?? '');
  };
}
