import { createEmbeddedDrafter } from '../../worker/adapters/embedded/embedded-drafter.ts';
import { sentences } from '../../worker/text/sentences.ts';
import { tokens } from '../../worker/text/tokens.ts';
import { questionCases, requestFor } from './techqa.ts';

/**
 * `drafts --questions F`: token F1 (as SQuAD counts it) of the extractive draft against the experts' answers, beside
 * the first three sentences of the top passage, with a paired 95 % interval of the difference.
 */
export async function drafts(args: Record<string, string | string[]>): Promise<object> {
  const cases = questionCases(String(args.questions));
  const drafter = createEmbeddedDrafter();
  const ours: number[] = [];
  const baseline: number[] = [];
  let statements = 0;
  let cited = 0;
  const began = performance.now();
  for (const question of cases) {
    const text: string[] = [];
    for await (const sentence of drafter.draft(requestFor(question), new AbortController().signal)) {
      if (sentence.kind !== 'statement' && sentence.kind !== 'step') continue;
      statements++;
      if (sentence.citations.length > 0) cited++;
      text.push(sentence.text);
    }
    ours.push(f1(text.join(' '), question.answer));
    baseline.push(
      f1(
        sentences(question.sources[0]?.text ?? '')
          .slice(0, 3)
          .join(' '),
        question.answer,
      ),
    );
  }
  const elapsed = performance.now() - began;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return {
    suite: 'drafts',
    n: cases.length,
    f1: round(mean(ours)),
    baseline: { name: 'first three sentences of the top passage', f1: round(mean(baseline)) },
    ratio: round(mean(ours) / Math.max(1e-9, mean(baseline))),
    difference_95: interval(ours.map((value, i) => value - (baseline[i] ?? 0))),
    sentences_per_draft: round(statements / Math.max(1, cases.length)),
    cited: round(statements === 0 ? 1 : cited / statements),
    ms_per_draft: round(elapsed / Math.max(1, cases.length)),
  };
}

export function f1(text: string, reference: string): number {
  const counts = new Map<string, number>();
  const wanted = tokens(reference);
  for (const token of wanted) counts.set(token, (counts.get(token) ?? 0) + 1);
  const given = tokens(text);
  let shared = 0;
  for (const token of given) {
    const left = counts.get(token) ?? 0;
    if (left > 0) {
      shared++;
      counts.set(token, left - 1);
    }
  }
  if (shared === 0) return 0;
  const precision = shared / given.length;
  const recall = shared / wanted.length;
  return (2 * precision * recall) / (precision + recall);
}

/** Bootstrap over questions with a fixed seed. */
function interval(differences: number[]): [number, number] {
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const means: number[] = [];
  for (let i = 0; i < 1_000; i++) {
    let sum = 0;
    for (let j = 0; j < differences.length; j++) sum += differences[Math.floor(random() * differences.length)] ?? 0;
    means.push(sum / Math.max(1, differences.length));
  }
  means.sort((a, b) => a - b);
  return [round(means[25] ?? 0), round(means[974] ?? 0)];
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;
