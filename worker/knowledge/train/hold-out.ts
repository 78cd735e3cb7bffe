/** Which examples are kept back to calibrate on. */

/**
 * True for those kept back: the latest `share` when (nearly) all dates are known, as a model will be used on later
 * tickets; else every n-th. `at` is in milliseconds, NaN where unknown.
 */
export function heldBack(at: readonly number[], share: number): boolean[] {
  const known = at.filter((t) => !Number.isNaN(t));
  if (known.length > at.length * 0.9 && new Set(known).size > at.length / 2) {
    const sorted = [...known].sort((a, b) => a - b);
    const from = sorted[Math.floor(sorted.length * (1 - share))] ?? Number.POSITIVE_INFINITY;
    return at.map((t) => t >= from);
  }
  const every = Math.max(2, Math.round(1 / share));
  // A multiplicative step keeps examples that were listed label by label from falling on one side.
  return at.map((_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 0) % every === 0);
}

/** Weight of each example by age: half after `halfLife` milliseconds before the newest; 1 where the date is unknown. */
export function recency(at: readonly number[], halfLife: number): Float32Array {
  const newest = at.reduce((max, t) => (t > max ? t : max), Number.NEGATIVE_INFINITY);
  return Float32Array.from(at, (t) => (Number.isNaN(t) ? 1 : 2 ** (-(newest - t) / halfLife)));
}
