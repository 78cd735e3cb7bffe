/** Whether a draft that nobody would read before it goes out holds a sentence that was slipped into an approved passage. */
import type { Draft } from '#shared/suggestion';
import { contentTerms } from '../text/content-terms.ts';
import { speaksToWriter } from '../text/injection.ts';
import type { Enriched, RunContext } from './types.ts';

/** Share of a sentence's telling words that the question, the titles or the articles' other passages must hold. */
const ON_TOPIC = 0.6;

/** An article speaks of “we” and “you”; a sentence in which someone says “I” is somebody else's. */
const SOMEBODY: Readonly<Record<string, RegExp>> = {
  en: /(?<![\p{L}/-])(?:I(?:['’](?:m|ve|ll|d))?|[Mm]e|[Mm]y)(?![\p{L}/-])/u,
  de: /(?<!\p{L})(?:ich|mich|mir|meine?[mnrs]?)(?!\p{L})/iu,
  fr: /(?<!\p{L})(?:je|j['’]\p{L}+|moi|mon|mes)(?!\p{L})/iu,
  es: /(?<!\p{L})(?:yo|mí|mi|mis|conmigo)(?!\p{L})/iu,
  pt: /(?<!\p{L})(?:eu|meus?|minhas?|comigo)(?!\p{L})/u,
  it: /(?<!\p{L})(?:io|mio|mia|miei|mie)(?!\p{L})/iu,
  nl: /(?<!\p{L})(?:ik|mij|mijn)(?!\p{L})/iu,
  ja: /[私僕俺]/u,
};

/**
 * True where a sentence speaks to whoever writes the reply, or speaks neither of what was asked nor of what the cited
 * articles say in passages that it does not rest on: one that was slipped into a passage finds nothing there.
 */
export function straying({ sentences, citations }: Draft, { context, text, language }: Pick<Enriched, 'text' | 'language'> & { context: RunContext }): boolean {
  const { articles, passages } = context.knowledge;
  const termsOf = (said: string) => contentTerms(said, language.value);
  const cited = new Map(citations.flatMap(({ n, passageId }) => [[n, context.knowledge.passageIndex(passageId)] as const]));
  const topics = new Set([...cited.values()].flatMap((index) => (index === null ? [] : passages.get(index).article)));
  const shared = new Set(termsOf(text));
  const around = new Map<number, Set<string>>();
  for (const topic of topics) {
    const { title, firstPassage, passageCount } = articles.get(topic);
    for (const term of termsOf(title)) shared.add(term);
    for (let i = firstPassage; i < firstPassage + passageCount; i++) around.set(i, new Set(termsOf(passages.get(i).text)));
  }
  return sentences.some(({ kind, text: said, citations: own }) => {
    if (kind === 'greeting' || kind === 'closing') return false;
    const rests = new Set(own.map((n) => cited.get(n)));
    const others = [...around].filter(([index]) => !rests.has(index)).map(([, terms]) => terms);
    const terms = termsOf(said);
    const known = terms.filter((term) => shared.has(term) || others.some((held) => held.has(term)));
    return speaksToWriter(said) || SOMEBODY[language.value]?.test(said) || known.length < terms.length * ON_TOPIC;
  });
}
