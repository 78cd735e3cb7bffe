/** Learns ranking from what solved earlier tickets, and measures it on later ones. Deterministic. */
import type { Corpus, TicketDocument } from '#shared/knowledge';
import { passageEmbeddingText } from '../embedding-text.ts';
import { passagesOf } from '../graph/fact-table.ts';
import { buildImpactIndex } from '../rank/impact-index.ts';
import { type Fusion, putModels, type RankModels } from '../rank/models.ts';
import { Postings } from '../rank/postings.ts';
import { putVocabulary } from '../rank/vocabulary.ts';
import { type Article, type BuiltTables, type Sections, type SolvedTicket, tableOf } from '../types.ts';
import { bm25Index } from './rank/bm25f.ts';
import { type CorpusTerms, corpusTerms, termReader } from './rank/corpus-terms.ts';
import { evidence } from './rank/evidence.ts';
import { freshness } from './rank/freshness.ts';
import type { HistoryInput } from './rank/history-input.ts';
import { fusionBlocks, learnFusion } from './rank/learn-fusion.ts';
import { historyLearner } from './rank/learn-history.ts';
import { cosineRows, countRows } from './rank/sparse-rows.ts';
import { AT_ONCE, type Near, vectorSignal, worthVectors } from './rank/vector-signal.ts';
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

export type RankTables = Pick<BuiltTables, 'articles' | 'passages' | 'searches' | 'links' | 'issues'> & { tickets: Pick<SolvedTicket, 'issue'>[] };

/** The sections `rank.*` of a snapshot, of what lies in memory. Articles without tickets, and tickets without articles, are both fine. */
export function trainRank(corpus: Pick<Corpus, 'tickets'>, tables: RankTables): Sections {
  const reader = termReader();
  const documents = tables.links.map(({ ticket }) => corpus.tickets[ticket] as TicketDocument);
  for (const [a, article] of tables.articles.entries()) reader.article(article, tables.searches?.[a] ?? '', passagesOf(article, tableOf(tables.passages)));
  for (const [row, document] of documents.entries()) reader.ticket(row, document);
  const { terms, total, lists } = reader.finish();
  const docs = corpusTerms(lists, { size: terms.length, total, articles: tables.articles, tickets: documents.length });
  const weights = termWeights(docs);
  const [labels, day] = [evidence(tables), Float64Array.from(documents, dayOf)];
  const passageArticle = Uint32Array.from(tables.passages, (p) => p.article);
  const learned = { docs, weights, labels, day, issueOf: Int32Array.from(tables.tickets, (t) => t.issue), issues: tables.issues.length };
  const rows = fusionBlocks(learned).flatMap(({ examples }) => examples);
  let near: Map<number, Near> | null = null;
  if (rows.length > 0 && worthVectors(tables.passages.length)) {
    near = new Map();
    const signal = vectorSignal(passageArticle, weightOfTerm(terms, weights));
    for (const passage of tables.passages) signal.add(passageEmbeddingText(tables.articles[passage.article] as Article, passage));
    for (let i = 0; i < rows.length; i += AT_ONCE) {
      const some = rows.slice(i, i + AT_ONCE);
      for (const [k, found] of signal.near(some.map((row) => vectorText(documents[row] as TicketDocument))).entries()) near.set(some[k] as number, found);
    }
  }
  const sections = learnRank({ ...learned, passageArticle, freshness: freshness(tables), near }, articleIndexes(docs));
  putVocabulary(sections, terms, weights);
  return sections;
}

export const dayOf = ({ createdAt }: Pick<TicketDocument, 'createdAt'>): number => Date.parse(createdAt ?? '1970-01-01') / 86_400_000;
/** What the vectors are worth is measured on this much of a ticket. */
export const vectorText = ({ subject, body }: Pick<TicketDocument, 'subject' | 'body'>): string => `${subject}\n\n${body}`.slice(0, VECTOR_CHARS);

export function weightOfTerm(terms: readonly string[], weights: Float32Array): (term: string) => number {
  const numbers = new Map(terms.map((term, i) => [term, i]));
  return (term) => weights[numbers.get(term) ?? -1] ?? 0;
}

export type RankInput = Omit<HistoryInput, 'questions' | 'pages'> & {
  /** By term, of `termWeights`. */
  weights: Float32Array;
  passageArticle: Uint32Array;
  freshness: Float32Array;
  /** What vectors say of the examples of `fusionBlocks`; null without them. */
  near: ReadonlyMap<number, Near> | null;
};

