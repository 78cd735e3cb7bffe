/** Whether the customer asks for a person: the one request that must never be talked over. */
import { detectLanguage } from '../../../text/language.ts';
import { readJapanese } from './ja.ts';
import type { CompiledPack } from './pack.ts';
import { foldWords, packCodes, packFor } from './packs.ts';
import { likeliestLanguage, readSentence, requestLogit, weighable } from './weigh.ts';

/** Requests stand at the start or the end of what people write; this much of either is read. */
const EDGE = 1_500;
/** From this confidence on, only the text's own language is tried. */
const SURE = 0.95;
/** Fewer words than this do not tell their language. */
const ENOUGH_WORDS = 6;
/** A message this short may be a bare “agent”; in a longer one such a clause is part of a list. */
const BRIEF_WORDS = 14;
/** In a text longer than this a phrase must match: people and contacts are spoken of for many reasons. */
const SHORT_WORDS = 40;
/** From here on the concepts of one sentence must speak clearly. */
const MIDDLE_WORDS = 20;
const MAX_CLAUSE_WORDS = 60;
const SENTENCE_END = /[!;\n…]|[.?](?=\s|$)|(?<=[?？])/u;
const CLAUSE_END = /[:()]|,(?=\s)|\s[-–—]+\s/u;
/** What a matching phrase, a refusal, and neither say beside the concepts, in log-odds. */
const PHRASE = 2.5;
const REFUSAL = -4;
const NO_PHRASE = -1;
/** Log-odds from which a sentence asks. */
const THRESHOLD = 0;
const CLEAR = 1.5;

export type HumanRequest = {
  asks: boolean;
  /** The words that ask, as read (lower case, without accents); empty without a request. */
  phrase: string;
};

type Found = { phrase: string; refused: boolean };

/**
 * `text` in any language; those with words of their own here are en, de, es, fr, pt, it, nl and ja. Phrases are matched
 * everywhere; in short messages the concepts of a sentence are weighed too. Time is linear in the text.
 */
export function asksForHuman(text: string, language?: { value: string; confidence: number }): HumanRequest {
  const read = text.length > 2 * EDGE ? `${text.slice(0, EDGE)}\n${text.slice(-EDGE)}` : text;
  const plain = read.normalize('NFKC');
  const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/.test(plain);
  const count = japanese ? plain.length / 4 : plain.trim().split(/\s+/).length;
  const detected = language ?? detectLanguage(read);
  const sure = detected.confidence >= SURE && count >= ENOUGH_WORDS;
  const options = { language: japanese ? 'ja' : detected.value, sure, brief: count <= BRIEF_WORDS };
  for (const sentence of plain.split(japanese ? /[。！!\n]|(?<=[？?])/u : SENTENCE_END)) {
    if (!/\p{L}/u.test(sentence)) continue;
    const found = japanese ? readJapanese(sentence) : matchPhrases(sentence, options);
    if (count > SHORT_WORDS) {
      if (found.phrase !== '') return { asks: true, phrase: found.phrase };
      continue;
    }
    const logit = weigh(sentence, found, options);
    if (logit > (count > MIDDLE_WORDS ? CLEAR : THRESHOLD)) return { asks: true, phrase: found.phrase || sentence.trim().slice(0, 80) };
  }
  return { asks: false, phrase: '' };
}

type Options = { language: string; sure: boolean; brief: boolean };

function weigh(sentence: string, found: Found, { language, sure }: Options): number {
  const said =
    PHRASE * Number(found.phrase !== '') + REFUSAL * Number(found.refused && found.phrase === '') + NO_PHRASE * Number(!found.refused && found.phrase === '');
  const read = weighable(language) && (sure || language !== 'en') ? language : likeliestLanguage(readSentence(sentence, language));
  if (!weighable(language) && sure) return found.phrase === '' ? Number.NEGATIVE_INFINITY : 1;
  const logit = requestLogit(readSentence(sentence, read), read);
  return logit === null ? (found.phrase === '' ? Number.NEGATIVE_INFINITY : PHRASE) : logit + said;
}

function matchPhrases(sentence: string, { language, sure, brief }: Options): Found {
  const own = packCodes.includes(language) ? [language] : [];
  const codes = sure && own.length > 0 ? own : [...new Set([...own, ...packCodes])];
  let refused = false;
  for (const part of sentence.split(CLAUSE_END)) {
    for (const code of codes) {
      const found = inPart(part, packFor(code), brief);
      if (found.phrase !== '') return found;
      // Words of one language may ask in another: its own refusal counts.
      if (found.refused && code === own[0]) {
        refused = true;
        break;
      }
    }
  }
  return { phrase: '', refused };
}

function inPart(part: string, pack: CompiledPack, brief: boolean): Found {
  const words = foldWords(part, pack.apostrophe);
  let refused = false;
  if (words.trim() === '' || !pack.mayAsk(words)) return { phrase: '', refused };
  for (const clause of words.split(pack.split)) {
    const found = inClause(clause, pack, brief);
    if (found.phrase !== '') return found;
    refused ||= found.refused;
  }
  return { phrase: '', refused };
}

function inClause(clause: string, pack: CompiledPack, brief: boolean): Found {
  const said = clause.trim().split(' ').slice(0, MAX_CLAUSE_WORDS);
  let words = ` ${said.filter((word, i) => word !== said[i - 1]).join(' ')} `;
  for (const lookAlike of pack.lookAlikes) words = words.replace(lookAlike, ' #');
  const first = (patterns: readonly RegExp[]): string => {
    for (const pattern of patterns) {
      const match = pattern.exec(words);
      if (match) return match[0].trim();
    }
    return '';
  };
  const insists = first(pack.insists);
  if (insists !== '') return { phrase: insists, refused: false };
  if (first(pack.refuses) !== '') return { phrase: '', refused: true };
  return { phrase: (brief ? first(pack.bare) : '') || first(pack.asks), refused: false };
}
