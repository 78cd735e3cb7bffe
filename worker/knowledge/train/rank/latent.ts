/**
 * Latent topics of questions together with the replies they got: a truncated singular value decomposition (Deerwester
 * et al. 1990; found by subspace iteration, Halko et al. 2011) of rows [question words | reply words]. Words that get
 * the same replies come to lie close, so that a customer's wording meets another's.
 */
import { LATENT, type Latent, packedRows, unitRows } from '../../rank/latent.ts';
import type { CorpusTerms } from './corpus-terms.ts';
import type { Label } from './evidence.ts';
import type { HistoryInput } from './history-input.ts';
import { compact } from './sparse-product.ts';
import { cosineRows, pickRows, type SparseRows } from './sparse-rows.ts';

const ITERATIONS = 3;
const REPLIES = 0.5;
/** What an article's own text counts beside one solved ticket. */
const PAGE = 3;
const SOFT = 0.5;
/** Fewer solved tickets than this have no topics to speak of. */
const LEAST = 150;

/** Empty arrays where there is too little to learn from; the signal then says nothing. */
export function learnLatent({ docs, labels, questions, pages }: HistoryInput, rows: readonly number[], soft: readonly (Label | null)[]): Latent {
  if (rows.length < LEAST) return { terms: new Uint8Array(0), scale: 1, articles: new Float32Array(0) };
  const words = docs.terms.length;
  const { x, places, columns } = compact(withReplies(docs, questions, rows), words + docs.total);
  const basis = decompose(x, columns);
  const project = (from: SparseRows, row: number, into: Float64Array, weight: number): void => {
    const own = new Float64Array(LATENT);
    for (let k = from.offsets[row] as number; k < (from.offsets[row + 1] as number); k++) {
      const place = places[from.terms[k] as number] as number;
      if (place < 0) continue;
      const at = place * LATENT;
      for (let c = 0; c < LATENT; c++) own[c] = (own[c] as number) + (from.values[k] as number) * (basis[at + c] as number);
    }
    const scale = weight / (Math.hypot(...own) || 1);
    for (let c = 0; c < LATENT; c++) into[c] = (into[c] as number) + scale * (own[c] as number);
  };
  const centres = docs.articles.map(() => new Float64Array(LATENT));
  for (const [a, centre] of centres.entries()) project(pages, a, centre, PAGE);
  for (const row of rows) {
    for (const { article, weight } of labels[row] ?? []) project(questions, row, centres[article] as Float64Array, weight);
    const guess = soft[row];
    if (guess) project(questions, row, centres[guess.article] as Float64Array, SOFT * guess.weight);
  }
  const articles = new Float32Array(centres.length * LATENT);
  for (const [a, centre] of centres.entries()) {
    const scale = 1 / (Math.hypot(...centre) || 1);
    for (let c = 0; c < LATENT; c++) articles[a * LATENT + c] = scale * (centre[c] as number);
  }
  // As a snapshot keeps them, so that what is learned is learned of what is served.
  return { ...quantised(basis, places.subarray(0, words)), articles: unitRows(packedRows(articles)) };
}

/** One row a ticket: its question's unit vector, and its replies' at `REPLIES`, in columns of their own. */
function withReplies(docs: CorpusTerms, questions: SparseRows, rows: readonly number[]): SparseRows {
  const words = docs.terms.length;
  const frequency = new Float64Array(docs.total);
  const said = pickRows(docs.replies, rows);
  for (const term of said.terms) frequency[term] = (frequency[term] as number) + 1;
  const replies = cosineRows(said, (term) => {
    const n = frequency[term] as number;
    return n < 3 || n > rows.length * 0.4 ? 0 : Math.log(rows.length / n);
  });
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
  return { offsets, terms, values, rows: rows.length };
}

/** Right singular vectors, each times the square root of its value, row-major by term. */
function decompose(x: SparseRows, terms: number): Float32Array {
  const right = new Float32Array(terms * LATENT);
  const left = new Float32Array(x.rows * LATENT);
  let seed = 1;
  for (let i = 0; i < right.length; i++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    right[i] = seed / 4_294_967_296 - 0.5;
  }
  for (let step = 0; step < ITERATIONS; step++) {
    left.fill(0);
    eachValue(x, (row, term, value) => addScaled(left, row, right, term, value));
    orthonormalise(left, x.rows);
    right.fill(0);
    eachValue(x, (row, term, value) => addScaled(right, term, left, row, value));
  }
  for (let c = 0; c < LATENT; c++) {
    let square = 0;
    for (let t = 0; t < terms; t++) square += (right[t * LATENT + c] as number) ** 2;
    // A column's length is its singular value; its root is left as the column's weight.
    const scale = square > 0 ? square ** -0.25 : 0;
    for (let t = 0; t < terms; t++) right[t * LATENT + c] = (right[t * LATENT + c] as number) * scale;
  }
  return right;
}

function eachValue(x: SparseRows, visit: (row: number, term: number, value: number) => void): void {
  for (let row = 0; row < x.rows; row++)
    for (let k = x.offsets[row] as number; k < (x.offsets[row + 1] as number); k++) visit(row, x.terms[k] as number, x.values[k] as number);
}

function addScaled(into: Float32Array, row: number, from: Float32Array, other: number, value: number): void {
  const a = row * LATENT;
  const b = other * LATENT;
  for (let c = 0; c < LATENT; c++) into[a + c] = (into[a + c] as number) + value * (from[b + c] as number);
}

/** Modified Gram–Schmidt on columns. */
function orthonormalise(matrix: Float32Array, rows: number): void {
  for (let c = 0; c < LATENT; c++) {
    for (let p = 0; p < c; p++) {
      let dot = 0;
      for (let i = 0; i < rows * LATENT; i += LATENT) dot += (matrix[i + c] as number) * (matrix[i + p] as number);
      for (let i = 0; i < rows * LATENT; i += LATENT) matrix[i + c] = (matrix[i + c] as number) - dot * (matrix[i + p] as number);
    }
    let square = 0;
    for (let i = 0; i < rows * LATENT; i += LATENT) square += (matrix[i + c] as number) ** 2;
    const scale = square > 1e-18 ? 1 / Math.sqrt(square) : 0;
    for (let i = 0; i < rows * LATENT; i += LATENT) matrix[i + c] = (matrix[i + c] as number) * scale;
  }
}

/** One byte a value, 128 for zero; `places` says where each word's row lies, -1 for none. */
function quantised(values: Float32Array, places: Int32Array): { terms: Uint8Array; scale: number } {
  let most = 0;
  for (const place of places) if (place >= 0) for (let i = place * LATENT; i < (place + 1) * LATENT; i++) most = Math.max(most, Math.abs(values[i] as number));
  const scale = most / 127 || 1;
  const terms = new Uint8Array(places.length * LATENT).fill(128);
  for (const [word, place] of places.entries())
    if (place >= 0) for (let c = 0; c < LATENT; c++) terms[word * LATENT + c] = Math.round((values[place * LATENT + c] as number) / scale) + 128;
  return { terms, scale };
}