/** The sections `rank.*` but the vocabulary; `own` are of `articleIndexes`, and looked at where there are examples alone. */
export function learnRank({ docs, weights, passageArticle, freshness, near, ...history }: RankInput, own: ArticleIndexes): Sections {
  const terms = docs.size;
  const weightOf = (term: number): number => weights[term] as number;
  const questions = cosineRows(
    countRows(docs.tickets.length, terms, (bag, row) => {
      const { subject, body } = docs.tickets.at(row);
      bag.addAll(subject, 2);
      bag.addAll(body, 1);
    }),
    weightOf,
  );
  // Without tickets there is nothing to learn of what articles say.
  const said = countRows(docs.tickets.length === 0 ? 0 : docs.articles.length, terms, (bag, a) => {
    const { title, summary, headings, text } = docs.articles.at(a);
    bag.addLists(title, 2);
    for (const words of [summary, headings, text]) bag.addLists(words, 1);
  });
  const input: HistoryInput = { docs, ...history, questions, pages: cosineRows(said, weightOf) };
  const postings = new Postings();
  for (let row = 0; row < questions.rows; row++)
    for (let k = questions.offsets[row] as number; k < (questions.offsets[row + 1] as number); k++)
      postings.add(questions.terms[k] as number, row, questions.values[k] as number);
  const tickets = buildImpactIndex(terms, questions.rows, postings);
  postings.giveBack();
  const fixed = {
    articles: docs.articles.length,
    ...own,
    passageArticle,
    tickets,
    issueOf: input.issueOf,
    freshness,
    titles: titleTerms(docs, weights),
  };
  const learn = historyLearner(input);
  const fusion: Fusion = learnFusion({ input, fixed, weights, learn, near });
  const models: RankModels = { ...fixed, ...learn(input.labels.map((_, row) => row)), fusion };
  const sections: Sections = new Map();
  putModels(sections, models);
  return sections;
}

export type ArticleIndexes = Pick<RankModels, 'text' | 'passages'>;
type Words = Pick<CorpusTerms, 'size' | 'articles' | 'passages'>;

/** What stands in the articles' own words, one by one: a large help centre's are made, kept and given back. */
export const indexMakers: { [K in keyof ArticleIndexes]: (docs: Words) => ArticleIndexes[K] } = {
  text: ({ size, articles }) =>
    bm25Index(
      size,
      articles.length,
      (bag, a) => {
        const article = articles.at(a);
        for (const field of fields) bag.addLists(article[field], TEXT[field]);
      },
      TEXT_BM25,
    ),
  passages: ({ size, passages }) => bm25Index(size, passages.length, (bag, p) => bag.addLists(passages.at(p), 1), PASSAGE_BM25),
};
export const articleIndexes = (docs: Words): ArticleIndexes => ({ text: indexMakers.text(docs), passages: indexMakers.passages(docs) });

/** ln(N / n) over solved tickets where they are many enough to tell, over articles and tickets otherwise; 0 for common words. */
export function termWeights(docs: CorpusTerms): Float32Array {
  const many = docs.tickets.length >= MANY;
  const frequency = new Float64Array(docs.size);
  /** The text that a term was counted in last. */
  const seenIn = new Uint32Array(docs.size);
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
  for (let row = 0; row < docs.tickets.length; row++) count(Object.values(docs.tickets.at(row)));
  if (!many) for (let a = 0; a < docs.articles.length; a++) count(Object.values(docs.articles.at(a)).flat());
  const total = docs.tickets.length + (many ? 0 : docs.articles.length);
  return Float32Array.from(frequency, (n) => (total >= MANY && n > total * COMMON ? 0 : Math.log((total + 1) / Math.max(1, n))));
}

/** Term → articles whose title holds it, with its share of the title's weight. */
export function titleTerms(docs: Pick<CorpusTerms, 'size' | 'articles'>, weights: Float32Array): RankModels['titles'] {
  const lists = Array.from({ length: docs.size }, (): { article: number; weight: number }[] => []);
  for (let article = 0; article < docs.articles.length; article++) {
    const distinct = [...new Set(docs.articles.at(article).title.flatMap((list) => [...list]))];
    const total = distinct.reduce((sum, term) => sum + (weights[term] as number), 0);
    if (total > 0) for (const term of distinct) lists[term]?.push({ article, weight: (weights[term] as number) / total });
  }
  return buildVotes(lists);
}
