/** Blocks of one section into passages of three to eight sentences; lists, tables and code stay together. */
import { sentences } from '../../text/sentences.ts';
import type { Passage } from '../types.ts';
import type { TextBlock } from './blocks.ts';
import { readsAsSteps } from './steps.ts';

export type Chunk = { text: string; kind: Passage['kind'] };

const MIN_SENTENCES = 3;
const MAX_SENTENCES = 8;
/** About 250 words of English: more does not help a reader, and embedding models see their text whole. */
const MAX_CHARS = 1_600;
/** A lead-in longer than this is a paragraph of its own, not the line above a list. */
const MAX_LEAD = 400;
/** Cut only beyond this: a half command helps nobody. */
const MAX_CODE = 6_000;

export function pack(blocks: readonly TextBlock[]): Chunk[] {
  const chunks: Chunk[] = [];
  let prose: string[][] = [];
  const flush = (): void => {
    chunks.push(...packProse(prose));
    prose = [];
  };
  for (const block of blocks) {
    if (block.kind === 'prose') {
      prose.push(sentences(block.text).flatMap((sentence) => cut(sentence, MAX_CHARS)));
      continue;
    }
    const lead = leadIn(prose);
    if (lead !== null) prose.pop();
    flush();
    if (block.kind === 'list') chunks.push(...packList(block, lead));
    else if (block.kind === 'table') chunks.push(...packLines(block.rows, { kind: 'table', lead, repeat: block.head > 0 ? (block.rows[0] ?? null) : null }));
    else chunks.push(...cut(block.text, MAX_CODE).map((text, i): Chunk => ({ kind: 'code', text: i === 0 && lead !== null ? `${lead}\n${text}` : text })));
  }
  flush();
  return chunks;
}

/** The line that says what the list below it is: without it `Settings › Privacy` tells nothing. */
function leadIn(prose: readonly string[][]): string | null {
  const last = prose.at(-1);
  if (!last) return null;
  const text = last.join(' ');
  return text.length <= MAX_LEAD && last.length <= 2 ? text : null;
}

type Sentence = { text: string; paragraph: number };
const sizeOf = (some: readonly Sentence[]): number => some.reduce((sum, { text }) => sum + text.length + 1, 0);

/** Paragraphs are joined while they are short, and cut at sentences where they are long. */
function packProse(paragraphs: readonly string[][]): Chunk[] {
  const groups: Sentence[][] = [];
  let group: Sentence[] = [];
  const close = (): void => {
    if (group.length > 0) groups.push(group);
    group = [];
  };
  for (const [paragraph, texts] of paragraphs.entries()) {
    const fits = group.length + texts.length <= MAX_SENTENCES && sizeOf(group) + texts.join(' ').length <= MAX_CHARS;
    if (!fits && group.length >= MIN_SENTENCES) close();
    for (const text of texts) {
      if (group.length > 0 && (group.length === MAX_SENTENCES || sizeOf(group) + text.length > MAX_CHARS)) close();
      group.push({ text, paragraph });
    }
  }
  const last = groups.at(-1);
  // One left-over sentence says little alone: it joins those before it, or gets the last of them where all would be too many.
  if (last && group.length > 0 && group.length < MIN_SENTENCES) {
    const joined = last.length + group.length <= MAX_SENTENCES ? last : last.slice(group.length - MIN_SENTENCES);
    if (sizeOf(joined) + sizeOf(group) <= MAX_CHARS) group.unshift(...last.splice(-joined.length));
    if (last.length === 0) groups.pop();
  }
  close();
  return groups.map((some): Chunk => ({ kind: 'prose', text: joinSentences(some) }));
}

/** After these marks Chinese and Japanese go on without a space. */
const FULL_WIDTH_END = /[。！？｡][)\]}"'»”’」』）】]*$/u;

/** With their paragraphs on lines of their own. */
function joinSentences(some: readonly Sentence[]): string {
  let joined = '';
  for (const [i, { text, paragraph }] of some.entries()) {
    const before = some[i - 1];
    const gap = before?.paragraph !== paragraph ? '\n' : FULL_WIDTH_END.test(before.text) ? '' : ' ';
    joined += before ? gap + text : text;
  }
  return joined;
}

function packList(block: { ordered: boolean; items: string[] }, lead: string | null): Chunk[] {
  const items = block.items.flatMap((item, i) => cut(item, MAX_CHARS).map((part, nth) => (nth > 0 ? part : `${block.ordered ? `${i + 1}.` : '-'} ${part}`)));
  return packLines(items, { kind: block.ordered || readsAsSteps(block.items) ? 'steps' : 'list', lead, repeat: null });
}

/** `repeat` stands at the head of every part: a table's rows mean nothing without their columns. */
function packLines(lines: readonly string[], { kind, lead, repeat }: { kind: Passage['kind']; lead: string | null; repeat: string | null }): Chunk[] {
  const parts: string[][] = [];
  let part: string[] = lead === null ? [] : [lead];
  let size = lead?.length ?? 0;
  let rows = 0;
  for (const line of lines.flatMap((whole) => cut(whole, MAX_CHARS))) {
    if (rows > 0 && size + line.length > MAX_CHARS) {
      parts.push(part);
      part = repeat === null ? [] : [repeat];
      size = repeat?.length ?? 0;
      rows = 0;
    }
    part.push(line);
    size += line.length + 1;
    rows += 1;
  }
  if (part.length > 0) parts.push(part);
  return parts.map((found): Chunk => ({ kind, text: found.join('\n') }));
}

/** Parts of at most `limit` characters, cut at white space where there is any, never inside a character. */
function cut(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const head = rest.slice(0, limit);
    const gap = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
    let at = gap > limit / 2 ? gap : limit;
    if (/[\uD800-\uDBFF]/.test(rest[at - 1] ?? '')) at -= 1;
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  if (rest !== '') parts.push(rest);
  return parts.filter((part) => part !== '');
}
