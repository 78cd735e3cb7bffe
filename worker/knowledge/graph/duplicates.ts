/** Passages of two articles that say the same. */
import { fold } from '../../text/fold.ts';
import type { Article, Passage } from '../types.ts';
import { passageSentences } from './passage-sentences.ts';
import { sameScope } from './scope.ts';
import type { Agreement } from './statements.ts';

/** A sentence in more articles than this is a template. */
const TEMPLATE = 4;
const DUPLICATE_WORDS = 20;
const DUPLICATE_SHARE = 0.8;
const MAX_FOUND = 200;

/** Passages of two articles most of whose words stand in both, word for word; templates do not count. */
export function findDuplicates(articles: readonly Article[], passages: readonly Passage[]): Agreement[] {
  const places = new Map<string, number[]>();
  const sizes = new Float64Array(passages.length);
  for (const [i, passage] of passages.entries()) {
    if (passage.kind === 'code') continue;
    for (const sentence of new Set(passageSentences(passage).map((s) => (fold(s).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')))) {
      sizes[i] = (sizes[i] as number) + sentence.length;
      const list = places.get(sentence);
      if (list) list.push(i);
      else places.set(sentence, [i]);
    }
  }
  const shared = sharedSentences(places, passages);
  const best = new Map<string, Agreement>();
  for (const { a, b, chars, words } of shared.values()) {
    const [one, two] = [articles[passages[a]?.article ?? 0] as Article, articles[passages[b]?.article ?? 0] as Article];
    const likeness = chars / Math.min(sizes[a] as number, sizes[b] as number);
    const pair = [one.id, two.id].sort().join('\n');
    if (words >= DUPLICATE_WORDS && likeness >= DUPLICATE_SHARE && likeness > (best.get(pair)?.likeness ?? 0) && sameScope(one, two))
      best.set(pair, { a, b, likeness });
  }
  return [...best.values()].sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b).slice(0, MAX_FOUND);
}

type Shared = { a: number; b: number; chars: number; words: number };

/** Pairs of passages of two articles, with how much of them is word for word the same. */
function sharedSentences(places: ReadonlyMap<string, number[]>, passages: readonly Passage[]): Map<string, Shared> {
  const shared = new Map<string, Shared>();
  for (const [sentence, list] of places) {
    if (list.length < 2 || new Set(list.map((i) => passages[i]?.article)).size > TEMPLATE || sentence === '') continue;
    for (const [n, a] of list.entries())
      for (const b of list.slice(n + 1)) {
        if (passages[a]?.article === passages[b]?.article) continue;
        const pair = shared.get(`${a} ${b}`) ?? { a, b, chars: 0, words: 0 };
        pair.chars += sentence.length;
        pair.words += sentence.split(' ').length;
        shared.set(`${a} ${b}`, pair);
      }
  }
  return shared;
}
