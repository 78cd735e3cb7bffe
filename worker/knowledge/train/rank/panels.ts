/**
 * Dense matrices of as many columns as there are topics, cut into panels of eight columns. A panel is one array, row after
 * row: the products of `sparse-product.ts` go panel by panel, and whatever is done to a pair of panels stays in the cache.
 */
import { COLUMNS } from './sparse-product.ts';

/** Beside a column's own length: what is left of one that the columns before it explain. */
const NOTHING = 1e-10;

/** Makes the columns of a matrix orthonormal, by Cholesky's factor of their products (CholeskyQR, Golub & Van Loan 5.2.2); a dependent one becomes zero. */
export function orthonormalise(panels: readonly Float64Array[]): void {
  const n = panels.length * COLUMNS;
  const products = new Float64Array(n * n);
  for (const [p, a] of panels.entries()) for (let q = p; q < panels.length; q++) putProducts(a, panels[q] as Float64Array, products, p, q, n);
  const inverse = inverseFactor(products, n);
  const block = new Float64Array(COLUMNS * COLUMNS);
  const blockOf = (p: number, q: number): Float64Array => {
    for (let i = 0; i < COLUMNS; i++) for (let j = 0; j < COLUMNS; j++) block[i * COLUMNS + j] = inverse[(p * COLUMNS + i) * n + q * COLUMNS + j] as number;
    return block;
  };
  // From the last one on: a panel is made of itself and those before it.
  for (let q = panels.length - 1; q >= 0; q--) {
    const into = panels[q] as Float64Array;
    addBlock(into, blockOf(q, q), into, 0);
    for (let p = 0; p < q; p++) addBlock(panels[p] as Float64Array, blockOf(p, q), into, 1);
  }
}

/** The products of all columns of `a` with those of `b`, at panel `p` and `q` of `into`. */
function putProducts(a: Float64Array, b: Float64Array, into: Float64Array, p: number, q: number, n: number): void {
  for (let j = 0; j < COLUMNS; j++) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let s4 = 0;
    let s5 = 0;
    let s6 = 0;
    let s7 = 0;
    for (let i = 0; i < a.length; i += COLUMNS) {
      const v = b[i + j] as number;
      s0 += v * (a[i] as number);
      s1 += v * (a[i + 1] as number);
      s2 += v * (a[i + 2] as number);
      s3 += v * (a[i + 3] as number);
      s4 += v * (a[i + 4] as number);
      s5 += v * (a[i + 5] as number);
      s6 += v * (a[i + 6] as number);
      s7 += v * (a[i + 7] as number);
    }
    const at = p * COLUMNS * n + q * COLUMNS + j;
    into[at] = s0;
    into[at + n] = s1;
    into[at + 2 * n] = s2;
    into[at + 3 * n] = s3;
    into[at + 4 * n] = s4;
    into[at + 5 * n] = s5;
    into[at + 6 * n] = s6;
    into[at + 7 * n] = s7;
  }
}

/** into = keep · into + a · block, for every row; `keep` is 0 or 1, and `into` may be `a` itself with 0. */
function addBlock(a: Float64Array, block: Float64Array, into: Float64Array, keep: 0 | 1): void {
  for (let i = 0; i < a.length; i += COLUMNS) {
    const v0 = a[i] as number;
    const v1 = a[i + 1] as number;
    const v2 = a[i + 2] as number;
    const v3 = a[i + 3] as number;
    const v4 = a[i + 4] as number;
    const v5 = a[i + 5] as number;
    const v6 = a[i + 6] as number;
    const v7 = a[i + 7] as number;
    for (let j = 0; j < COLUMNS; j++) {
      into[i + j] =
        keep * (into[i + j] as number) +
        (v0 * (block[j] as number) + v1 * (block[j + 8] as number) + v2 * (block[j + 16] as number) + v3 * (block[j + 24] as number)) +
        (v4 * (block[j + 32] as number) + v5 * (block[j + 40] as number) + v6 * (block[j + 48] as number) + v7 * (block[j + 56] as number));
    }
  }
}

/** R⁻¹ of the upper R with RᵀR = `products`, row-major; columns that depend on those before them are zero. */
function inverseFactor(products: Float64Array, n: number): Float64Array {
  // Column after column, so that both factors of a sum lie in a row.
  const r = new Float64Array(n * n);
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i <= j; i++) {
      let sum = products[i * n + j] as number;
      for (let k = 0; k < i; k++) sum -= (r[i * n + k] as number) * (r[j * n + k] as number);
      if (i < j) r[j * n + i] = sum * (inverse[i * n + i] as number);
      else inverse[j * n + j] = sum > NOTHING * (products[j * n + j] as number) ? 1 / Math.sqrt(sum) : 0;
    }
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i; k < j; k++) sum += (inverse[i * n + k] as number) * (r[j * n + k] as number);
      inverse[i * n + j] = -sum * (inverse[j * n + j] as number);
    }
  }
  return inverse;
}
