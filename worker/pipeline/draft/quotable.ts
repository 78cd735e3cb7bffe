/** What of a passage may be quoted: an approved article may hold a sentence that someone slipped in for a machine to read. */
import { contentTerms } from '../../text/content-terms.ts';
import { injectionThreshold, scoreInjection } from '../../text/injection.ts';
import { sentences } from '../../text/sentences.ts';

export type Topic = {
  /** Terms of the question, the title, the headings and of passages other than this one. */
  known: ReadonlySet<string>;
  language: string;
};

/** A sentence's score from which on it is left out, whatever it speaks of. */
const SUSPECT = 0.5;
/**
 * Share of a sentence's telling words that others must use too: where nothing is suspicious next to none, in a passage
 * that speaks to a machine half of them, in the sentence that does so most.
 */
const RELATED = { plain: 0.1, suspect: 0.5, itself: 0.65 };
/** Fewer telling words say nothing about the topic. */
const FEW = { plain: 5, suspect: 3 };
/** Speaks of the answer being written, or to the one who writes it: a reason to look closer, none to leave a sentence out. */
const TO_A_WRITER =
  /\b(?:your|the) (?:answers?|response|responses|output|reply|replies|summary)\b|\b(?:chat ?gpt|gpt|llm|ai|chatbot|language model|artificial intelligence|persona|role-?play)\b|^\W{0,4}(?:i want you to|you (?:are|will|must|have to) (?:be |to |now )?(?:act|play|a|an|going)|(?:write|compose|translate|summari[sz]e|rewrite|pretend|imagine|suppose|encode|decode|explain|tell me|act)\b)/iu;
const FORWARDED = /^\s{0,4}(?:SUBJECT|EMAIL_FROM|RECEIVED DATE|CONTENT|From|Sent|To|Betreff|Von|Gesendet|Objet|De|Asunto)\s?:\s/u;

/**
 * `text` without sentences that talk to a machine or have nothing to do with anything around them. `marked`: some of it
 * reads like instructions to a machine. Lines and list marks stay as they are.
 */
export function quotable(text: string, { known, language }: Topic): { text: string; marked: boolean } {
  const marked = scoreInjection(text, 0).score >= injectionThreshold;
  const lines = text.split('\n');
  const speaks = (part: string) => TO_A_WRITER.test(part) || FORWARDED.test(part);
  const suspect = marked || lines.some((line) => sentences(line).some(speaks));
  const keep = (sentence: string): boolean => {
    if (scoreInjection(sentence, 0).score >= SUSPECT) return false;
    const terms = [...new Set(contentTerms(sentence, language))];
    const level = speaks(sentence) ? 'itself' : suspect ? 'suspect' : 'plain';
    const related = terms.filter((term) => known.has(term)).length / Math.max(1, terms.length);
    return terms.length < (suspect ? FEW.suspect : FEW.plain) || related >= RELATED[level];
  };
  const kept = lines.flatMap((line) => {
    const parts = sentences(line);
    const stay = parts.filter(keep);
    if (stay.length === parts.length) return [line];
    return stay.length === 0 ? [] : [stay.join(' ')];
  });
  return { text: kept.join('\n').trim(), marked };
}
