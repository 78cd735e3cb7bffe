import { type Block, oneLine } from './blocks.ts';
import { inlineText } from './inline-markdown.ts';

const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ITEM = /^(\s*)([-*+•]|\(?\d{1,3}[.)])\s+(.*)$/;
const TABLE_ROW = /^\s*\|.*\|\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/;
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;
const QUOTE = /^ {0,3}>\s?/;

/** Markdown as help centres write it: one line can be a paragraph, and a list may follow text without a blank line. */
export function markdownBlocks(markdown: string): Block[] {
  const lines = markdown
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]*?-->/g, '')
    .split('\n');
  const blocks: Block[] = [];
  let i = 0;
  while (i < lines.length) {
    const line = (lines[i] as string).replace(QUOTE, '');
    const heading = HEADING.exec(line);
    if (line.trim() === '' || (RULE.test(line) && !TABLE_ROW.test(line))) i += 1;
    else if (heading) {
      const text = oneLine(inlineText(heading[2] as string));
      if (text !== '') blocks.push({ kind: 'heading', level: (heading[1] as string).length, text });
      i += 1;
    } else if (FENCE.test(line)) i = code(lines, i, blocks);
    else if (TABLE_ROW.test(line)) i = table(lines, i, blocks);
    else if (ITEM.test(line)) i = list(lines, i, blocks);
    else {
      const text = inlineText(line);
      if (text !== '') blocks.push({ kind: 'prose', text });
      i += 1;
    }
  }
  return blocks;
}

/** Each reader takes the line where its block begins, and gives back the first line after it. */
function code(lines: readonly string[], from: number, blocks: Block[]): number {
  const fence = FENCE.exec(lines[from] as string)?.[1] ?? '```';
  let i = from + 1;
  while (i < lines.length && !(lines[i] as string).trim().startsWith(fence)) i += 1;
  const text = lines.slice(from + 1, i).join('\n');
  if (text.trim() !== '') blocks.push({ kind: 'code', text });
  return i + 1;
}

function table(lines: readonly string[], from: number, blocks: Block[]): number {
  const rows: string[] = [];
  let head = 0;
  let i = from;
  for (; i < lines.length && TABLE_ROW.test(lines[i] as string); i++) {
    const line = lines[i] as string;
    if (TABLE_RULE.test(line)) head = rows.length;
    else {
      const cells = line
        .trim()
        .replace(/^\|/, '')
        .replace(/\|$/, '')
        .split(/(?<!\\)\|/);
      const row = cells.map((cell) => oneLine(inlineText(cell))).join(' | ');
      if (/[^\s|]/.test(row)) rows.push(row);
    }
  }
  if (rows.length > 0) blocks.push({ kind: 'table', rows, head: Math.min(head, 1) });
  return i;
}

/** Nested items and indented lines belong to the item above them. */
function list(lines: readonly string[], from: number, blocks: Block[]): number {
  const at = (n: number): string | undefined => lines[n]?.replace(QUOTE, '');
  const first = ITEM.exec(at(from) as string) as RegExpExecArray;
  const indent = (first[1] as string).length;
  const ordered = /\d/.test(first[2] as string);
  const items: string[][] = [];
  let i = from;
  for (; i < lines.length; i++) {
    const line = at(i) as string;
    const item = ITEM.exec(line);
    if (item && (item[1] as string).length <= indent + 1) {
      if (/\d/.test(item[2] as string) !== ordered) break;
      items.push([item[3] as string]);
    } else if (line.trim() === '') {
      const next = at(i + 1);
      if (next === undefined || !(ITEM.test(next) || /^\s{2,}\S/.test(next))) break;
    } else if (!item && !/^\s{2,}\S/.test(line)) break;
    else items.at(-1)?.push(line.trim());
  }
  const texts = items.map((item) => item.map(inlineText).filter(Boolean).join('\n')).filter(Boolean);
  if (texts.length > 0) blocks.push({ kind: 'list', ordered, items: texts });
  return i;
}
