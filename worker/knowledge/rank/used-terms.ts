/** Which words a company uses at all: a sentence made of others came from somewhere else. */
import type { Knowledge } from '../types.ts';
import { readVocabulary } from './vocabulary.ts';

/** Share of words never met before (Turing's estimate) from which articles and tickets are too few to tell what is foreign. */
const TOO_MANY_NEW = 0.1;
/** Of fewer words everyday ones are missing too, and whatever is new reads as foreign. */
const TOO_FEW_WORDS = 1_000;

/** Tells terms that at least two solved tickets use, or articles and tickets where the latter are few. Every term counts as used where there are too few of them to tell. */
export function usedTerms(knowledge: Knowledge): (term: string) => boolean {
  return knowledge.cached('rank.used', () => {
    const vocabulary = readVocabulary(knowledge.sections);
    if (vocabulary.weights.length < TOO_FEW_WORDS) return () => true;
    // A weight is ln((N + 1) / n): the heaviest is that of a term in one text at most, and how many hold another follows from it.
    const single = vocabulary.weights.reduce((most, weight) => Math.max(most, weight), 0);
    let [once, all] = [0, 0];
    for (const weight of vocabulary.weights) {
      const texts = Math.exp(single - weight);
      all += texts;
      if (texts < 1.5) once++;
    }
    if (all === 0 || once / all > TOO_MANY_NEW) return () => true;
    return (term: string) => {
      const at = vocabulary.find(term);
      return at >= 0 && (vocabulary.weights[at] as number) < single - 1e-4;
    };
  });
}
