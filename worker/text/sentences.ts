/** Splits running text into sentences. URLs, versions, numbers, abbreviations and list markers stay whole. */

/** Words after which a full stop does not end a sentence, folded, without the stop. */
const ABBREVIATIONS = new Set(
  (
    'mr mrs ms dr prof sr jr vs eg e.g ie i.e cf approx dept inc ltd corp incl excl resp u.a z.b zb d.h evtl ggf inkl exkl zzgl sog bzw hr fr ' +
    'bspw vgl mio mrd stk tsd z.t sra srta dra ud uds p.ej avda apdo mme mlle m.m env éd p.ex sigg dott ing bijv dhr mevr'
  ).split(' '),
);

/** Words that are abbreviations when a number follows: `No. 5`, but `The answer is no. Then …`. */
const BEFORE_NUMBER = new Set(
  'no nos nr fig figs vol pp pag pág núm art abs ziff ver ext tel max min ca est st jan feb mar apr jun jul aug sep sept oct nov dec'.split(' '),
);

/** After these a stop ends the sentence when a capital follows; they often stand last. */
const OFTEN_LAST = new Set(['etc', 'usw', 'ecc', 'a.m', 'p.m', 'u.s', 'u.k']);

const GERMAN_MONTH = /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b/;
/** A run of closing marks, with quotes and brackets that belong to it. */
const END = /(?:[.!?…]+|[。！？｡؟۔।॥։]+)[)\]}"'»”’」』）】]*/gu;
const FULL_WIDTH = /[。！？｡।॥؟۔։]/u;
const STARTS = /^[\s]+["'«“‘¿¡([{「『（【⟦]*[\p{Lu}\p{Lt}\p{Lo}\p{N}⟦]/u;
const CONTINUES = /^\s+\p{Ll}/u;
const LIST_MARKER = /^[\s>]*(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|[-*•])$/;

/**
 * Sentences of `text` in order, trimmed, none empty. A line break always ends one. Joined by spaces they hold every word
 * of `text`.
 */
export function sentences(text: string): string[] {
  const found: string[] = [];
  for (const line of text.split(/[\r\n\u2028\u2029]+/)) {
    let start = 0;
    for (const match of line.matchAll(END)) {
      const end = match.index + match[0].length;
      if (!endsHere(line, start, match.index, end, match[0])) continue;
      push(found, line.slice(start, end));
      start = end;
    }
    push(found, line.slice(start));
  }
  return found;
}

function push(found: string[], part: string): void {
  const sentence = part.trim();
  if (sentence !== '') found.push(sentence);
}

function endsHere(line: string, start: number, at: number, end: number, mark: string): boolean {
  if (end >= line.length) return false;
  const rest = line.slice(end, end + 40);
  if (FULL_WIDTH.test(mark)) return true;
  // Customers write on in small letters after a question or a cry; after a full stop that would be an abbreviation.
  if (/[!?]/.test(mark) && CONTINUES.test(rest)) return !/^Yahoo$/i.test(/\p{L}+$/u.exec(line.slice(start, at))?.[0] ?? '');
  if (!STARTS.test(rest)) return false;
  if (LIST_MARKER.test(line.slice(start, end))) return false;
  if (!mark.startsWith('.') || mark.startsWith('..')) return true;
  const word = /[^\s("'«“‘[]*$/u.exec(line.slice(Math.max(start, at - 40), at))?.[0] ?? '';
  const next = rest.trimStart();
  if (/^\p{Lu}$/u.test(word)) return false;
  if (/^\d{1,2}$/.test(word) && GERMAN_MONTH.test(next)) return false;
  const folded = word.toLowerCase();
  if (OFTEN_LAST.has(folded)) return /^\p{Lu}/u.test(next);
  if (BEFORE_NUMBER.has(folded)) return !/^\p{N}/u.test(next);
  return !ABBREVIATIONS.has(folded);
}
