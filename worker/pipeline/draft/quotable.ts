/** What of a passage may be quoted: an approved article may hold a sentence that someone slipped in for a machine to read. */
import { contentTerms } from '../../text/content-terms.ts';
import { injectionThreshold, scoreInjection, speaksToWriter } from '../../text/injection.ts';
import { sentences } from '../../text/sentences.ts';

/** What judging a passage needs of its text, whatever is asked. */
export type Reading = {
  lines: { text: string; parts: Part[] }[];
  /** Some of it reads like instructions to a machine. */
  marked: boolean;
  /** Some of it does, or speaks of the answer being written. */
  suspect: boolean;
};
type Part = {
  text: string;
  terms: string[];
  /** Terms that nothing else of the company uses. */
  foreign: string[];
  /** Instructs a machine. */
  orders: boolean;
  /** Speaks of an answer, or is forwarded mail. */
  speaks: boolean;
};

/** `left`: how many sentences that read as an instruction were left out. */
export type Quotable = { text: string; left: number };

/** A sentence's score from which on it is left out, whatever it speaks of. */
const SUSPECT = 0.5;
/**
 * Share of a sentence's telling words that others must use too: where nothing is suspicious next to none, in a passage
 * that speaks to a machine half of them, in the sentence that does so most, and nearly all where a machine is ordered
 * about: what stands beside an order came with it.
 */
const RELATED = { plain: 0.1, suspect: 0.5, itself: 0.65, marked: 0.8 };
/** Fewer telling words say nothing about the topic; beside an order they must be related too. */
const FEW = { plain: 5, suspect: 3, itself: 3, marked: 1 };
const FORWARDED = /^\s{0,4}(?:SUBJECT|EMAIL_FROM|RECEIVED DATE|CONTENT|From|Sent|To|Betreff|Von|Gesendet|Objet|De|Asunto)\s?:\s/u;

/** Share of a sentence's telling words that the company uses elsewhere, or others around it do: measured as met by 993 of 1,000 approved ones. */
const USED = 0.6;

/** Reads a passage once; what it says is then judged against each question's topic. `used`: whether the company uses a term elsewhere. */
export function readPassage(text: string, language: string, used: (term: string) => boolean): Reading {
  const marked = scoreInjection(text, 0).score >= injectionThreshold;
  const lines = text.split('\n').map((line) => ({
    text: line,
    parts: sentences(line).map((part) => {
      const terms = [...new Set(contentTerms(part, language))];
      return {
        text: part,
        terms,
        foreign: terms.filter((term) => !used(term)),
        orders: scoreInjection(part, 0).score >= SUSPECT,
        speaks: speaksToWriter(part) || FORWARDED.test(part),
      };
    }),
  }));
  return { lines, marked, suspect: marked || lines.some(({ parts }) => parts.some(({ speaks }) => speaks)) };
}

/**
 * The passage without sentences that talk to a machine or have nothing to do with anything around them; lines and list
 * marks stay as they are. `known`: whether question, title, headings or passages other than this one use a term.
 */
export function quotable({ lines, marked, suspect }: Reading, known: (term: string) => boolean): Quotable {
  let left = 0;
  const keep = ({ terms, foreign, orders, speaks }: Part): boolean => {
    if (orders) return false;
    if (terms.length >= FEW.plain && foreign.filter((term) => !known(term)).length > terms.length * (1 - USED)) return false;
    const level = marked ? 'marked' : speaks ? 'itself' : suspect ? 'suspect' : 'plain';
    return terms.length < FEW[level] || terms.filter(known).length >= terms.length * RELATED[level];
  };
  const kept = lines.flatMap(({ text, parts }) => {
    const stay = parts.filter(keep);
    left += parts.filter((part) => !stay.includes(part) && (part.orders || part.speaks)).length;
    if (stay.length === parts.length) return [text];
    return stay.length === 0 ? [] : [stay.map((part) => part.text).join(' ')];
  });
  return { text: kept.join('\n').trim(), left };
}
