import { createEmbeddedDrafter } from '../../worker/adapters/embedded/embedded-drafter.ts';
import { createGrounder } from '../../worker/pipeline/ground/index.ts';
import { createVault } from '../../worker/pipeline/normalize/vault.ts';
import type { Decided } from '../../worker/pipeline/types.ts';
import { falsify, reword } from './falsify.ts';
import { manifestLinking, questionCases, requestFor } from './techqa.ts';

/** Links and tone are other filters; this suite is about what a sentence says. */
const decided: Decided = {
  outcome: 'answer',
  reasons: [],
  confidence: { value: 1, words: 'high', reasons: [] },
  clarify: [],
  say: [],
  forbid: [],
  authorises: ['refund', 'replacement', 'credit', 'discount', 'compensation', 'cancellation', 'waiver', 'delivery', 'guarantee'],
  cite: [],
  nextAction: { kind: 'send_reply', label: '', reason: '', macroId: null },
};

/**
 * `grounding --questions F`: true sentences (the sources' own and reworded ones) and false ones (a number, name, unit or
 * negation from a neighbouring passage, or a whole sentence from elsewhere) under the citation of the true one.
 */
export async function grounding(args: Record<string, string | string[]>): Promise<object> {
  const cases = questionCases(String(args.questions));
  const drafter = createEmbeddedDrafter();
  const manifest = manifestLinking(cases);
  const random = seeded(11);
  const caught: Record<string, { n: number; caught: number }> = {};
  const kept: Record<string, { n: number; lost: number }> = { verbatim: { n: 0, lost: 0 }, reworded: { n: 0, lost: 0 } };
  const missed: string[] = [];
  const lost: string[] = [];
  for (const [i, question] of cases.entries()) {
    const foreign = cases[(i + 7) % cases.length];
    const grounder = createGrounder({
      left: 0,
      sources: question.sources,
      decided,
      vault: createVault([]),
      manifest,
      language: 'en',
      question: question.question,
      greeting: '',
      closing: '',
    });
    const passes = (text: string, citations: number[]) => {
      grounder.restart();
      return 'kept' in grounder.check({ kind: 'statement', text, citations });
    };
    const neighbours = question.sources.slice(1).map((source) => source.text);
    for await (const { text, citations, kind } of drafter.draft(requestFor(question), new AbortController().signal)) {
      if (kind !== 'statement' && kind !== 'step') continue;
      for (const [form, told] of [
        ['verbatim', text],
        ['reworded', reword(text, random)],
      ] as const) {
        const tally = kept[form];
        if (!tally) continue;
        tally.n++;
        const stands = passes(told, citations);
        if (!stands) {
          tally.lost++;
          lost.push(told);
        }
        for (const falsehood of stands ? falsify(told, neighbours.join(' ') || (foreign?.sources[0]?.text ?? ''), random) : [])
          count(falsehood.kind, !passes(falsehood.text, citations), falsehood.text);
      }
      const elsewhere = foreign?.sources[Math.floor(random() * (foreign.sources.length || 1))]?.text
        .split(/(?<=[.!?])\s+/)
        .find((part) => part.length > 30 && part.length < 300);
      if (elsewhere) count('foreign sentence', !passes(elsewhere, citations), elsewhere);
    }
  }

  function count(kind: string, found: boolean, text: string): void {
    const tally = caught[kind] ?? { n: 0, caught: 0 };
    caught[kind] = tally;
    tally.n++;
    if (found) tally.caught++;
    else missed.push(`${kind}: ${text}`);
  }

  const all = Object.values(caught);
  const total = all.reduce((sum, { n }) => sum + n, 0);
  const truths = Object.values(kept);
  return {
    suite: 'grounding',
    n: total,
    caught: round(all.reduce((sum, tally) => sum + tally.caught, 0) / Math.max(1, total)),
    true_lost: round(
      truths.reduce((sum, tally) => sum + tally.lost, 0) /
        Math.max(
          1,
          truths.reduce((sum, { n }) => sum + n, 0),
        ),
    ),
    caught_by_kind: Object.fromEntries(Object.entries(caught).map(([kind, tally]) => [kind, { n: tally.n, caught: round(tally.caught / tally.n) }])),
    lost_by_form: Object.fromEntries(Object.entries(kept).map(([form, tally]) => [form, { n: tally.n, lost: round(tally.lost / Math.max(1, tally.n)) }])),
    ...(args.show ? { missed: missed.slice(0, 40), lost: lost.slice(0, 40) } : {}),
  };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;
