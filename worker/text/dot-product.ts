/** Σ a[i] · b[i] of `length` places from `at` in `a` and from 0 in `b`; four sums at once, as one waits for its last addition. */
export function dotProduct(a: Float32Array, at: number, b: Float32Array | Float64Array, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    s0 += (a[at + i] as number) * (b[i] as number);
    s1 += (a[at + i + 1] as number) * (b[i + 1] as number);
    s2 += (a[at + i + 2] as number) * (b[i + 2] as number);
    s3 += (a[at + i + 3] as number) * (b[i + 3] as number);
  }
  for (; i < length; i++) s0 += (a[at + i] as number) * (b[i] as number);
  return s0 + s1 + (s2 + s3);
}
