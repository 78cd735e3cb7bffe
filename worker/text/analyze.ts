/** Text as search and the models see it: words folded, codes with their parts, stems by language. */
import { fold } from './fold.ts';
import { stemmer } from './stem.ts';
import { tokens } from './tokens.ts';

export { fold } from './fold.ts';
export { tokens } from './tokens.ts';

const JOINT = /[_.:\-'’+]/;
const JOINTS = /[_.:\-'’+]+/;
const CODE = /[_.:+\d]/;
const VERSION = /^v?\d+(?:\.\d+)+$/;

/**
 * Index terms of `text` in order. `language` is an ISO 639-1 code or BCP 47 tag; one without a stemmer only folds.
 * Words are folded and stemmed; a joined word gives itself without its hyphens (`add-on` → `addon`) and its parts; a
 * version (`68.0.1`) gives itself and its major part (`v68`). Use the same language on both sides of a comparison.
 */
export function analyze(text: string, language: string): string[] {
  const stem = stemmer(language);
  const terms: string[] = [];
  for (const token of tokens(text)) pushTerms(terms, token, stem);
  return terms;
}

/** Index terms of one of a text's `tokens`, as `analyze` gives them for the whole. */
export function termsOf(token: string, language: string): string[] {
  const terms: string[] = [];
  pushTerms(terms, token, stemmer(language));
  return terms;
}

function pushTerms(terms: string[], token: string, stem: (word: string) => string): void {
  const word = fold(token);
  if (!JOINT.test(word)) terms.push(stem(word));
  else if (VERSION.test(word)) terms.push(word, `v${word.replace(/^v/, '').split('.')[0]}`);
  else {
    terms.push(CODE.test(word) ? word : stem(word.replace(/[-'’]/g, '')));
    for (const part of word.split(JOINTS)) if (part.length > 1) terms.push(stem(part));
  }
}
