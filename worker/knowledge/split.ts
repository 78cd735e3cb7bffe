/** An article into passages: what is retrieved, cited and shown. Cut by structure, never inside a step, row or code. */
import { createHash } from 'node:crypto';
import type { ArticleDocument } from '#shared/knowledge';
import type { Block, TextBlock } from './split/blocks.ts';
import { htmlBlocks, looksLikeHtml } from './split/html-blocks.ts';
import { markdownBlocks } from './split/markdown-blocks.ts';
import { type Chunk, pack } from './split/pack.ts';
import type { Passage } from './types.ts';

/**
 * Passages of `document` in reading order; `article` is its place in the table of articles. Headings begin with the
 * title. Every word of the text stands in a passage or in its headings. An article without text gives its summary, or
 * nothing.
 */
export function splitArticle(document: ArticleDocument, article: number): Passage[] {
  const blocks = looksLikeHtml(document.text) ? htmlBlocks(document.text) : markdownBlocks(document.text);
  if (!blocks.some((block) => block.kind !== 'heading') && document.summary.trim() !== '') blocks.unshift({ kind: 'prose', text: document.summary.trim() });
  const seen = new Map<string, number>();
  return sections(blocks, document.title).flatMap(({ headings, body }) =>
    pack(body).map((chunk) => ({ id: passageId(document.id, headings, chunk, seen), article, headings, text: chunk.text, kind: chunk.kind })),
  );
}

type Section = { headings: string[]; body: TextBlock[] };

/** Text below each heading, under the path of headings that leads to it; a heading without text keeps its words. */
function sections(blocks: readonly Block[], title: string): Section[] {
  const found: Section[] = [];
  let path: { level: number; text: string }[] = [];
  let current: Section = { headings: [title], body: [] };
  const close = (next: number): void => {
    const lost = current.body.length === 0 && path.length > 0 && next <= (path.at(-1)?.level ?? 0);
    if (lost) current.body.push({ kind: 'prose', text: path.at(-1)?.text ?? '' });
    if (current.body.length > 0) found.push(current);
  };
  for (const block of blocks) {
    if (block.kind !== 'heading') {
      current.body.push(block);
      continue;
    }
    close(block.level);
    path = [...path.filter((heading) => heading.level < block.level), { level: block.level, text: block.text }];
    // Many help centres repeat the title as the first heading.
    current = { headings: [title, ...path.map((heading) => heading.text).filter((text) => text !== title)], body: [] };
  }
  close(0);
  return found;
}

/** Stable while the place and the text are; equal texts under one heading are told apart by their order. */
function passageId(articleId: string, headings: readonly string[], chunk: Chunk, seen: Map<string, number>): string {
  const content = JSON.stringify([articleId, headings, chunk.text]);
  const nth = seen.get(content) ?? 0;
  seen.set(content, nth + 1);
  return createHash('sha256').update(`${content}${nth}`).digest('hex').slice(0, 20);
}
