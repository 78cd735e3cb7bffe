/**
 * Fusion weights and calibration, learned on later tickets by models of earlier ones: the labelled tickets are cut into
 * blocks by time; each block from the second on is ranked by what came before it.
 */
import { signalSchema } from '#shared/release';
import { type Candidates, makeCandidates } from '../../rank/features.ts';
import { ALL, priorWeights } from '../../rank/fusion.ts';
import { type Fusion, type RankModels, scratchFor } from '../../rank/models.ts';
import { type Query, tellingShares } from '../../rank/query.ts';
import { scoreSignals } from '../../rank/signals.ts';
import type { Label } from './evidence.ts';
import type { HistoryInput } from './history-input.ts';
import type { History } from './learn-history.ts';
import { PRIOR_PLATT, type Ranked, settleFusion } from './settle-fusion.ts';
import { AT_ONCE, type VectorSignal } from './vector-signal.ts';

const BLOCKS = 4;
/** Fewer labelled tickets than this teach less than the prior knows. */
const LEAST = 30;
const MAX_EXAMPLES = 1_200;

const signals = new Set(signalSchema.options);

type Fixed = Omit<RankModels, keyof History | 'fusion'>;

export type FusionInput = {
  input: HistoryInput;
  fixed: Fixed;
  weights: Float32Array;
  learn: (rows: readonly number[]) => History;
  vectorsOf: () => VectorSignal | null;
};

export function learnFusion({ input, fixed, weights, learn, vectorsOf }: FusionInput): Fusion {
  const inTime = input.labels.map((_, row) => row).sort((a, b) => (input.day[a] as number) - (input.day[b] as number) || a - b);
  const labelled = inTime.filter((row) => (input.labels[row]?.length ?? 0) > 0);
  if (labelled.length < LEAST) return { weights: { [ALL]: [...priorWeights] }, top: [...PRIOR_PLATT], any: [...PRIOR_PLATT], examples: 0, reliability: null };
  const vectors = vectorsOf();
  const examples: Ranked[] = [];
  const size = labelled.length / BLOCKS;
  for (let block = 1; block < BLOCKS; block++) {
    const later = labelled.slice(Math.round(size * block), Math.round(size * (block + 1)));
    const before = inTime.slice(0, inTime.indexOf(later[0] as number));
    const models: RankModels = { ...fixed, ...learn(before), fusion: { weights: {}, top: [1, 0], any: [1, 0], examples: 0, reliability: null } };
    const scratch = scratchFor(fixed);
    const everything = new Uint8Array(fixed.articles).fill(1);
    const step = Math.max(1, Math.ceil((later.length * (BLOCKS - 1)) / MAX_EXAMPLES));
    const chosen = later.filter((_, i) => i % step === 0);
    for (let i = 0; i < chosen.length; i += AT_ONCE) {
      const rows = chosen.slice(i, i + AT_ONCE);
      const near = vectors?.(rows);
      for (const [k, row] of rows.entries()) {
        const scores = scoreSignals(models, scratch, queryOf(input, row, weights), near?.[k] ?? null, row);
        examples.push(ranked(makeCandidates(models, scores, everything, signals), input.labels[row] ?? []));
      }
    }
  }
  return settleFusion(examples);
}

function ranked({ articles, features }: Candidates, labels: readonly Label[]): Ranked {
  const right = new Map(labels.map((l) => [l.article, l.weight]));
  return { features, rows: articles.length, right: Float64Array.from(articles, (a) => right.get(a) ?? 0), hit: articles.map((a) => right.has(a)) };
}

/** The query that this ticket's own words make. */
function queryOf({ docs, questions }: HistoryInput, row: number, weights: Float32Array): Query {
  const ticket = docs.tickets[row];
  const counts = new Map<number, number>();
  for (const term of ticket?.subject ?? []) counts.set(term, (counts.get(term) ?? 0) + 2);
  for (const term of ticket?.body ?? []) counts.set(term, (counts.get(term) ?? 0) + 1);
  const subject = new Set(ticket?.subject ?? []);
  const terms = Uint32Array.from(counts.keys());
  const cosine = new Float32Array(terms.length);
  // The ticket's row holds the same weights, without the terms that weigh nothing.
  let k = questions.offsets[row] as number;
  for (const [i, term] of terms.entries()) if ((weights[term] as number) > 0 && questions.terms[k] === term) cosine[i] = questions.values[k++] as number;
  const said = Float32Array.from(counts.values());
  return {
    terms,
    counts: said,
    cosine,
    telling: tellingShares(terms, said, terms.length, weights),
    inSubject: Uint8Array.from(terms, (t) => (subject.has(t) ? 1 : 0)),
    length: terms.length,
  };
}
