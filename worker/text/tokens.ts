/**
 * Words of a text in any script. Codes stay whole (`SEC_ERROR_UNKNOWN_ISSUER`, `about:config`, `68.0.1`, `add-on`,
 * `0x80070005`), because in support they are the words that tell most. Scripts without spaces (Chinese, Japanese, Thai,
 * Lao, Khmer, Burmese) give overlapping pairs of letters, as Lucene's CJKBigramFilter does.
 */

import { own } from './own.ts';

const LETTER = String.raw`[\p{L}\p{N}\p{M}]`;
/** A run of letters and digits; joined by single `_ . : - ' ’ / @ +` only where both sides continue the word. */
const WORD = new RegExp(String.raw`${LETTER}+(?:[_.:\-'’+]${LETTER}+)*`, 'gu');
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
const SPACELESS_RUNS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
const ASCII = /^[\0-\x7f]*$/;
const CLITIC = /['’](?:s|re|ve|ll|d|m)$/;

/** Longest token kept; longer runs are encoded data, which no query repeats. */
const MAX_TOKEN = 64;

/**
 * The words of `text` in order, lower-cased (NFKC), codes whole. A token is at most 64 characters; nothing is stemmed,
 * folded or left out, and equal text gives equal tokens.
 */
export function tokens(text: string): string[] {
  const found: string[] = [];
  const lower = (ASCII.test(text) ? text : text.normalize('NFKC')).toLowerCase();
  for (const match of lower.matchAll(WORD)) {
    const word = match[0];
    if (word.length > 1 && !ASCII.test(word) && SPACELESS.test(word)) pushPairs(found, word);
    else if (word.length <= MAX_TOKEN) found.push(own(word.replace(CLITIC, '')));
  }
  return found;
}

function pushPairs(found: string[], word: string): void {
  for (const [run] of word.matchAll(SPACELESS_RUNS)) {
    const letters = [...run];
    if (!SPACELESS.test(run) || letters.length === 1) found.push(run.slice(0, MAX_TOKEN));
    else for (let i = 1; i < letters.length; i++) found.push(`${letters[i - 1]}${letters[i]}`);
  }
}
