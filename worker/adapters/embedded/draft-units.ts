/** Sources cut into what can be said on its own: sentences, and procedures whose steps stand or fall together. */
import type { DraftSource } from '../../ports.ts';
import { contentTerms } from '../../text/content-terms.ts';
import { plainSentence } from '../../text/plain-sentence.ts';
import { sentences } from '../../text/sentences.ts';

export type Unit = {
  source: DraftSource;
  /** Place within the source, from 0. */
  place: number;
  lines: string[];
  kind: 'statement' | 'step';
  terms: Set<string>;
  /** The line that introduces what follows it. */
  lead: boolean;
  /** Begins with a word that points at the sentence before it. */
  leans: boolean;
  score: number;
};

const MAX_STEPS = 12;
const NUMBERED = /^\s{0,8}(\d{1,3})[.)]\s+/;
const BULLET = /^\s{0,8}[-*•–]\s+/;
const BOILERPLATE =
  /^(?:title|summary|text|question|answer|cause|symptom|environment|technote|product alias|cross reference|document information|local fix|subscribe|related information|table of contents|note:?$|was this (?:article|page) helpful|did this (?:article|page)|back to top|click here|last (?:updated|modified|review)|share this|contributors?:|applies to|keywords?:|tags?:|copyright|all rights reserved)\b/iu;
const POINTER =
  /^(?:see|read|refer to|learn more|for (?:more|details|further)|more (?:information|details)|siehe|mehr (?:dazu|informationen)|voir|pour en savoir|véase|vea|consulte|veja|vedi|zie)\b.{0,90}$/iu;
const LEANS =
  /^(?:it|its|this|that|they|these|those|such|then|also|but|and|or|otherwise|both|he|she|so|however|instead|therefore|es|sie|dies\w{0,2}|das|diese\w?|dann|auch|aber|sonst|beide|cela|ceci|ils?|elles?|mais|sinon|ensuite|esto|eso|estos|estas|pero|entonces|también|isto|isso|eles|elas|mas|então|também|questo|ciò|essi|ma|poi|anche|dit|dat|ze|deze|maar|dan|ook)(?![\p{L}])/iu;

/** Says something of what the sentence before it named: `Voice assistants do not.` */
const ELLIPSIS = /\b(?:do|does|did|is|are|was|were|can|will|has|have)(?:\snot|n['’]t)?\.$/iu;
/** A sentence this short that carries a link is a pointer to another page. */
const POINTER_WORDS = 8;

/** In the source's order. Boilerplate, questions and pointers to other pages are left out; at most twelve steps. */
export function unitsOf(source: DraftSource): Unit[] {
  const units: Unit[] = [];
  const add = (lines: string[], kind: Unit['kind']) => {
    const terms = new Set(contentTerms(lines.join(' '), source.language));
    const first = lines[0] ?? '';
    if (terms.size > 0)
      units.push({
        source,
        place: units.length,
        lines,
        kind,
        terms,
        lead: kind === 'statement' && /[:：]$/.test(first),
        leans: kind === 'statement' && (LEANS.test(first) || ELLIPSIS.test(first)),
        score: 0,
      });
  };
  let steps: string[] = [];
  const flush = () => {
    if (steps.length > 0) add(steps.slice(0, MAX_STEPS), 'step');
    steps = [];
  };
  for (const line of source.text.split('\n')) {
    const item = line.replace(NUMBERED, '').replace(BULLET, '');
    const text = plainSentence(item);
    if (item !== line) {
      if (text !== '') steps.push(text);
    } else if (text !== '') {
      flush();
      for (const sentence of sentences(line)) if (quotable(plainSentence(sentence), sentence)) add([plainSentence(sentence)], 'statement');
    }
  }
  flush();
  return units;
}

function quotable(text: string, raw: string): boolean {
  if (/\]\(|\(https?:/.test(raw) && text.split(' ').length <= POINTER_WORDS) return false;
  if (text.length < 12 || text.length > 600 || text.includes('⟦') || text === text.toUpperCase()) return false;
  return /\p{L}{2}/u.test(text) && !BOILERPLATE.test(text) && !POINTER.test(text) && !/[?？]$/.test(text);
}
