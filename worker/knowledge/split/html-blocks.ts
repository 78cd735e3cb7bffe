import { Parser } from 'htmlparser2';
import { BlockWriter } from './block-writer.ts';
import type { Block } from './blocks.ts';

const SKIPPED = new Set(['script', 'style', 'template', 'noscript', 'svg', 'head', 'iframe', 'object']);
const BREAKS = new Set(
  'p div section article header footer main aside nav blockquote figure figcaption dl dt dd details summary form fieldset address hr center body html'.split(
    ' ',
  ),
);
const CLOSING = /<\/(?:p|div|h[1-6]|ul|ol|li|table|tr|td|pre|section|article|blockquote|span|strong|em|a|b|i)\s*>/gi;
const OPENING = /^\s*<(?:!doctype|html|body|p|div|h[1-6]|ul|ol|table|pre|section|article|blockquote|br|span)\b/i;
const BLOCK_TAG = /<\/(?:p|div|h[1-6]|ul|ol|table|pre|section|article)\s*>/i;
const HEADING = /^h[1-6]$/;

/** Helpdesks export HTML; people write Markdown, in which a tag or two may stand. */
export function looksLikeHtml(text: string): boolean {
  const sample = text.slice(0, 20_000);
  if (/^ {0,3}(?:#{1,6}\s|```)/m.test(sample) && !OPENING.test(sample)) return false;
  return BLOCK_TAG.test(sample) && (OPENING.test(sample) || (sample.match(CLOSING)?.length ?? 0) >= 3);
}

type Attributes = Record<string, string>;

const open: Readonly<Record<string, (writer: BlockWriter, attributes: Attributes) => void>> = {
  br: (writer) => writer.write('\n'),
  img: (writer, { alt }) => writer.write(alt ? ` ${alt} ` : ''),
  a: (writer, { href }) => writer.openLink(href ?? ''),
  ul: (writer) => writer.openList(false),
  ol: (writer) => writer.openList(true),
  li: (writer) => writer.openItem(),
  pre: (writer) => writer.openCode(),
  table: (writer) => writer.openTable(),
  tr: (writer) => writer.closeRow(),
};

const close: Readonly<Record<string, (writer: BlockWriter) => void>> = {
  a: (writer) => writer.closeLink(),
  ul: (writer) => writer.closeList(),
  ol: (writer) => writer.closeList(),
  li: (writer) => writer.flush(),
  pre: (writer) => writer.closeCode(),
  td: (writer) => writer.closeCell(false),
  th: (writer) => writer.closeCell(true),
  tr: (writer) => writer.closeRow(),
  table: (writer) => writer.closeTable(),
};

/** Blocks of an HTML fragment, however broken; scripts and styles are no text. */
export function htmlBlocks(html: string): Block[] {
  const writer = new BlockWriter();
  let skipped = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (SKIPPED.has(name)) skipped += 1;
        if (skipped > 0) return;
        if (HEADING.test(name)) writer.openHeading(Number(name[1]));
        else if (BREAKS.has(name)) writer.lineBreak();
        else open[name]?.(writer, attributes);
      },
      ontext(text) {
        if (skipped === 0) writer.text(text);
      },
      onclosetag(name) {
        if (SKIPPED.has(name)) skipped = Math.max(0, skipped - 1);
        if (skipped > 0) return;
        if (HEADING.test(name)) writer.closeHeading();
        else if (BREAKS.has(name)) writer.lineBreak();
        else close[name]?.(writer);
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  return writer.end();
}
