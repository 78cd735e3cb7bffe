/** Elements that begin a new line of text. */
const blocks = new Set([
  'ADDRESS',
  'ARTICLE',
  'BLOCKQUOTE',
  'DIV',
  'DL',
  'DT',
  'DD',
  'FIGURE',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'HR',
  'LI',
  'OL',
  'P',
  'PRE',
  'SECTION',
  'TABLE',
  'TR',
  'UL',
]);
const skipped = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'HEAD']);
const spaced = new Set(['P', 'UL', 'OL', 'PRE', 'TABLE', 'BLOCKQUOTE', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6']);

/**
 * The text of an HTML fragment, one line a block and an empty line between paragraphs.
 * The fragment is parsed into an inert document: nothing in it runs or loads.
 */
export function htmlToText(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return textOf(body)
    .replace(/[^\S\n]+\n/g, '\n')
    .replace(/\n[^\S\n]+/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.nodeValue ?? '';
    return node.parentElement?.closest('pre') ? text : text.replace(/\s+/g, ' ');
  }
  if (!(node.nodeType === Node.ELEMENT_NODE)) return '';
  const name = node.nodeName.toUpperCase();
  if (skipped.has(name)) return '';
  if (name === 'BR') return '\n';
  const inner = [...node.childNodes].map(textOf).join('');
  if (!blocks.has(name)) return inner;
  const gap = spaced.has(name) ? '\n\n' : '\n';
  return `${gap}${name === 'LI' ? '- ' : ''}${inner.trim()}${gap}`;
}

/** Looks like markup rather than text in which a `<` happens to stand. */
export const looksLikeHtml = (value: string): boolean => /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/i.test(value) || /&(?:[a-z]+|#\d+);/i.test(value);

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Plain text as HTML for a rich composer: escaped, empty lines kept. */
export const textToHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => escapes[c] ?? c).replaceAll('\n', '<br>');
