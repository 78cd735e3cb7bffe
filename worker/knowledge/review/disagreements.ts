/** Where two articles contradict or repeat each other, with both passages. */
import type { ContradictionRow, PassageQuote } from '#shared/knowledge-api';
import { graphPages } from '../snapshot/graph-pages.ts';
import type { Knowledge } from '../types.ts';

/** What the graph found (`contradicts`, and `similar_to` between articles), contradictions before duplicates, the most alike first. */
export function disagreements(knowledge: Knowledge): ContradictionRow[] {
  const pages = graphPages(knowledge);
  const rows: ContradictionRow[] = [];
  for (let i = 0; i < pages.edgeCount; i++) {
    const { kind, weight, evidence, from, to } = pages.edgeAt(i);
    if (kind !== 'contradicts' && !(kind === 'similar_to' && from.startsWith('article:') && to.startsWith('article:'))) continue;
    const [a, b] = [quote(knowledge, evidence[0]), quote(knowledge, evidence[1])];
    if (a && b) rows.push({ kind: kind === 'contradicts' ? 'contradiction' : 'duplicate', likeness: weight, a, b });
  }
  return rows.sort((x, y) => (x.kind < y.kind ? -1 : x.kind > y.kind ? 1 : y.likeness - x.likeness));
}

function quote(knowledge: Knowledge, passageId: string | undefined): PassageQuote | null {
  const row = passageId === undefined ? null : knowledge.passageIndex(passageId);
  if (row === null) return null;
  const passage = knowledge.passages.get(row);
  const { id, title, url } = knowledge.articles.get(passage.article);
  return { passageId: passage.id, articleId: id, title, url, text: passage.text };
}
