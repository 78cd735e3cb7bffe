/** Learns ranking from what solved earlier tickets, and measures it on later ones. Deterministic. */
import type { Corpus } from '#shared/knowledge';
import { buildImpactIndex } from '../rank/impact-index.ts';
import { type Fusion, putModels, type RankModels } from '../rank/models.ts';
import { Postings } from '../rank/postings.ts';
import { putVocabulary } from '../rank/vocabulary.ts';
import type { BuiltTables, Sections } from '../types.ts';
import { bm25Index } from './rank/bm25f.ts';
import { type CorpusTerms, corpusTerms } from './rank/corpus-terms.ts';
import { evidence } from './rank/evidence.ts';
import { freshness } from './rank/freshness.ts';
import type { HistoryInput } from './rank/history-input.ts';
import { learnFusion } from './rank/learn-fusion.ts';
import { learnHistory } from './rank/learn-history.ts';
import { cosineRows, countTerms } from './rank/sparse-rows.ts';
import { vectorSignal } from './rank/vector-signal.ts';
import { buildVotes } from './rank/votes.ts';

const TEXT = { title: 3, summary: 2, headings: 1.5, text: 1 };
export const TEXT_BM25 = { k1: 1.2, b: 0.6 };
export const PASSAGE_BM25 = { k1: 1.2, b: 0.6 };
/** From so many tickets on their words are counted alone, and words that most of them share are left out. */
const MANY = 200;
/** Terms in more of the tickets than this tell nothing about any. */
const COMMON = 0.4;

/** The sections `rank.*` of a snapshot. Articles without tickets, and tickets without articles, are both fine. */
export function trainRank(corpus: Corpus, tables: BuiltTables): Sections {
  const docs = corpusTerms(corpus, tables);
  const terms = docs.terms.length;
  const weights = termWeights(docs);
  const questions = cosineRows(
    docs.tickets.map((t) =>
      countTerms([
        { terms: t.subject, weight: 2 },
        { terms: t.body, weight: 1 },
      ]),
    ),
    (term) => weights[term] as number,
  );
  const input: HistoryInput = {
    docs,
    labels: evidence(tables),
    day: Float64Array.from(tables.links, (link) => Date.parse(corpus.tickets[link.ticket]?.createdAt ?? '1970-01-01') / 86_400_000),
    issueOf: Int32Array.from(tables.tickets, (t) => t.issue),
    issues: tables.issues.length,
    questions,
    pages: cosineRows(
      docs.articles.map((a) => countTerms([{ terms: a.title, weight: 2 }, ...[a.summary, a.headings, a.text].map((terms) => ({ terms, weight: 1 }))])),
      (term) => weights[term] as number,
    ),
  };
  const postings = new Postings();
  for (let row = 0; row < questions.rows; row++)
    for (let k = questions.offsets[row] as number; k < (questions.offsets[row + 1] as number); k++)
      postings.add(questions.terms[k] as number, row, questions.values[k] as number);
  const fixed = {
    articles: tables.articles.length,
    text: bm25Index(terms, docs.articles.length, (a) => fieldBag(docs, a), TEXT_BM25),
    passages: bm25Index(terms, docs.passages.length, (p) => countTerms([{ terms: docs.passages[p] as Uint32Array, weight: 1 }]), PASSAGE_BM25),
    passageArticle: Uint32Array.from(tables.passages, (p) => p.article),
    tickets: buildImpactIndex(terms, questions.rows, postings),
    issueOf: input.issueOf,
    freshness: freshness(tables),
    titles: titleTerms(docs, weights),
  };
  const numbers = new Map(docs.terms.map((term, i) => [term, i]));
  const vectors = vectorSignal(corpus, tables, (term) => weights[numbers.get(term) ?? -1] ?? 0);
  const fusion: Fusion = learnFusion(input, fixed, weights, vectors);
  const models: RankModels = {
    ...fixed,
    ...learnHistory(
      input,
      tables.tickets.map((_, row) => row),
    ),
    fusion,
  };
  const sections: Sections = new Map();
  putVocabulary(sections, docs.terms, weights);
  putModels(sections, models);
  return sections;
}

export function fieldBag(docs: CorpusTerms, a: number): Map<number, number> {
  const article = docs.articles[a];
  if (!article) return new Map();
  return countTerms((['title', 'summary', 'headings', 'text'] as const).map((field) => ({ terms: article[field], weight: TEXT[field] })));
}

/** ln(N / n) over solved tickets where they are many enough to tell, over articles and tickets otherwise; 0 for common words. */
function termWeights(docs: CorpusTerms): Float32Array {
  const many = docs.tickets.length >= MANY;
  const frequency = new Float64Array(docs.terms.length);
  const count = (lists: readonly Uint32Array[]): void => {
    for (const term of new Set(lists.flatMap((l) => [...l]))) frequency[term] = (frequency[term] as number) + 1;
  };
  for (const t of docs.tickets) count([t.subject, t.body]);
  if (!many) for (const a of docs.articles) count([a.title, a.summary, a.headings, a.text]);
  const total = docs.tickets.length + (many ? 0 : docs.articles.length);
  return Float32Array.from(frequency, (n) => (total >= MANY && n > total * COMMON ? 0 : Math.log((total + 1) / Math.max(1, n))));
}

/** Term → articles whose title holds it, with its share of the title's weight. */
export function titleTerms(docs: CorpusTerms, weights: Float32Array): RankModels['titles'] {
  const lists = docs.terms.map((): { article: number; weight: number }[] => []);
  for (const [article, { title }] of docs.articles.entries()) {
    const distinct = [...new Set(title)];
    const total = distinct.reduce((sum, term) => sum + (weights[term] as number), 0);
    if (total > 0) for (const term of distinct) lists[term]?.push({ article, weight: (weights[term] as number) / total });
  }
  return buildVotes(lists);
}
