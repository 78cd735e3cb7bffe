/**
 * Text without what only a machine reads: control characters, lone surrogates, zero-width and bidirectional marks,
 * Unicode tag characters, private use. Placeholder brackets become plain ones, so that nobody writes a placeholder.
 */

const CONTROL =
  /(?![\t\n])\p{Cc}|[\ufeff\ufffe\uffff\ufffd\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\uffa0\u{e0000}-\u{e0fff}\p{Co}]/gu;
/** Joiners are spelling in these scripts and in emoji; anywhere else they hide. */
const JOINERS =
  /(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}\p{Extended_Pictographic}]|\ufe0f)(?:\u200c|\u200d)/gu;
const SOFT = /\u00ad|[\ufe00-\ufe0e]/gu;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const PLAIN = /^[\t\n\x20-\x7e]*$/;

export type CleanedText = {
  text: string;
  /** How many characters were there that no person can see; soft hyphens and the byte order mark not counted. */
  hidden: number;
};

/** `raw` without what nobody sees, on one line, otherwise as it was written; placeholder brackets stay. */
export function visibleLine(raw: string): string {
  return raw.replace(LONE_SURROGATE, '').replace(CONTROL, ' ').replace(SOFT, '').replace(JOINERS, '').replace(/\s+/g, ' ').trim();
}

/** NFKC text of what a person sees. Line ends become `\n`, other controls go; idempotent. */
export function cleanText(raw: string): CleanedText {
  const text = raw.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n');
  if (PLAIN.test(text)) return { text, hidden: 0 };
  let hidden = 0;
  const drop = (char: string) => {
    if (char !== '\ufeff' && char !== '\ufffd') hidden++;
    return '';
  };
  const composed = text.replace(SOFT, '').replace(LONE_SURROGATE, '').replace(CONTROL, drop).replace(JOINERS, drop).normalize('NFKC');
  return { text: composed.replace(CONTROL, '').replace(JOINERS, '').replace(/⟦/g, '[').replace(/⟧/g, ']').normalize('NFKC'), hidden };
}

/**
 * At most `limit` characters of `text`, from its beginning and its end: a pasted log in between may go, the question
 * around it stays. Cuts at line or word ends where one is near, never inside a surrogate pair.
 */
export function clipMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const mark = '\n[…]\n';
  const half = Math.max(0, Math.floor((limit - mark.length) / 2));
  const head = text.slice(0, half);
  const tail = text.slice(text.length - half);
  const headEnd = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
  const tailStart = tail.search(/\s/);
  const kept = headEnd > half * 0.9 ? head.slice(0, headEnd) : head;
  const rest = tailStart >= 0 && tailStart < half * 0.1 ? tail.slice(tailStart + 1) : tail;
  return `${kept.replace(LONE_SURROGATE, '')}${mark}${rest.replace(LONE_SURROGATE, '')}`;
}
