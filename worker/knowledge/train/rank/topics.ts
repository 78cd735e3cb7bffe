/** The directions in which rows differ most: a truncated singular value decomposition, found by subspace iteration (Halko et al. 2011). */

import { giveBack } from '../../give-back.ts';
import { LATENT } from '../../rank/latent.ts';
import { orthonormalise } from './panels.ts';
import { COLUMNS, type Compact, compact, timesRows } from './sparse-product.ts';
import { giveBackRows, type SparseRows } from './sparse-rows.ts';

const PANELS = LATENT / COLUMNS;
const ITERATIONS = 3;
/** Enough from where fewer of the same rows ended. */
const MORE_ITERATIONS = 1;

/** Right singular vectors, each times the square root of its value. */
export type Topics = {
  /** Panel by panel, each row after row. */
  values: Float32Array;
  /** Row of each term, -1 for one that no row had. */
  places: Int32Array;
  columns: number;
};

/** Topics of `all`, whose terms are below `terms`; `earlier` are those of some of the same rows, to begin with. Both are taken over. */
export function findTopics(all: SparseRows, terms: number, earlier: Topics | null): Topics {
  const { x, transposed, places, columns }: Compact = compact(all, terms);
  giveBack(all.terms);
  const values = earlier ? moved(earlier, places, columns) : anywhere(columns);
  if (earlier) giveBack(earlier.values);
  const left = Array.from({ length: PANELS }, () => new Float64Array(x.rows * COLUMNS));
  const panel = new Float64Array(columns * COLUMNS);
  const own = (p: number): Float32Array => values.subarray(p * panel.length, (p + 1) * panel.length);
  for (let step = earlier ? MORE_ITERATIONS : ITERATIONS; step > 0; step--) {
    for (const [p, rows] of left.entries()) {
      panel.set(own(p));
      timesRows(x, panel, rows.fill(0));
    }
    orthonormalise(left);
    for (const [p, rows] of left.entries()) {
      timesRows(transposed, rows, panel.fill(0));
      own(p).set(panel);
    }
  }
  giveBackRows(x, transposed);
  giveBack(panel, ...left);
  for (let p = 0; p < PANELS; p++) weigh(values.subarray(p * columns * COLUMNS, (p + 1) * columns * COLUMNS));
  return { values, places, columns };
}

/** Rows of `x` in their topics, panel by panel: `visit` gets the number of a panel and its rows, which are overwritten by the next. */
export function eachPanel(x: SparseRows, topics: Topics, visit: (panel: number, rows: Float64Array) => void): void {
  const length = topics.columns * COLUMNS;
  const panel = new Float64Array(length);
  const rows = new Float64Array(x.rows * COLUMNS);
  for (let p = 0; p < PANELS; p++) {
    panel.set(topics.values.subarray(p * length, (p + 1) * length));
    timesRows(x, panel, rows.fill(0));
    visit(p, rows);
  }
  giveBack(panel, rows);
}

/** A column's length is its singular value; its root is left as the column's weight. */
function weigh(panel: Float32Array): void {
  for (let c = 0; c < COLUMNS; c++) {
    let square = 0;
    for (let at = c; at < panel.length; at += COLUMNS) square += (panel[at] as number) ** 2;
    const scale = square > 0 ? square ** -0.25 : 0;
    for (let at = c; at < panel.length; at += COLUMNS) panel[at] = (panel[at] as number) * scale;
  }
}

/** Any directions, always the same ones. */
function anywhere(columns: number): Float32Array {
  const values = new Float32Array(columns * LATENT);
  let seed = 1;
  for (let t = 0; t < columns; t++)
    for (let p = 0; p < PANELS; p++)
      for (let c = 0; c < COLUMNS; c++) {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        values[(p * columns + t) * COLUMNS + c] = seed / 4_294_967_296 - 0.5;
      }
  return values;
}

/** Earlier topics in other places; terms that are new say nothing yet. */
function moved(earlier: Topics, places: Int32Array, columns: number): Float32Array {
  const values = new Float32Array(columns * LATENT);
  for (const [term, place] of places.entries()) {
    const before = earlier.places[term] as number;
    if (place < 0 || before < 0) continue;
    for (let p = 0; p < PANELS; p++) {
      const from = (p * earlier.columns + before) * COLUMNS;
      values.set(earlier.values.subarray(from, from + COLUMNS), (p * columns + place) * COLUMNS);
    }
  }
  return values;
}
