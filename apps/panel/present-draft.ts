/** A draft as blocks to draw: paragraphs of sentences, and lists of steps, each sentence with its citations. */
import type { ArticleSuggestion, Citation, Draft, DraftSentence } from '#shared/suggestion';
import { presentVisibility, safeUrl } from './present-article.ts';
import type { Words } from './translate.ts';

export type CitationView = {
  n: number;
  passageId: string;
  title: string;
  url: string | null;
  quote: string;
  /** "Internal only" when the customer must not see the source. */
  restricted: string | null;
};

export type SentenceView = { key: string; text: string; citations: CitationView[] };
export type DraftBlock = { key: string; kind: 'paragraph' | 'steps'; sentences: SentenceView[] };

type Written = { sentences: DraftSentence[]; citations: Citation[] };

/** Greeting and closing stand alone; steps in a row become one list; everything else runs on. */
function blockOf(kind: DraftSentence['kind']): 'alone' | 'steps' | 'paragraph' {
  if (kind === 'step') return 'steps';
  return kind === 'greeting' || kind === 'closing' ? 'alone' : 'paragraph';
}

export function presentDraft({ sentences, citations }: Written, articles: ArticleSuggestion[], words: Words): DraftBlock[] {
  const cited = new Map(citations.map((c) => [c.n, presentCitation(c, articles, words)]));
  const blocks: (DraftBlock & { of: string })[] = [];
  sentences.forEach((sentence, index) => {
    const of = blockOf(sentence.kind);
    const view = {
      key: String(index),
      text: sentence.text,
      citations: sentence.citations.map((n) => cited.get(n)).filter((c) => c !== undefined),
    };
    const last = blocks.at(-1);
    if (last && last.of === of && of !== 'alone') last.sentences.push(view);
    else blocks.push({ key: String(index), of, kind: of === 'steps' ? 'steps' : 'paragraph', sentences: [view] });
  });
  return blocks;
}

function presentCitation(citation: Citation, articles: ArticleSuggestion[], words: Words): CitationView {
  const article = articles.find((a) => a.id === citation.articleId);
  return {
    n: citation.n,
    passageId: citation.passageId,
    title: citation.title,
    url: safeUrl(citation.url),
    quote: citation.quote,
    restricted: article ? presentVisibility(article.visibility, words) : null,
  };
}

/** Who wrote the draft, and what was taken out of it and why. */
export function presentOrigin(draft: Draft, { t }: Words): { writer: string; removed: string[] } {
  const writer =
    draft.drafter === 'extractive' ? t('drafted.extractive') : draft.model ? t('drafted.model', { model: draft.model }) : t('drafted.modelUnnamed');
  return { writer, removed: draft.removed.filter((r) => r.count > 0).map((r) => t.plural('removed', r.count, { reason: t(`removed.${r.reason}`) })) };
}

/** Splits a passage around the words that were cited, so that they can be marked; white space may differ. */
export function markQuote(text: string, quote: string): { before: string; quoted: string; after: string } | null {
  const wanted = quote.trim();
  if (wanted === '') return null;
  const pattern = wanted.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const hit = new RegExp(pattern.join('\\s+')).exec(text);
  return hit ? { before: text.slice(0, hit.index), quoted: hit[0], after: text.slice(hit.index + hit[0].length) } : null;
}
