/** Figures of classifiers, as the field defines them. */

/** Area under the ROC curve; ties count half. NaN without both kinds. */
export function auc(scores: readonly number[], hits: readonly boolean[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let sum = 0;
  let positive = 0;
  for (let i = 0; i < order.length; ) {
    let j = i + 1;
    while (j < order.length && scores[order[j] as number] === scores[order[i] as number]) j += 1;
    for (let k = i; k < j; k += 1) {
      if (!hits[order[k] as number]) continue;
      sum += (i + j + 1) / 2;
      positive += 1;
    }
    i = j;
  }
  return (sum - (positive * (positive + 1)) / 2) / (positive * (scores.length - positive));
}

/** Mean of precision at each hit, best score first; NaN without hits. */
export function averagePrecision(scores: readonly number[], hits: readonly boolean[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  let found = 0;
  let sum = 0;
  for (const [rank, i] of order.entries()) {
    if (!hits[i]) continue;
    found += 1;
    sum += found / (rank + 1);
  }
  return sum / found;
}

/** Matthews correlation for any number of classes (Gorodkin 2004). */
export function mcc(gold: readonly string[], said: readonly string[]): number {
  const t = new Map<string, number>();
  const p = new Map<string, number>();
  let correct = 0;
  for (const [i, g] of gold.entries()) {
    const s = said[i] as string;
    t.set(g, (t.get(g) ?? 0) + 1);
    p.set(s, (p.get(s) ?? 0) + 1);
    if (g === s) correct += 1;
  }
  const n = gold.length;
  let both = 0;
  for (const [label, count] of t) both += count * (p.get(label) ?? 0);
  const squares = (m: Map<string, number>): number => [...m.values()].reduce((sum, v) => sum + v * v, 0);
  const below = Math.sqrt(n * n - squares(p)) * Math.sqrt(n * n - squares(t));
  return below === 0 ? 0 : (correct * n - both) / below;
}

/** Mean F1 over the classes of `gold`. */
export function macroF1(gold: readonly string[], said: readonly string[]): number {
  const labels = [...new Set(gold)];
  let sum = 0;
  for (const label of labels) {
    let hit = 0;
    let is = 0;
    let called = 0;
    for (const [i, g] of gold.entries()) {
      if (g === label) is += 1;
      if (said[i] === label) called += 1;
      if (g === label && said[i] === label) hit += 1;
    }
    sum += hit === 0 ? 0 : (2 * hit) / (is + called);
  }
  return sum / labels.length;
}

export const round = (value: number, digits = 4): number => (Number.isNaN(value) ? value : Number(value.toFixed(digits)));

/** One value of a repeatable option; throws when a required one is missing. */
export function option(args: Record<string, string | string[]>, name: string): string {
  const value = args[name];
  const first = Array.isArray(value) ? value[0] : value;
  if (!first) throw new Error(`--${name} FILE is missing`);
  return first;
}
