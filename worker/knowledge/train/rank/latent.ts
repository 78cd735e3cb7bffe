/**
 * Latent topics of questions together with the replies they got: a truncated singular value decomposition (Deerwester
 * et al. 1990) of rows [question words | reply words]. Words that get
 * the same replies come to lie close, so that a customer's wording meets another's.
 */
import { LATENT, type Latent, packedRows, unitRows } from '../../rank/latent.ts';
import type { CorpusTerms } from './corpus-terms.ts';
import type { Label } from './evidence.ts';
import type { HistoryInput } from './history-input.ts';
import { COLUMNS, renumbered } from './sparse-product.ts';
import { cosineRows, giveBackRows, joinRows, pickRows, type SparseRows } from './sparse-rows.ts';
import { eachPanel, findTopics, type Topics } from './topics.ts';

const REPLIES = 0.5;
/** What an article's own text counts beside one solved ticket. */
const PAGE = 3;
const SOFT = 0.5;
/** Fewer solved tickets than this have no topics to speak of. */
const LEAST = 150;

/**
 * What is served, and the topics behind it; empty arrays where there is too little to learn from: the signal then says
 * nothing. `earlier` are the topics of some of the same rows, to begin with.
 */
export function learnLatent(
  input: HistoryInput,
  rows: readonly number[],
  soft: readonly (Label | null)[],
  earlier: Topics | null,
): { latent: Latent; topics: Topics | null } {
  if (rows.length < LEAST) return { latent: { terms: new Uint8Array(0), scale: 1, articles: new Float32Array(0) }, topics: null };
  const { docs, questions } = input;
  const words = docs.size;
  const topics = findTopics(withReplies(docs, questions, rows), words + docs.total, earlier);
  const articles = unitRows(packedRows(centres(input, rows, soft, topics)));
  // As a snapshot keeps them, so that what is learned is learned of what is served.
  return { latent: { ...quantised(topics, words), articles }, topics };
}

/** By article, row after row: the sum of its own text and of the questions it solved, each of unit length times its weight. */
function centres({ docs, labels, questions, pages }: HistoryInput, rows: readonly number[], soft: readonly (Label | null)[], topics: Topics): Float32Array {
  const articles = docs.articles.length;
  const asked = rows.filter((row) => (labels[row]?.length ?? 0) > 0 || soft[row]);
  const own = pickRows(questions, asked);
  const all = joinRows(pages, own);
  const known = renumbered(all, topics.places);
  const places = projected(known, topics);
  giveBackRows(own, all, known);
  const sums = new Float32Array(articles * LATENT);
  const add = (article: number, place: number, weight: number): void => {
    for (let c = 0; c < LATENT; c++) sums[article * LATENT + c] = (sums[article * LATENT + c] as number) + weight * (places[place * LATENT + c] as number);
  };
  for (let article = 0; article < articles; article++) add(article, article, PAGE);
  for (const [i, row] of asked.entries()) {
    for (const { article, weight } of labels[row] ?? []) add(article, articles + i, weight);
    const guess = soft[row];
    if (guess) add(guess.article, articles + i, SOFT * guess.weight);
  }
  return sums;
}

/** Each row in its topics, at unit length. */
function projected(x: SparseRows, topics: Topics): Float32Array {
  const found = new Float32Array(x.rows * LATENT);
  const squares = new Float64Array(x.rows);
  eachPanel(x, topics, (panel, values) => {
    for (let row = 0; row < x.rows; row++)
      for (let c = 0; c < COLUMNS; c++) {
        const value = values[row * COLUMNS + c] as number;
        found[row * LATENT + panel * COLUMNS + c] = value;
        squares[row] = (squares[row] as number) + value * value;
      }
  });
  for (let row = 0; row < x.rows; row++) {
    const scale = 1 / (Math.sqrt(squares[row] as number) || 1);
    for (let at = row * LATENT; at < (row + 1) * LATENT; at++) found[at] = (found[at] as number) * scale;
  }
  return found;
}

/** One row a ticket: its question's unit vector, and its replies' at `REPLIES`, in columns of their own. */
function withReplies(docs: CorpusTerms, questions: SparseRows, rows: readonly number[]): SparseRows {
  const words = docs.size;
  const frequency = new Float64Array(docs.total);
  const said = pickRows(docs.replies, rows);
  for (const term of said.terms) frequency[term] = (frequency[term] as number) + 1;
  const replies = cosineRows(said, (term) => {
    const n = frequency[term] as number;
    return n < 3 || n > rows.length * 0.4 ? 0 : Math.log(rows.length / n);
  });
  giveBackRows(said);
  const asked = pickRows(questions, rows);
  const offsets = new Uint32Array(rows.length + 1);
  const terms = new Uint32Array(asked.terms.length + replies.terms.length);
  const values = new Float32Array(terms.length);
  let at = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let k = asked.offsets[i] as number; k < (asked.offsets[i + 1] as number); k++, at++) {
      terms[at] = asked.terms[k] as number;
      values[at] = asked.values[k] as number;
    }
    for (let k = replies.offsets[i] as number; k < (replies.offsets[i + 1] as number); k++, at++) {
      terms[at] = words + (replies.terms[k] as number);
      values[at] = REPLIES * (replies.values[k] as number);
    }
    offsets[i + 1] = at;
  }
  giveBackRows(asked, replies);
  return { offsets, terms, values, rows: rows.length };
}

/** One byte a value, 128 for zero, of the terms below `words`; those without topics are zero. */
function quantised({ values, places, columns }: Topics, words: number): { terms: Uint8Array; scale: number } {
  const at = (place: number, c: number): number => ((c >> 3) * columns + place) * COLUMNS + (c & 7);
  let most = 0;
  for (let word = 0; word < words; word++) {
    const place = places[word] as number;
    if (place >= 0) for (let c = 0; c < LATENT; c++) most = Math.max(most, Math.abs(values[at(place, c)] as number));
  }
  const scale = most / 127 || 1;
  const terms = new Uint8Array(words * LATENT).fill(128);
  for (let word = 0; word < words; word++) {
    const place = places[word] as number;
    if (place >= 0) for (let c = 0; c < LATENT; c++) terms[word * LATENT + c] = Math.round((values[at(place, c)] as number) / scale) + 128;
  }
  return { terms, scale };
}
