/** Learns ranking from what solved earlier tickets, and measures it on later ones. Deterministic. */
import type { Corpus, TicketDocument } from '#shared/knowledge';
import { own } from '../../text/own.ts';
import { buildImpactIndex } from '../rank/impact-index.ts';
import { type Fusion, putModels, type RankModels } from '../rank/models.ts';
import { Postings } from '../rank/postings.ts';
import { putVocabulary } from '../rank/vocabulary.ts';
import type { BuiltTables, Sections, SolvedTicket } from '../types.ts';
import { bm25Index } from './rank/bm25f.ts';
import { type CorpusTerms, termReader } from './rank/corpus-terms.ts';
import { evidence } from './rank/evidence.ts';
import { freshness } from './rank/freshness.ts';
import type { HistoryInput } from './rank/history-input.ts';
import { learnFusion } from './rank/learn-fusion.ts';
import { historyLearner } from './rank/learn-history.ts';
import { cosineRows, countRows } from './rank/sparse-rows.ts';
import { vectorSignal } from './rank/vector-signal.ts';
import { buildVotes } from './rank/votes.ts';

const TEXT = { title: 3, summary: 2, headings: 1.5, text: 1 };
const fields = ['title', 'summary', 'headings', 'text'] as const;
const TEXT_BM25 = { k1: 1.2, b: 0.6 };
const PASSAGE_BM25 = { k1: 1.2, b: 0.6 };
/** From so many tickets on their words are counted alone, and words that most of them share are left out. */
const MANY = 200;
/** A vector is made of no more of a ticket than this. */
const VECTOR_CHARS = 6_000;
/** Terms in more of the tickets than this tell nothing about any. */
const COMMON = 0.4;

/** Of solved tickets their issue and day alone: their words are read from the documents. */
export type RankTables = Pick<BuiltTables, 'articles' | 'passages' | 'searches' | 'links' | 'issues'> & {
  tickets: Pick<SolvedTicket, 'issue' | 'articles' | 'solvedAt'>[];
};

/** The sections `rank.*` of a snapshot. Articles without tickets, and tickets without articles, are both fine. */
export function trainRank(corpus: Pick<Corpus, 'tickets'>, tables: RankTables): Sections {
  const trainer = rankTrainer(tables);
  for (const [row, { ticket }] of tables.links.entries()) trainer.read(row, corpus.tickets[ticket] as TicketDocument);
  return trainer.finish();
}

/** Takes solved tickets one at a time, in any order, each with its row in `tables.tickets`; `finish` learns from all of them. */
export function rankTrainer(tables: RankTables): { read(row: number, document: TicketDocument): void; finish(): Sections } {
  const labels = evidence(tables);
  const words = termReader(tables, tables.links.length);
  const day = new Float64Array(tables.links.length);
  const texts = new Map<number, string>();
  return {
    read(row, document) {
      words.read(row, document);
      day[row] = Date.parse(document.createdAt ?? '1970-01-01') / 86_400_000;
      // What the vectors are worth is measured on tickets whose article is known.
      if ((labels[row]?.length ?? 0) > 0) texts.set(row, own(`${document.subject}\n\n${document.body}`.slice(0, VECTOR_CHARS)));
    },
    finish: () => learn(tables, { labels, day, docs: words.finish(), texts }),
  };
}

type Read = Pick<HistoryInput, 'labels' | 'day' | 'docs'> & { texts: ReadonlyMap<number, string> };

function learn(tables: RankTables, { labels, day, docs, texts }: Read): Sections {
  const terms = docs.terms.length;
  const weights = termWeights(docs);
  const weightOf = (term: number): number => weights[term] as number;
  const asked = countRows(docs.tickets.length, terms, (bag, row) => {
    const { subject, body } = docs.tickets[row] as CorpusTerms['tickets'][number];
    bag.addAll(subject, 2);
    bag.addAll(body, 1);
  });
  const said = countRows(docs.articles.length, terms, (bag, row) => {
    const { title, summary, headings, text } = docs.articles[row] as CorpusTerms['articles'][number];
    bag.addAll(title, 2);
    for (const words of [summary, headings, text]) bag.addAll(words, 1);
  });
  const questions = cosineRows(asked, weightOf);
  const input: HistoryInput = {
    docs,
    labels,
    day,
    issueOf: Int32Array.from(tables.tickets, (t) => t.issue),
    issues: tables.issues.length,
    questions,
    pages: cosineRows(said, weightOf),
  };
  const postings = new Postings();
  for (let row = 0; row < questions.rows; row++)
    for (let k = questions.offsets[row] as number; k < (questions.offsets[row + 1] as number); k++)
      postings.add(questions.terms[k] as number, row, questions.values[k] as number);
  const fixed = {
    articles: tables.articles.length,
    ...articleIndexes(docs),
    passageArticle: Uint32Array.from(tables.passages, (p) => p.article),
    tickets: buildImpactIndex(terms, questions.rows, postings),
    issueOf: input.issueOf,
    freshness: freshness(tables),
    titles: titleTerms(docs, weights),
  };
  const numbers = new Map(docs.terms.map((term, i) => [term, i]));
  const vectorsOf = () =>
    vectorSignal(
      tables,
      (row) => texts.get(row) ?? '',
      (term) => weights[numbers.get(term) ?? -1] ?? 0,
    );
  const learnFrom = historyLearner(input);
  const fusion: Fusion = learnFusion({ input, fixed, weights, learn: learnFrom, vectorsOf });
  const models: RankModels = { ...fixed, ...learnFrom(tables.tickets.map((_, row) => row)), fusion };
  const sections: Sections = new Map();
  putVocabulary(sections, docs.terms, weights);
  putModels(sections, models);
  return sections;
}

/** What stands in the articles' own words. */
export function articleIndexes({ terms, articles, passages }: Pick<CorpusTerms, 'terms' | 'articles' | 'passages'>): Pick<RankModels, 'text' | 'passages'> {
  return {
    text: bm25Index(
      terms.length,
      articles.length,
      (bag, a) => {
        for (const field of fields) bag.addAll((articles[a] as CorpusTerms['articles'][number])[field], TEXT[field]);
      },
      TEXT_BM25,
    ),
    passages: bm25Index(terms.length, passages.length, (bag, p) => bag.addAll(passages[p] as Uint32Array, 1), PASSAGE_BM25),
  };
}

/** ln(N / n) over solved tickets where they are many enough to tell, over articles and tickets otherwise; 0 for common words. */
function termWeights(docs: CorpusTerms): Float32Array {
  const many = docs.tickets.length >= MANY;
  const frequency = new Float64Array(docs.terms.length);
  /** The text that a term was counted in last. */
  const seenIn = new Uint32Array(docs.terms.length);
  let text = 0;
  const count = (lists: readonly Uint32Array[]): void => {
    text += 1;
    for (const list of lists)
      for (const term of list)
        if (seenIn[term] !== text) {
          seenIn[term] = text;
          frequency[term] = (frequency[term] as number) + 1;
        }
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
