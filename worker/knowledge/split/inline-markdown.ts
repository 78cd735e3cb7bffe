/** Markdown inside a line as plain text: marks go, words stay, and so do addresses a reader may need. */

const KNOWN_TAG =
  /<\/?(?:a|b|i|u|s|em|strong|code|kbd|samp|var|sub|sup|br|hr|span|div|p|img|font|center|small|big|mark|del|ins|details|summary|table|thead|tbody|tr|td|th|ul|ol|li)\b[^<>]*>/gi;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'", hellip: '…', ndash: '–', mdash: '—' };
const ABSOLUTE = /^(?:https?:\/\/|mailto:)/i;
const CODE_SPAN = /(`+)(?!`)(.+?)(?<!`)\1(?!`)/g;
const LINK = /!?\[((?:[^[\]]|\[[^[\]]*\])*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+"[^"]*"|\s+'[^']*')?\s*\)/g;

/** `[text](https://…)` gives `text (https://…)`; relative links give their text; images their description. */
export function inlineText(markdown: string): string {
  let out = '';
  let at = 0;
  for (const match of markdown.matchAll(CODE_SPAN)) {
    out += plain(markdown.slice(at, match.index)) + match[2];
    at = match.index + match[0].length;
  }
  return (out + plain(markdown.slice(at))).replace(/[ \t]+/g, ' ').trim();
}

function plain(text: string): string {
  return text
    .replace(LINK, (whole: string, label: string, target: string) =>
      whole.startsWith('!') || !ABSOLUTE.test(target) || label.includes(target) ? label : `${label} (${target})`,
    )
    .replace(/<((?:https?:\/\/|mailto:)[^<>\s]+)>/gi, '$1')
    .replace(KNOWN_TAG, ' ')
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu, '$1')
    .replace(/(?<![\p{L}\p{N}_])_(?=[^\s_])([^_]+?)(?<=\S)_(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/~~(?=\S)(.+?)(?<=\S)~~/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1')
    .replace(/&(#?\w+);/g, (whole: string, name: string) => ENTITIES[name] ?? whole);
}
