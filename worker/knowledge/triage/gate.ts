/** What tells whether the best of a text's labels is right, or none of them. */

/** How sure the best label is, how far ahead, how near the text is to what the label was learned from, how familiar its words. */
export function gateFeatures(scores: ArrayLike<number>, nearness: ArrayLike<number>, known: number): { best: number; features: number[] } {
  let best = 0;
  let second = Number.NEGATIVE_INFINITY;
  let nearest = nearness[0] ?? 0;
  for (let i = 1; i < scores.length; i += 1) {
    nearest = Math.max(nearest, nearness[i] as number);
    if ((scores[i] as number) > (scores[best] as number)) {
      second = scores[best] as number;
      best = i;
    } else if ((scores[i] as number) > second) second = scores[i] as number;
  }
  const top = scores[best] as number;
  return { best, features: [top, Math.min(2, top - second), nearest, nearness[best] as number, known] };
}

/** The gate's logit; weights end with the bias. */
export function gateLogit(features: readonly number[], gate: readonly number[]): number {
  let sum = gate[features.length] ?? 0;
  for (const [i, v] of features.entries()) sum += v * (gate[i] as number);
  return sum;
}
