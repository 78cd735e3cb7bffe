/** Passages of two articles that say the same. */
import { fold } from '../../text/fold.ts';
import type { Article } from '../types.ts';
import { type FactTable, gather, numberOf, type SentenceFact } from './fact-table.ts';
import { sameScope } from './scope.ts';
import type { Agreement } from './statements.ts';

/** A sentence in more articles than this is a template. */
const TEMPLATE = 4;
const DUPLICATE_WORDS = 20;
const DUPLICATE_SHARE = 0.8;
const MAX_FOUND = 200;

/** The sentences of a passage, each once. */
export function sentencesOf(sentences: readonly string[], place: number): SentenceFact[] {
  const plain = new Set(sentences.map((sentence) => (fold(sentence).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')));
  return [...plain].filter(Boolean).map((words) => [place, numberOf(words), words.length, words.split(' ').length]);
}

/** Passages of two articles most of whose words stand in both, word for word; templates do not count. */
export async function findDuplicates(articles: readonly Article[], facts: Pick<FactTable, 'sentences'>): Promise<Agreement[]> {
  const { shared, sizes } = await sharedSentences(articles, facts);
  const best = new Map<string, Agreement>();
  for (const { a, b, chars, words, between } of shared.values()) {
    const [one, two] = between.map((article) => articles[article]) as [Article, Article];
    const likeness = chars / Math.min(sizes.get(a) ?? 1, sizes.get(b) ?? 1);
    const pair = [one.id, two.id].sort().join('\n');
    if (words >= DUPLICATE_WORDS && likeness >= DUPLICATE_SHARE && likeness > (best.get(pair)?.likeness ?? 0) && sameScope(one, two))
      best.set(pair, { a, b, likeness });
  }
  return [...best.values()].sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b).slice(0, MAX_FOUND);
}

type Shared = { a: number; b: number; between: [number, number]; chars: number; words: number };

/** Pairs of passages of two articles, with how much of them is word for word the same; and the size of every passage that shares something. */
async function sharedSentences(
  articles: readonly Article[],
  facts: Pick<FactTable, 'sentences'>,
): Promise<{ shared: Map<string, Shared>; sizes: Map<number, number> }> {
  const sums: number[] = [];
  await facts.sentences((own) => {
    for (const [, sum] of own) sums.push(sum);
  });
  const repeated = repeatedNumbers(sums);
  const places = new Map<number, Place[]>();
  const sizes = new Map<number, number>();
  await facts.sentences((own, article) => {
    for (const [place, sum, chars, words] of own) {
      const passage = (articles[article]?.firstPassage ?? 0) + place;
      sizes.set(passage, (sizes.get(passage) ?? 0) + chars);
      if (repeated.has(sum)) gather(places, sum, { passage, article, chars, words });
    }
  });
  return { shared: pairsOf(places), sizes };
}

type Place = { passage: number; article: number; chars: number; words: number };

function pairsOf(places: ReadonlyMap<number, Place[]>): Map<string, Shared> {
  const shared = new Map<string, Shared>();
  for (const list of places.values()) {
    if (new Set(list.map(({ article }) => article)).size > TEMPLATE) continue;
    for (const [n, one] of list.entries())
      for (const two of list.slice(n + 1)) {
        if (one.article === two.article) continue;
        const key = `${one.passage} ${two.passage}`;
        const pair = shared.get(key) ?? { a: one.passage, b: two.passage, between: [one.article, two.article], chars: 0, words: 0 };
        pair.chars += one.chars;
        pair.words += one.words;
        shared.set(key, pair);
      }
  }
  return shared;
}

/** Those that stand in a list more than once. */
function repeatedNumbers(numbers: readonly number[]): Set<number> {
  const sorted = Float64Array.from(numbers).sort();
  const found = new Set<number>();
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) found.add(sorted[i] as number);
  return found;
}
