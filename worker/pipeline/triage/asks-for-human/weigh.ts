/**
 * How the concepts of a sentence add up to a request: a logistic regression over concepts and pairs of them, learned from
 * the requests and look-alikes in tests/fixtures/handoff-requests.tsv (`tests/evals/fit-handoff.ts` makes `weights.ts`).
 */
import { type Concept, type ConceptWords, conceptNames, concepts, japaneseConcepts } from './concepts.ts';
import { withoutLookAlikes } from './ja.ts';
import { foldWords, packCodes, packFor } from './packs.ts';
import { weights } from './weights.ts';

/** Without one of these nobody is asked for. */
const core = new Set(['human', 'staff', 'someone', 'office', 'talk', 'call', 'pass', 'bot']);
/** Something is asked for, or spoken with: a person merely mentioned in a longer sentence is no request. */
const force = new Set(['human', 'talk', 'call', 'pass', 'want', 'who']);
const WITHOUT_FORCE = -2;
const BRIEF = 3;
/** Below the full weight of its parts: a pair is rarer than either. */
const PAIR = 0.7;

const compiled = new Map<string, RegExp[]>();

function patterns(language: string): RegExp[] {
  let made = compiled.get(language);
  if (!made) {
    const own = concepts[language];
    made = conceptNames.map((name) =>
      own
        ? new RegExp(`(?<= )(?:${(own as ConceptWords)[name].replaceAll('_', ' ').replaceAll('*', '[^ ]*')})(?= )`, 'u')
        : new RegExp(japaneseConcepts[name], 'u'),
    );
    compiled.set(language, made);
  }
  return made;
}

export type Sentence = {
  /** Folded words with one space before, between and after them; Japanese as written. */
  words: string;
  question: boolean;
  /** It holds words that only look like a person or a request. */
  lookAlike: boolean;
};

/** A sentence as it is weighed. */
export function readSentence(text: string, language: string): Sentence {
  const question = /[?？]/u.test(text);
  if (language === 'ja') return { words: text, question, lookAlike: withoutLookAlikes(text) !== text };
  const words = foldWords(text, language === 'fr' ? ' ' : '');
  const lookAlike = packCodes.includes(language) && packFor(language).lookAlikes.some((pattern) => words.search(pattern) >= 0);
  return { words, question, lookAlike };
}

/** Which concepts a sentence holds, in the order of `conceptNames`. */
export const conceptsIn = ({ words }: Sentence, language: string): boolean[] => patterns(language).map((pattern) => pattern.test(words));

/** What the weights are of: concepts, brevity, length, question, look-alikes, then pairs of concepts. */
export function requestFeatures(found: readonly boolean[], sentence: Sentence, language: string): number[] {
  const size = language === 'ja' ? sentence.words.length / 4 : sentence.words.split(' ').length - 2;
  const single = found.map(Number);
  const pairs: number[] = [];
  for (let i = 0; i < single.length; i += 1) for (let j = i + 1; j < single.length; j += 1) pairs.push((single[i] as number) * (single[j] as number) * PAIR);
  return [...single, Number(size <= 3), Number(size > 8), Number(sentence.question), Number(sentence.lookAlike), ...pairs];
}

/**
 * “Discuss how …” and “can you write …” ask for words, not for a person: a talk that is all the sentence speaks of has the
 * writer in it, or asks how to reach the other side.
 */
function speaksOfATopic(has: (name: Concept) => boolean): boolean {
  const talkAlone = has('talk') && conceptNames.every((name) => name === 'talk' || !core.has(name) || !has(name)) && !has('who');
  return talkAlone && !has('me') && !(has('how') && has('you') && !has('want'));
}

/** Log-odds that the sentence asks for a person; null when it speaks of none. */
export function requestLogit(sentence: Sentence, language: string): number | null {
  const found = conceptsIn(sentence, language);
  if (!found.some((has, i) => has && core.has(conceptNames[i] as string))) return null;
  const features = requestFeatures(found, sentence, language);
  let sum = weights[features.length] ?? 0;
  for (const [i, v] of features.entries()) if (v !== 0) sum += v * (weights[i] ?? 0);
  const has = (name: Concept): boolean => found[conceptNames.indexOf(name)] === true;
  const forceful = conceptNames.some((name) => force.has(name) && has(name)) || (has('bot') && has('no'));
  const brief = language === 'ja' ? sentence.words.length <= 4 * BRIEF : sentence.words.split(' ').length - 2 <= BRIEF;
  if (!brief && language !== 'ja' && speaksOfATopic(has)) return null;
  return forceful || brief ? sum : sum + WITHOUT_FORCE;
}

/** Languages whose concepts are known. */
export const weighable = (language: string): boolean => language === 'ja' || concepts[language] !== undefined;

/** The language most of whose concepts the sentence holds, for texts too short to tell. */
export function likeliestLanguage(sentence: Sentence): string {
  let best = 'en';
  let most = 0;
  for (const language of Object.keys(concepts)) {
    const n = conceptsIn(sentence, language).filter(Boolean).length;
    if (n > most) {
      best = language;
      most = n;
    }
  }
  return best;
}
